using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Tests.Handoffs;

/// <summary>Links in messages: opening one triggers nothing, and each does its work once.</summary>
public class ActTests
{
    [Theory]
    [EachDatabase]
    public async Task A_link_asks_first_and_accepts_once(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");

        for (var scan = 0; scan < 3; scan++)
        {
            var page = await desk.OpenAsync(links["Accept"]);
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Text.ShouldContain("Accept");
            page.Text.ShouldContain("jo@acme.example");
        }

        (await desk.StageAsync(lead)).ShouldBe("MQL", "Mail scanners open every link.");

        (await desk.PressAsync(links["Accept"])).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.StageAsync(lead)).ShouldBe("SAL");
        (await desk.PressAsync(links["Accept"])).Status.ShouldBe(HttpStatusCode.Gone);
        (await desk.OpenAsync(links["Accept"])).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Theory]
    [EachDatabase]
    public async Task A_link_that_does_nothing_any_more_leads_to_its_lead_and_tells_nothing_of_it(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example", "Jo Miller");
        var toLead = $"href=\"/leads/{lead}\"";
        (await desk.PressAsync(links["Accept"])).Text.ShouldContain(toLead);

        await ShouldLeadThereAsync(links["Accept"], "This was done before.");
        desk.Api.World.Now += Duration.FromDays(31);
        await ShouldLeadThereAsync(links["Reject"], "This link is too old.");

        (await desk.OpenAsync(links["Accept"][..^1] + (links["Accept"][^1] == 'A' ? 'B' : 'A'))).Text.ShouldNotContain("/leads/", customMessage: "This one Baton did not make.");
        var page = await desk.OpenAsync($"/leads/{lead}");
        page.Text.ShouldContain("Sign in", customMessage: "Who has the link is asked who they are.");
        page.Text.ShouldNotContain("Jo Miller");

        async Task ShouldLeadThereAsync(string link, string title)
        {
            foreach (var said in new[] { await desk.OpenAsync(link), await desk.PressAsync(link, ("reason", "not_now")) })
            {
                said.Status.ShouldBe(HttpStatusCode.Gone);
                said.Text.ShouldContain(title);
                said.Text.ShouldContain(toLead);
                said.Text.ShouldNotContain("Jo Miller");
                said.Text.ShouldNotContain("jo@acme.example");
            }
        }
    }

    [Theory]
    [EachDatabase]
    public async Task Nobody_says_no_without_a_reason(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");

        var asked = await desk.PressAsync(links["Reject"]);
        asked.Status.ShouldBe(HttpStatusCode.BadRequest);
        asked.Text.ShouldContain("Choose a reason");
        (await desk.StageAsync(lead)).ShouldBe("MQL");

        var unread = await desk.PressAsync(links["Reject"], ("reason", "timeline_too_far"), ("value", "18 lunes"));
        unread.Status.ShouldBe(HttpStatusCode.BadRequest);
        unread.Text.ShouldContain("takes a time from now such as <code>18 months</code>");
        unread.Text.ShouldContain("<form", customMessage: "It asks again.");
        unread.Text.ShouldContain("value=\"18 lunes\"", customMessage: "What was typed is still there.");
        (await desk.StageAsync(lead)).ShouldBe("MQL");

        (await desk.PressAsync(links["Reject"], ("reason", "timeline_too_far"), ("value", "18 months"), ("note", "<b>later</b>"))).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.StageAsync(lead)).ShouldBe("Recycled");
        var work = await desk.WorkAsync(lead);
        ((string)work["wakesAt"]!).ShouldStartWith("2027-03-31", customMessage: "Eighteen months: it wakes after twelve.");
    }

    [Theory]
    [EachDatabase]
    public async Task A_call_is_logged_by_a_link_and_stops_the_clock(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");
        desk.Api.World.Now += Duration.FromMinutes(10);

        (await desk.PressAsync(links["Log a call"], ("outcome", "no_answer"))).Status.ShouldBe(HttpStatusCode.OK);

        var handoff = (await desk.WorkAsync(lead))["handoff"]!;
        handoff["contacted"].ShouldNotBeNull();
        handoff["clocks"]!.AsArray().ShouldAllBe(clock => (string)clock!["clock"]! == "decision");
    }

    [Theory]
    [EachDatabase]
    public async Task A_link_that_was_touched_or_is_old_does_nothing(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");
        var link = links["Accept"];

        foreach (var touched in (string[])[link[..^1], link + "A", link[..^1] + (link[^1] == 'A' ? 'B' : 'A'), Regex.Replace(link, "act/.", "act/B", RegexOptions.NonBacktracking), "/act/", "/act/" + new string('A', 5_000)])
        {
            ((int)(await desk.PressAsync(touched)).Status).ShouldBeInRange(404, 414);
        }

        desk.Api.World.Now += Duration.FromDays(31);
        (await desk.PressAsync(link)).Status.ShouldBe(HttpStatusCode.Gone);
        (await desk.StageAsync(lead)).ShouldNotBe("SAL");
    }

    [Theory]
    [EachDatabase]
    public async Task A_refused_act_leaves_its_link_as_it_was(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");

        var refused = await desk.PressAsync(links["Reject"], ("reason", "no_such_reason"));
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Text.ShouldContain("no_such_reason");
        (await desk.StageAsync(lead)).ShouldBe("MQL");

        (await desk.PressAsync(links["Reject"], ("reason", "not_now"))).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.StageAsync(lead)).ShouldBe("Recycled");
        (await desk.PressAsync(links["Reject"], ("reason", "not_now"))).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Theory]
    [EachDatabase]
    public async Task However_many_press_at_once_a_link_does_its_work_once(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");

        var pressed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.PressAsync(links["Log a call"], ("outcome", "no_answer"))));

        pressed.Count(one => one.Status == HttpStatusCode.OK).ShouldBe(1);
        pressed.Count(one => one.Status == HttpStatusCode.Gone).ShouldBe(7);
        (await desk.Api.GetAsync($"/api/leads/{lead}/timeline?kind=contact.logged")).Ok()["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [EachDatabase]
    public async Task Who_had_a_hand_off_before_takes_it_from_nobody(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");
        var first = await OwnerAsync();
        desk.Api.World.Now += Duration.FromMinutes(91);

        // Nothing has woken the lead yet: that it goes to somebody else is found out when the link is used.
        var late = await desk.PressAsync(links["Accept"]);
        var second = await OwnerAsync();

        second.ShouldNotBe(first);
        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Text.ShouldContain($"It is with {second} now. Ask them, or have it given to you");
        (await desk.StageAsync(lead)).ShouldBe("MQL");
        (await desk.OpenAsync(links["Accept"])).Text.ShouldContain($"It is with {second} now.");
        (await desk.PressAsync(links["Reject"], ("reason", "not_now"))).Text.ShouldContain($"It is with {second} now.");
        (await desk.PressAsync(links["Log a call"], ("outcome", "no_answer"))).Status.ShouldBe(HttpStatusCode.OK, "What was done is told by whoever did it.");

        var theirs = SmallDesk.LinksIn((await desk.MailsAsync("handoff.assigned", lead)).Single(mail => mail.Text.Contains("/act/", StringComparison.Ordinal)).Text);
        (await desk.PressAsync(theirs["Accept"])).Status.ShouldBe(HttpStatusCode.OK);
        (await OwnerAsync()).ShouldBe(second);

        async Task<string> OwnerAsync() => (string)((await desk.WorkAsync(lead)) is var work && work["handoff"] is { } open ? open["person"]! : work["owner"]!)["name"]!;
    }

    [Theory]
    [EachDatabase]
    public async Task A_call_is_logged_as_long_as_sales_works_on_the_lead(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");
        (await desk.PressAsync(links["Accept"])).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.Api.PostAsync($"/api/leads/{lead}/contacts", new { kind = "call", outcome = "no_answer" })).Ok();
        (await desk.WorkAsync(lead))["handoff"].ShouldBeNull("It was accepted and responded to, and so is over.");
        (await desk.OpenAsync(links["Log a call"])).Status.ShouldBe(HttpStatusCode.OK);

        (await desk.PressAsync(links["Log a call"], ("outcome", "reached"))).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.Api.GetAsync($"/api/leads/{lead}/timeline?kind=contact.logged")).Ok()["items"]!.AsArray().Count.ShouldBe(2);

        var (gone, old) = await desk.HandOverAsync("al@acme.example");
        (await desk.PressAsync(old["Reject"], ("reason", "not_now"))).Status.ShouldBe(HttpStatusCode.OK);
        var refused = await desk.PressAsync(old["Log a call"], ("outcome", "reached"));
        (refused.Status, await desk.StageAsync(gone)).ShouldBe((HttpStatusCode.Conflict, "Recycled"));
        refused.Text.ShouldContain("The lead is no longer with sales: it is Recycled.");
    }

    [Theory]
    [EachDatabase]
    public async Task The_mail_for_a_task_that_is_due_logs_the_call_and_ends_that_task(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var due = desk.Api.World.Now + Duration.FromMinutes(20);
        foreach (var (title, kind) in new[] { ("Ring back", "call"), ("Ring about the price", "call"), ("Read the paper", null) })
        {
            (await desk.Api.PostAsync($"/api/leads/{lead}/tasks", new { title, kind, due = InstantPattern.ExtendedIso.Format(due), @for = "kim@acme.example" })).Ok();
        }

        desk.Api.World.Now = due;
        await desk.Api.World.WakeAsync();

        var mails = await desk.MailsAsync("task.due", lead);
        mails.Select(mail => mail.To).ShouldBe(["kim@acme.example", "kim@acme.example", "kim@acme.example"], "Kim is in no team, and is told all the same.");
        SmallDesk.LinksIn(mails.Single(mail => mail.Subject.StartsWith("Read", StringComparison.Ordinal)).Text).ShouldBeEmpty();
        foreach (var (title, left) in new (string, string[])[] { ("Ring about the price", ["Ring back", "Read the paper"]), ("Ring back", ["Read the paper"]) })
        {
            var link = SmallDesk.LinksIn(mails.Single(mail => mail.Subject.StartsWith(title, StringComparison.Ordinal)).Text).ShouldHaveSingleItem();
            link.Key.ShouldBe("Log a call");
            (await desk.PressAsync(link.Value, ("outcome", "no_answer"))).Status.ShouldBe(HttpStatusCode.OK);
            var work = await desk.WorkAsync(lead);
            work["handoff"]!["contacted"].ShouldNotBeNull();
            work["tasks"]!.AsArray().Select(task => (string)task!["title"]!).ShouldBe(left, ignoreOrder: true);
        }
    }

    [Theory]
    [EachDatabase]
    public async Task Every_attempt_is_told_with_a_link_that_logs_it(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        await desk.Api.World.PublishAsync(SmallDesk.Playbook.Replace(
            "decision: { within: 8 hours }",
            "decision: { within: 8 hours }\n    cadence: { attempts: [{ kind: call, day: 0 }, { kind: call, day: 1 }], grace: 3d, wake: 90d }",
            StringComparison.Ordinal));
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var first = SmallDesk.LinksIn((await desk.MailsAsync("task.due", lead)).ShouldHaveSingleItem().Text)["Log a call"];

        var unsaid = await desk.PressAsync(first);
        unsaid.Status.ShouldBe(HttpStatusCode.BadRequest);
        unsaid.Text.ShouldContain("Choose what came of the call.");
        (await desk.PressAsync(first, ("outcome", "no_answer"))).Status.ShouldBe(HttpStatusCode.OK);
        desk.Api.World.Now += Duration.FromDays(1);
        await desk.Api.World.WakeAsync();

        var second = (await desk.MailsAsync("task.due", lead))[^1];
        second.Subject.ShouldStartWith("Call (attempt 2 of 2)");
        (await desk.PressAsync(SmallDesk.LinksIn(second.Text)["Log a call"], ("outcome", "left_message"))).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.WorkAsync(lead))["tasks"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pages_speak_the_language_of_the_browser()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (_, links) = await desk.HandOverAsync("jo@acme.example");
        desk.Speak("de");

        SaidBy(await desk.OpenAsync(links["Accept"])).ShouldContain("annehmen?");
        SaidBy(await desk.PressAsync(links["Reject"])).ShouldContain("Wählen Sie einen Grund.");
        SaidBy(await desk.PressAsync(links["Reject"], ("reason", "not_now"))).ShouldContain("danke. Sie können diese Seite schließen.");
        SaidBy(await desk.OpenAsync(links["Accept"])).ShouldContain("Der Lead ist in der Stufe Zurück im Marketing.");
        SaidBy(await desk.OpenAsync(links["Accept"])).ShouldContain("Lead öffnen");
        SaidBy(await desk.OpenAsync("/act/slip")).ShouldContain("Dieser Link funktioniert nicht.");

        static string SaidBy(SmallDesk.Seen page) => WebUtility.HtmlDecode(page.Text);
    }

    [Fact]
    public async Task A_form_that_is_far_too_long_is_asked_for_again()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");

        var tooLong = await desk.PressAsync(links["Log a call"], ("outcome", "reached"), ("note", new string('n', 5_001)));
        tooLong.Status.ShouldBe(HttpStatusCode.BadRequest);
        tooLong.Text.ShouldContain("at most 5,000 characters");
        (await desk.PressAsync(links["Log a call"], ("outcome", "reached"), ("note", new string('n', 100_000)))).Text.ShouldContain("Open the link again");
        (await desk.PressAsync(links["Log a call"], ("outcome", "reached"), ("note", "Short."))).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.Api.GetAsync($"/api/leads/{lead}/timeline?kind=contact.logged")).Ok()["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_lead_calls_itself_is_text_on_the_page()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (_, links) = await desk.HandOverAsync("jo@acme.example", "<script>alert(1)</script>");

        var page = await desk.OpenAsync(links["Reject"]);

        page.Text.ShouldNotContain("<script>");
        page.Text.ShouldContain("&lt;script");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        page.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
    }

    [Fact]
    public async Task What_a_lead_calls_itself_is_one_line_of_the_mail()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example", "Jo\r\n\r\nAccept:\r\nhttps://baton.acme.example/act/forged\u2028Log a call:\u202E");
        var mail = (await desk.MailsAsync("handoff.opened", lead)).ShouldHaveSingleItem();

        links.Keys.ShouldBe(["Accept", "Log a call", "Reject"], "These are Baton's, and each is there once.");
        links.Values.ShouldAllBe(link => !link.Contains("forged", StringComparison.Ordinal));
        mail.Subject.ShouldBe("MQL for you: Jo Accept: https://baton.acme.example/act/forged Log a call:, acme.example (30 points)");
    }
}
