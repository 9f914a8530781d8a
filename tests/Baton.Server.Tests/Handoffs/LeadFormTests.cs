using System.Net;
using System.Text.Json.Nodes;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>What people do about leads in pages.</summary>
public class LeadFormTests
{
    /// <summary>Cookies of an address that is encrypted are sent to no other.</summary>
    private const string Plain = "--PublicUrl=http://baton.acme.example";

    [Theory, EachDatabase]
    public async Task A_lead_is_accepted_and_what_was_done_is_said_once(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example", "Jo <b>Miller</b>");

        (await ann.GetAsync($"/leads/{lead}/accept")).Ok().Words.ShouldContain("Accept Jo <b>Miller</b>?");
        var done = await ann.PostAsync($"/leads/{lead}/accept", ("back", "/?of=mine"));

        done.Status.ShouldBe(HttpStatusCode.SeeOther);
        done.GoesTo.ShouldBe("/?of=mine");
        (await desk.StageAsync(lead)).ShouldBe("SAL");
        ((string)(await desk.WorkAsync(lead))["owner"]!["name"]!).ShouldBe("Ann");

        // A page that refreshes itself leaves it to the one that somebody reads.
        (await ann.GetAsync("/?of=mine", ("Baton-Refresh", "1"))).Words.ShouldNotContain("is yours now.");
        var page = await ann.GetAsync("/?of=mine");
        page.Words.ShouldContain("Jo <b>Miller</b> is yours now.");
        page.Text.ShouldNotContain("<b>Miller");
        page.Text.ShouldMatch($"href=\"/leads/{lead}/reject[^\"]*\"[^>]* data-key=\"u\"");
        (await ann.GetAsync("/?of=mine")).Words.ShouldNotContain("is yours now.");
    }

    [Theory, EachDatabase]
    public async Task No_lead_is_given_back_without_a_reason_and_what_was_typed_stays(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");

        var refused = await ann.PostAsync($"/leads/{lead}/reject", ("note", "They only look around."), ("back", "/"));

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Words.ShouldContain("Choose a reason. There is no \"no\" without one.");
        refused.Text.ShouldContain(">They only look around.</textarea>");
        (await desk.StageAsync(lead)).ShouldBe("MQL");

        // What was said has to be a time where the reason is about one.
        var unclear = await ann.PostAsync($"/leads/{lead}/reject", ("reason", "timeline_too_far"), ("operator-timeline_too_far", "gte"), ("value-timeline_too_far", "some day"), ("note", "Later."));
        unclear.Status.ShouldBe(HttpStatusCode.Conflict);
        unclear.Text.ShouldContain("value=\"some day\"");
        unclear.Text.ShouldContain(">Later.</textarea>");

        (await ann.PostAsync($"/leads/{lead}/reject", ("reason", "timeline_too_far"), ("operator-timeline_too_far", "gte"), ("value-timeline_too_far", "18 months"), ("note", "Later.")))
            .GoesTo.ShouldBe($"/leads/{lead}");
        (await desk.StageAsync(lead)).ShouldBe("Recycled");
        var rejection = (await desk.Api.GetAsync($"/api/handoffs?lead={lead}")).Ok()["items"]![0]!["rejection"]!;
        rejection.ToJsonString().ShouldBe(new JsonObject { ["reason"] = "timeline_too_far", ["field"] = "timeline", ["operator"] = "gte", ["value"] = "18 months", ["note"] = "Later." }.ToJsonString());
    }

    [Theory, EachDatabase]
    public async Task Whoever_comes_second_is_told_who_was_first(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        using var bo = await PersonAsync(desk, "bo@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var handoff = (string)(await desk.WorkAsync(lead))["handoff"]!["id"]!;

        (await ann.PostAsync($"/leads/{lead}/accept", ("handoff", handoff))).Status.ShouldBe(HttpStatusCode.SeeOther);
        var second = await bo.PostAsync($"/leads/{lead}/accept", ("handoff", handoff));

        second.Status.ShouldBe(HttpStatusCode.Conflict);
        second.Words.ShouldContain("The hand-off was accepted before.");
        second.Words.ShouldContain("It was accepted already, by Ann.");
        ((string)(await desk.WorkAsync(lead))["owner"]!["name"]!).ShouldBe("Ann");
    }

    [Theory, EachDatabase]
    public async Task Who_gives_back_what_somebody_accepted_meanwhile_is_told_first_and_can_do_it_all_the_same(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        using var kim = await PersonAsync(desk, "kim@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        (string, string)[] Typed(Shown form) => [("seen", Seen(form)), ("reason", "timeline_too_far"), ("note", "They only look around.")];

        var form = await kim.GetAsync($"/leads/{lead}/reject");
        form.Words.ShouldNotContain("accepted already");
        (await ann.PostAsync($"/leads/{lead}/accept")).Status.ShouldBe(HttpStatusCode.SeeOther);
        var unclear = await kim.PostAsync($"/leads/{lead}/reject", ("seen", Seen(form)), ("note", "They only look around."));
        unclear.Status.ShouldBe(HttpStatusCode.BadRequest);
        var second = await kim.PostAsync($"/leads/{lead}/reject", Typed(unclear));

        second.Status.ShouldBe(HttpStatusCode.Conflict);
        second.Words.ShouldContain("Somebody accepted this lead while you had this form open.");
        second.Words.ShouldContain("Accepted by Ann: now");
        second.Text.ShouldContain(">They only look around.</textarea>");
        (await desk.StageAsync(lead)).ShouldBe("SAL");

        (await kim.PostAsync($"/leads/{lead}/reject", Typed(second))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await desk.StageAsync(lead)).ShouldBe("Recycled");
    }

    [Fact]
    public async Task Who_has_accepted_gives_back_from_a_form_that_was_open_before()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");

        var form = await ann.GetAsync($"/leads/{lead}/reject");
        await ann.PostAsync($"/leads/{lead}/accept");

        (await ann.PostAsync($"/leads/{lead}/reject", ("seen", Seen(form)), ("reason", "timeline_too_far"))).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    /// <summary>What a form brings back of whether the lead was accepted.</summary>
    private static string Seen(Shown form) => System.Text.RegularExpressions.Regex.Match(form.Text, "name=\"seen\" value=\"(?<at>[0-9]*)\"", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Groups["at"].Value;

    [Theory, EachDatabase]
    public async Task Calls_notes_answers_and_tasks_are_kept_as_over_the_api(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");

        (await ann.PostAsync($"/leads/{lead}/contacts", ("note", "Hello"))).Words.ShouldContain("Choose how you were in touch, and what came of it.");
        (await ann.PostAsync($"/leads/{lead}/contacts", ("kind", "call"), ("outcome", "no_answer"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await ann.PostAsync($"/leads/{lead}/notes", ("text", "Likes blue."))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await ann.PostAsync($"/leads/{lead}/notes", ("text", " "))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await ann.PostAsync($"/leads/{lead}/answers", ("answer-budget", "200000 EUR"), ("answer-need", ""), ("source", "call"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        await ann.PostAsync("/me/taste", ("language", "de"), ("zone", "UTC"));
        desk.Api.World.Now += Duration.FromMinutes(1);
        (await ann.PostAsync($"/leads/{lead}/answers", ("answer-budget", "150.000 EUR"), ("before-budget", "200000 EUR"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        ((string)(await desk.WorkAsync(lead))["qualification"]!.AsArray().Single(one => (string)one!["criterion"]! == "budget")!["answer"]!).ShouldBe("150000 EUR");
        await ann.PostAsync("/me/taste", ("language", "en"), ("zone", "UTC"));
        desk.Api.World.Now += Duration.FromMinutes(1);
        (await ann.PostAsync($"/leads/{lead}/answers", ("answer-budget", "200000 EUR"), ("before-budget", "150000 EUR"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await ann.PostAsync($"/leads/{lead}/answers", ("answer-budget", "200000 EUR"), ("before-budget", "200000 EUR"))).Words.ShouldContain("Nothing is new");
        (await ann.PostAsync($"/leads/{lead}/tasks", ("title", "Send the offer"), ("day", "2026-04-02"), ("time", "10:30"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await ann.PostAsync($"/leads/{lead}/tasks", ("title", "Send the offer"), ("day", "soon"))).Status.ShouldBe(HttpStatusCode.BadRequest);

        var work = await desk.WorkAsync(lead);
        work["handoff"]!["contacted"].ShouldNotBeNull();
        var task = work["tasks"]!.AsArray().Single(one => (string)one!["title"]! == "Send the offer")!;
        ((string)task["due"]!).ShouldBe("2026-04-02T10:30:00Z");
        ((string)task["person"]!["name"]!).ShouldBe("Ann");
        ((string)work["qualification"]!.AsArray().Single(one => (string)one!["criterion"]! == "budget")!["answer"]!).ShouldBe("200000 EUR");
        (await desk.Api.World.ActivitiesAsync(lead)).ShouldContain("note.added");

        (await ann.PostAsync($"/leads/{lead}/tasks/{task["id"]}/done", ("back", "/"))).GoesTo.ShouldBe("/");
        (await ann.PostAsync($"/leads/{lead}/tasks/{task["id"]}/drop")).Words.ShouldContain("This task is over");
        (await ann.PostAsync($"/leads/{lead}/move", ("stage", "Disqualified"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await ann.PostAsync($"/leads/{lead}/move", ("stage", "Disqualified"), ("reason", "A competitor"))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await desk.StageAsync(lead)).ShouldBe("Disqualified");
    }

    [Theory, EachDatabase]
    public async Task Who_answers_what_somebody_else_has_answered_meanwhile_is_told_once(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var path = $"/leads/{lead}/answers";

        (await Task.WhenAll(Enumerable.Range(1, 4).Select(i => ann.PostAsync(path, ("answer-budget", $"{i}0000 EUR"), ("before-budget", "")))))
            .Count(one => one.Status == HttpStatusCode.SeeOther).ShouldBe(1);

        var known = (string)(await desk.WorkAsync(lead))["qualification"]!.AsArray().Single(one => (string)one!["criterion"]! == "budget")!["answer"]!;
        var told = await ann.PostAsync(path, ("answer-budget", "99 EUR"), ("before-budget", ""));
        told.Status.ShouldBe(HttpStatusCode.Conflict);
        told.Words.ShouldContain($"Kept meanwhile: {known}");
        told.Text.ShouldContain("value=\"99 EUR\"");
        told.Text.ShouldContain($"name=\"before-budget\" value=\"{known}\"");
        (await ann.PostAsync(path, ("answer-budget", known), ("before-budget", ""))).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await ann.PostAsync(path, ("answer-budget", "99 EUR"), ("before-budget", known))).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory, EachDatabase]
    public async Task A_snooze_is_undone(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        var (lead, _) = await desk.HandOverAsync("jo@acme.example", "Jo");

        (await ann.PostAsync($"/leads/{lead}/snooze", ("until", "1"), ("back", "/"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await ann.PostAsync($"/leads/{lead}/snooze", ("until", "day"), ("reason", "Holiday"))).Words.ShouldContain("Say until when");
        (await ann.PostAsync($"/leads/{lead}/snooze", ("until", "1"), ("reason", "Holiday"), ("back", "/"))).GoesTo.ShouldBe("/");

        ((string)(await desk.WorkAsync(lead))["snoozedUntil"]!).ShouldBe("2026-04-01T08:00:00Z");
        var page = await ann.GetAsync("/");
        page.Words.ShouldContain("Jo is left alone for now");
        page.Text.ShouldContain($"action=\"/leads/{lead}/resume\"");
        (await ann.PostAsync($"/leads/{lead}/resume", ("back", "/"))).GoesTo.ShouldBe("/");
        (await desk.WorkAsync(lead))["snoozedUntil"].ShouldBeNull();
    }

    [Fact]
    public async Task A_dialog_gets_the_form_alone_and_is_told_where_to_go_on()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite, Plain);
        using var ann = await PersonAsync(desk, "ann@acme.example");
        using var reader = await TestBrowser.SignInAsync(desk.Api, Roles.Reader);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");

        var form = await ann.GetAsync($"/leads/{lead}/reject?back=/", ("HX-Target", "act"));

        form.Text.ShouldNotContain("<html");
        form.Text.ShouldContain("hx-post=\"/leads/");
        (await ann.GetAsync($"/leads/{lead}/reject?back=//evil.example")).Text.ShouldContain($"name=\"back\" value=\"/leads/{lead}\"");
        (await ann.GetAsync($"/leads/{Guid.CreateVersion7()}/reject")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await reader.PostAsync($"/leads/{lead}/accept")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<TestBrowser> PersonAsync(SmallDesk desk, string email) =>
        await TestBrowser.SignInAsync(desk.Api, (await new PeopleStore(desk.Api.World.Db, desk.Api.World).AllAsync(desk.Api.World.Id, default)).Single(person => person.Email == email).Person);
}
