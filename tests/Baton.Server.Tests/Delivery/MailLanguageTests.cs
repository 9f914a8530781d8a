using System.Text.Json.Nodes;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Handoffs;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Delivery;

/// <summary>E-mails are in the language of who reads them, as a mail server gets them.</summary>
public class MailLanguageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task What_is_told_of_a_hand_off_is_in_the_language_that_its_reader_has_chosen(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("mail-receiver.mjs");
        await using var desk = await SmallDesk.OpenAsync(dialect, To(receiver));
        await ChooseAsync(desk.Api, "de", "ann@acme.example", "bo@acme.example");
        var (lead, links) = await desk.HandOverAsync("jo@acme.example", "Jo Miller");

        var opened = await NextAsync(receiver, "opened", 1);

        ((string)opened["subject"]!).ShouldBe("MQL für Sie: Jo Miller, acme.example (30 Punkte)");
        var (text, html) = ((string)opened["text"]!, (string)opened["html"]!);
        text.ShouldContain("Punkte:                 30 Punkte: Passung 0, Interesse 30");
        text.ShouldContain("Kontakt bis:            Di. 31. März 2026, 13:00 (UTC)");
        text.ShouldContain("Warum 30 Punkte");
        text.ShouldContain("+30 Quote, zuletzt am 31. März 2026");
        text.ShouldContain("Was erfragt ist");
        text.ShouldContain("nicht bekannt. Fragen Sie:");
        text.ShouldContain("Stand vom Di. 31. März 2026");
        text.ShouldNotContain("points");
        links.Keys.ShouldBe(["Annehmen", "Anruf festhalten"], ignoreOrder: true);
        text.ShouldContain("Zurückgeben:");
        html.ShouldContain("<html lang=\"de\">");

        desk.Api.World.Now += Duration.FromMinutes(30);
        await desk.Api.World.WakeAsync();
        var reminded = (await desk.MailsAsync("sla.reminded", lead)).ShouldHaveSingleItem();
        reminded.Subject.ShouldBe("Der erste Kontakt steht an: Jo Miller");
        reminded.Text.ShouldContain("50 Prozent der vereinbarten Zeit sind um; der erste Kontakt steht bis Di. 31. März 2026, 13:00 (UTC) an.");

        // The manager has chosen nothing, and what programs get is English in any case.
        desk.Api.World.Now += Duration.FromMinutes(30);
        await desk.Api.World.WakeAsync();
        (await desk.MailsAsync("sla.escalated", lead)).ShouldHaveSingleItem().Subject.ShouldBe("First contact is late: Jo Miller");
        var id = (await desk.WorkAsync(lead))["handoff"]!["id"];
        var brief = await new HttpClient { DefaultRequestHeaders = { { "Authorization", "Bearer " + desk.Api.Key } } }.GetStringAsync($"{desk.Api.Address}/api/handoffs/{id}/brief?format=text", Cancel);
        brief.ShouldStartWith("MQL for you: Jo Miller, acme.example (30 points)");

        desk.Api.World.Now += Duration.FromMinutes(30);
        await desk.Api.World.WakeAsync();
        (await desk.MailsAsync("handoff.assigned", lead)).Select(mail => mail.Subject).ShouldBe(["MQL für Sie: Jo Miller, acme.example (30 Punkte)", "Weitergegeben: Jo Miller"], ignoreOrder: true);
    }

    [Theory, EachDatabase]
    public async Task A_manager_reads_in_German_why_nobody_could_take_a_lead(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        await ChooseAsync(desk.Api, "de", "kim@acme.example");
        await desk.Api.World.PublishAsync(SmallDesk.Playbook.Replace("team: Desk", "team: Elsewhere", StringComparison.Ordinal));
        await desk.Api.World.SendAsync(
            new { type = "identify", userId = "jo", traits = new { email = "jo@acme.example" } }, new { type = "track", userId = "jo", @event = "Quote Requested" });

        var (_, subject, text) = (await desk.MailsAsync("handoff.opened", (await desk.Api.World.UserAsync("jo"))!.Id)).Single(mail => mail.To == "kim@acme.example");

        subject.ShouldBe("Noch niemand hat ihn: jo@acme.example");
        text.ShouldContain("Ein neuer MQL wartet in „Nobody“, denn niemand konnte ihn übernehmen.");
        text.ShouldContain("- Everybody: Es gibt kein Team „Elsewhere“. Er wartet in der Warteschlange „Nobody“.");
    }

    [Theory, EachDatabase]
    public async Task An_invitation_is_in_the_language_of_who_invites_unless_the_invited_have_chosen_one(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("mail-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, To(receiver));
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        await rita.PostAsync("/me/taste", ("language", "de"));

        (await rita.PostAsync("/settings/people", ("name", "Bo Lee"), ("email", "bo@acme.example"), ("role", Roles.Sdr))).Ok();

        var first = await NextAsync(receiver, "first", 1);
        ((string)first["subject"]!).ShouldBe("Sie sind zu Baton eingeladen");
        ((string)first["text"]!).ShouldContain("Rita hat Ihnen Zugang zu Baton gegeben");
        ((string)first["html"]!).ShouldContain("Ein Passwort wählen</a>");

        await ChooseAsync(api, "en", "bo@acme.example");
        var bo = (await new PeopleStore(api.World.Db, api.World).FindAsync(api.World.Id, "bo@acme.example", Cancel))!.Value.Person;
        (await rita.PostAsync($"/settings/people/{bo.Id}/invitation")).Ok();
        ((string)(await NextAsync(receiver, "second", 2))["subject"]!).ShouldBe("You are invited to Baton");
    }

    [Theory, EachDatabase]
    public async Task A_forgotten_password_is_answered_as_somebody_has_chosen_or_as_the_page_was_where_they_asked(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("mail-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, To(receiver));
        using var ann = await TestBrowser.SignInAsync(api, Roles.Ae, "Ann");
        using var german = TestBrowser.Stranger(api).Wishing("de-CH, en;q=0.5");
        using var english = TestBrowser.Stranger(api).Wishing("en");

        (await german.PostAsync("/forgotten", ("email", "ann@acme.example"))).Ok();
        var asked = await NextAsync(receiver, "asked", 1);
        ((string)asked["subject"]!).ShouldBe("Wählen Sie ein neues Passwort für Baton");
        ((string)asked["text"]!).ShouldContain("Waren Sie es nicht, ist nichts zu tun");

        (await english.PostAsync("/forgotten", ("email", "ann@acme.example"))).Ok();
        ((string)(await NextAsync(receiver, "english", 2))["subject"]!).ShouldBe("Choose a new password for Baton");

        await ChooseAsync(api, "de", "ann@acme.example");
        (await english.PostAsync("/forgotten", ("email", "ann@acme.example"))).Ok();
        ((string)(await NextAsync(receiver, "chosen", 3))["subject"]!).ShouldBe("Wählen Sie ein neues Passwort für Baton");
    }

    private static string[] To(Receiver receiver) =>
        ["--DeliverTo=127.0.0.0/8", "--SmtpHost=127.0.0.1", $"--SmtpPort={receiver.Port}", "--SmtpTls=none", "--MailFrom=Baton <baton@acme.example>"];

    private static async Task ChooseAsync(TestApi api, string language, params string[] addresses)
    {
        var people = new PeopleStore(api.World.Db, api.World);
        foreach (var address in addresses)
        {
            await people.SetTasteAsync(api.World.Id, (await people.FindAsync(api.World.Id, address, Cancel))!.Value.Person.Id, new Taste(language, null, null), Cancel);
        }
    }

    /// <summary>The mail that came in last, once there are as many.</summary>
    private static async Task<JsonNode> NextAsync(Receiver receiver, string what, int count)
    {
        for (var tries = 0; tries < 150; tries++)
        {
            if (await receiver.TakenAsync() is var taken && taken.Count >= count)
            {
                return taken[^1];
            }

            await Task.Delay(200, Cancel);
        }

        throw new TimeoutException($"No mail came in: {what}.");
    }
}
