using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Delivery;

/// <summary>Webhooks, channels and the delivery log, as whoever runs Baton uses them.</summary>
public class TargetPageTests
{
    private const string Hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>\u202E";

    [Theory, EachDatabase]
    public async Task A_webhook_is_added_tried_paused_and_deleted(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, "--DeliverTo=127.0.0.0/8");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        (await rita.GetAsync("/settings/webhooks")).Words.ShouldContain("No program is told anything yet.");

        var added = (await rita.PostAsync("/settings/webhooks/new", ("name", "CRM"), ("url", receiver.Url), ("all", "no"), ("types", "lead.*"), ("types", "handoff.opened"))).Ok();
        var secret = Found(added, "whsec_[A-Za-z0-9+/=&#;x]+");
        secret.ShouldNotBeEmpty();
        var path = Found(await rita.GetAsync("/settings/webhooks"), "/settings/webhooks/[0-9a-f-]{36}");
        added.Response.Headers.GetValues("HX-Push-Url").ShouldHaveSingleItem().ShouldBe(path);
        var shown = await rita.GetAsync(path);
        shown.Text.ShouldNotContain("whsec_");
        shown.Text.ShouldContain("value=\"lead.*\" checked");
        shown.Words.ShouldContain("not tried yet");

        await receiver.TellAsync(new { status = 200, answer = Hostile, secrets = new[] { WebUtility.HtmlDecode(secret) } });
        var tried = (await rita.PostAsync(path, ("do", "test"))).Ok();
        tried.Words.ShouldContain("It arrived.");
        tried.Words.ShouldContain("works");
        tried.Words.ShouldContain("Answered with 200");
        tried.Text.ShouldNotContain("<script>alert");
        tried.Text.ShouldNotContain("<img src=x");
        ((bool)(await receiver.TakenAsync()).ShouldHaveSingleItem()["verified"]![0]!).ShouldBeTrue();

        await receiver.TellAsync(new { status = 500 });
        (await rita.PostAsync(path, ("do", "test"))).Words.ShouldContain("It did not arrive. It answered 500.");

        (await rita.PostAsync(path, ("do", "renew"))).Text.ShouldContain("whsec_");
        (await rita.PostAsync(path, ("do", "pause"))).GoesTo.ShouldBe($"{path}?done=paused");
        (await rita.GetAsync(path)).Words.ShouldContain("paused It was disabled by hand.");
        (await rita.PostAsync(path, ("do", "replay"), ("since", "2026-01-01"))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await rita.PostAsync(path, ("do", "resume"))).GoesTo.ShouldBe($"{path}?done=resumed");
        (await rita.PostAsync(path, ("do", "replay"), ("since", "someday"))).Words.ShouldContain("Say since which day.");

        (await rita.GetAsync($"{path}/delete")).Words.ShouldContain("Delete CRM?");
        (await rita.PostAsync($"{path}/delete")).GoesTo.ShouldBe("/settings/webhooks?done=deleted");
        (await rita.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await rita.GetAsync("/settings/audit")).Words.ShouldContain("Webhook deleted");
    }

    [Theory, EachDatabase]
    public async Task What_is_wrong_stands_beside_its_field_and_nothing_that_was_typed_is_lost(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect, "--DeliverTo=127.0.0.0/8");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        var refused = await rita.PostAsync("/settings/webhooks/new", ("name", Hostile), ("url", "http://10.0.0.1/x"), ("all", "no"), ("types", "task.due"));
        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Text.ShouldContain("id=\"url-problem\"");
        refused.Text.ShouldNotContain("id=\"name-problem\"");
        refused.Text.ShouldContain("value=\"http://10.0.0.1/x\"");
        refused.Text.ShouldContain("value=\"task.due\" checked");
        refused.Text.ShouldNotContain("<script>alert");
        (await rita.PostAsync("/settings/webhooks/new", ("name", ""), ("url", "https://a.example"), ("all", "yes"))).Text.ShouldContain("id=\"name-problem\"");
        (await rita.PostAsync("/settings/webhooks/new", ("name", "x"), ("url", "https://a.example"), ("all", "no"))).Text.ShouldContain("id=\"types-problem\"");
        (await rita.PostAsync("/settings/channels/new", ("name", "x"), ("url", "https://a.example"), ("all", "yes"), ("signingSecret", "short"))).Text.ShouldContain("id=\"signingSecret-problem\"");

        (await rita.PostAsync("/settings/webhooks/new", ("name", Hostile), ("url", "https://a.example/" + new string('x', 500)), ("all", "yes"))).Ok();
        foreach (var path in (string[])["/settings/webhooks", "/settings/deliveries"])
        {
            (await rita.GetAsync(path)).Ok().Text.ShouldNotContain("<script>alert");
        }
    }

    [Theory, EachDatabase]
    public async Task The_log_has_every_attempt_and_sends_again_what_was_given_up(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, "--DeliverTo=127.0.0.0/8");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        await receiver.TellAsync(new { status = 410, answer = Hostile });
        (await rita.PostAsync("/settings/webhooks/new", ("name", "CRM"), ("url", receiver.Url), ("all", "yes"))).Ok();
        var webhook = Found(await rita.GetAsync("/settings/webhooks"), "/settings/webhooks/[0-9a-f-]{36}");
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });

        // It says that it is gone, and is paused by itself.
        var log = await UntilAsync(rita, "/settings/deliveries?state=dead", "lead.lead");
        log.Words.ShouldContain("CRM");
        log.Words.ShouldContain("jo@acme.example lead.lead", customMessage: "Whom it is about.");
        var message = Found(log, "/settings/deliveries/[0-9a-f-]{36}");
        var page = await rita.GetAsync(message);
        page.Words.ShouldContain("failed Answered with 410");
        page.Words.ShouldContain("It answered 410: it is gone for good.");
        page.Text.ShouldNotContain("<script>alert");
        (await rita.GetAsync(webhook)).Words.ShouldContain("paused It answered 410");
        (await rita.PostAsync(message)).Status.ShouldBe(HttpStatusCode.Conflict);

        await receiver.TellAsync(new { status = 204 });
        api.World.Now += NodaTime.Duration.FromMinutes(1);
        await rita.PostAsync(webhook, ("do", "resume"));
        (await rita.PostAsync(message)).GoesTo.ShouldBe($"{message}?done=resent");
        (await UntilAsync(rita, message, "Answered with 204")).Words.ShouldContain("Answered with 410");
        (await rita.PostAsync(webhook, ("do", "resend"))).GoesTo.ShouldBe($"{webhook}?done=resent");
        (await UntilAsync(rita, "/settings/deliveries?state=dead", "There is nothing like that.")).Words.ShouldNotContain("lead.lead");
        (await rita.PostAsync("/settings/deliveries", ("target", ""))).GoesTo.ShouldBe("/settings/deliveries?done=resent");
        (await rita.GetAsync("/settings/deliveries?cursor=nonsense")).GoesTo.ShouldBe("/settings/deliveries");
        (await rita.GetAsync($"/settings/deliveries/{Guid.CreateVersion7()}")).Status.ShouldBe(HttpStatusCode.NotFound);
        var told = (await api.GetAsync($"/api/messages/{message[^36..]}")).Ok()["tries"]!.AsArray();
        told.Select(one => (int?)one!["status"]).ShouldBe([204, 410]);
    }

    [Theory, EachDatabase]
    public async Task A_channel_never_shows_its_address_and_a_mail_is_tried(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var mail = await Receiver.StartAsync("mail-receiver.mjs");
        await using var api = await TestApi.StartAsync(
            dialect, "--DeliverTo=127.0.0.0/8", "--SmtpHost=127.0.0.1", $"--SmtpPort={mail.Port}", "--SmtpTls=none", "--MailFrom=Baton <baton@acme.example>");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        await receiver.TellAsync(new { status = 404, answer = "channel_not_found" });

        (await rita.PostAsync("/settings/channels/new", ("name", "#leads"), ("url", receiver.Url + "/services/T0/B0/qwertz"), ("all", "yes"), ("signingSecret", "0123456789abcdef0123"))).GoesTo.ShouldBe("/settings/channels");
        var list = await rita.GetAsync("/settings/channels");
        var path = Found(list, "/settings/channels/[0-9a-f-]{36}");
        var tried = await rita.PostAsync(path, ("do", "test"));
        tried.Words.ShouldContain("It did not arrive. It answered 404: channel_not_found.");
        (await rita.PostAsync(path, ("do", "save"), ("name", "#sales"), ("url", ""), ("all", "no"), ("types", "handoff.*"), ("forgetSecret", "yes"))).GoesTo.ShouldBe($"{path}?done=saved");
        foreach (var shown in (Shown[])[list, tried, await rita.GetAsync(path), await rita.GetAsync("/settings/audit")])
        {
            shown.Text.ShouldNotContain("qwertz");
            shown.Text.ShouldNotContain("services/T0");
            shown.Text.ShouldNotContain("0123456789abcdef");
        }

        (await rita.GetAsync("/settings/channels")).Words.ShouldContain("#sales");
        (await rita.PostAsync("/settings/channels")).Words.ShouldContain("It arrived.");
        (await mail.TakenAsync()).ShouldHaveSingleItem().ToString().ShouldContain("rita@acme.example");
        await rita.PostAsync("/me/taste", ("language", "de"));
        (await rita.PostAsync(path, ("do", "test"))).Words.ShouldContain("Antwort: 404 ·");
        await rita.PostAsync("/settings/channels");
        ((string)(await mail.TakenAsync())[^1]["subject"]!).ShouldBe("Baton kann E-Mails verschicken");
    }

    [Fact]
    public async Task Without_a_mail_server_one_is_told_what_to_do()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        (await rita.GetAsync("/settings/channels")).Words.ShouldContain("\"smtpHost\"");
        (await rita.PostAsync("/settings/channels")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    private static string Found(Shown page, string pattern) => Regex.Match(page.Text, pattern, RegexOptions.NonBacktracking).Value;

    /// <summary>Loads a page until it has these words: messages leave by themselves.</summary>
    private static async Task<Shown> UntilAsync(TestBrowser browser, string path, string words)
    {
        for (var tries = 0; ; tries++)
        {
            var shown = await browser.GetAsync(path);
            if (shown.Words.Contains(words, StringComparison.Ordinal) || tries == 100)
            {
                shown.Words.ShouldContain(words);
                return shown;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
