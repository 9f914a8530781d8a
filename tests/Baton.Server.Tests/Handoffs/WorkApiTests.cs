using System.Text.Json.Nodes;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Tests.Handoffs;

public class WorkApiTests
{
    [Theory]
    [EachDatabase]
    public async Task An_inbound_mail_or_a_sequence_is_no_response(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");

        (await desk.Api.PostAsync($"/api/leads/{lead}/contacts", new { kind = "email", outcome = "reached", direction = "inbound" })).Ok();
        (await desk.Api.PostAsync($"/api/leads/{lead}/contacts", new { kind = "email", outcome = "sent", automatic = true })).Ok();
        (await desk.WorkAsync(lead))["handoff"]!["contacted"].ShouldBeNull();

        desk.Api.World.Now += Duration.FromMinutes(7);
        (await desk.Api.PostAsync($"/api/leads/{lead}/contacts", new { kind = "call", outcome = "no_answer", @as = "ann@acme.example" })).Ok();

        var handoff = (await desk.Api.GetAsync($"/api/handoffs?lead={lead}")).Ok()["items"]![0]!;
        ((int)handoff["responseMinutes"]!).ShouldBe(7);
    }

    [Theory]
    [EachDatabase]
    public async Task Clocks_remind_escalate_and_hand_on_and_everybody_is_told(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var first = (string)(await desk.WorkAsync(lead))["handoff"]!["person"]!["email"]!;

        foreach (var (minutes, types) in ((int, string[])[])[(30, ["sla.reminded"]), (60, ["sla.escalated"]), (90, ["handoff.assigned", "handoff.assigned"])])
        {
            desk.Api.World.Now = Instant.FromUtc(2026, 3, 31, 12, 0) + Duration.FromMinutes(minutes);
            var before = await desk.Api.World.QueryAsync<Guid>("SELECT message_id FROM message WHERE workspace_id = @Id");
            await desk.Api.World.WakeAsync();
            var after = await desk.Api.World.QueryAsync<(Guid Id, string Type)>("SELECT message_id, type FROM message WHERE workspace_id = @Id ORDER BY message_id");
            after.Where(message => !before.Contains(message.Id)).Select(message => message.Type).ShouldBe(types, $"after {minutes} minutes");
        }

        ((string)(await desk.WorkAsync(lead))["handoff"]!["person"]!["email"]!).ShouldNotBe(first);
        (await desk.Api.World.QueryAsync<string>("SELECT address FROM message WHERE workspace_id = @Id AND type = 'sla.escalated'")).ShouldBe(["kim@acme.example"]);
    }

    [Theory]
    [EachDatabase]
    public async Task An_accepted_SQL_is_a_deal(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var id = (string)(await desk.WorkAsync(lead))["handoff"]!["id"]!;
        (await desk.Api.PostAsync($"/api/handoffs/{id}/accept", new { @as = "ann@acme.example" })).Ok();
        (await desk.Api.PostAsync($"/api/leads/{lead}/contacts", new { kind = "call", outcome = "reached", @as = "ann@acme.example" })).Ok();

        var work = (await desk.Api.PostAsync($"/api/leads/{lead}/answers", new { answers = new { budget = "200.000 EUR" }, source = "call", @as = "ann@acme.example" })).Ok();

        ((string)work["stage"]!).ShouldBe("SQL");
        ((string)work["qualification"]![0]!["state"]!).ShouldBe("confirmed");
        var sql = (string)work["handoff"]!["id"]!;
        sql.ShouldNotBe(id);
        (await desk.Api.PostAsync($"/api/handoffs/{id}/reject", new { reason = "not_now" })).Status.ShouldBe(System.Net.HttpStatusCode.Conflict, "It is the second hand-off's turn.");
        ((string)(await desk.Api.PostAsync($"/api/handoffs/{sql}/accept", new { @as = "bo@acme.example" })).Ok()["stage"]!).ShouldBe("Opportunity");
        (await desk.Api.World.ScalarAsync<long>("SELECT COUNT(*) FROM deal WHERE workspace_id = @Id AND state = 2 AND owner_id IS NOT NULL")).ShouldBe(1);
    }

    [Theory]
    [InlineData("/answers", """{"answers":{"budget":"lots"},"source":"call"}""", "takes an amount")]
    [InlineData("/answers", """{"answers":{"bugdet":"1 EUR"},"source":"call"}""", "no criterion `bugdet`")]
    [InlineData("/answers", """{"answers":{"budget":"1 EUR"},"source":"hearsay"}""", "`source` is one of")]
    [InlineData("/answers", """{"answers":{"budget":"1 EUR"},"source":"form"}""", "`form` is the name")]
    [InlineData("/answers", """{"answers":{},"source":"call"}""", "from 1 to 100")]
    [InlineData("/contacts", """{"kind":"fax","outcome":"reached"}""", "`kind` is one of")]
    [InlineData("/contacts", """{"kind":"call","outcome":"good"}""", "`outcome` is one of")]
    [InlineData("/contacts", """{"kind":"call","outcome":"reached","direction":"up"}""", "`direction`")]
    [InlineData("/contacts", """{"kind":"call","outcome":"reached","as":"nobody@acme.example"}""", "`as` is the id")]
    [InlineData("/notes", """{"text":"  "}""", "`text`")]
    [InlineData("/tasks", """{"title":"","due":"2026-04-01T00:00:00Z"}""", "`title`")]
    [InlineData("/snooze", """{"until":"2026-04-01T00:00:00Z","reason":""}""", "`reason`")]
    [InlineData("/move", """{"stage":"Hot","reason":"so"}""", "`stage` is one of")]
    public async Task What_cannot_be_is_told_with_what_to_do(string path, string body, string expected)
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");

        var answer = await desk.Api.PostAsync($"/api/leads/{lead}{path}", JsonNode.Parse(body));

        ((int)answer.Status).ShouldBe(400, answer.Text);
        ((string)answer.Json["detail"]!).ShouldContain(expected);
    }

    [Fact]
    public async Task What_is_too_long_or_dated_ahead_is_told_as_that_and_all_of_it_at_once()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var handoff = (await desk.WorkAsync(lead))["handoff"]!["id"];
        var (path, @long, next) = ($"/api/leads/{lead}", new string('x', 6_000), "2026-04-01T00:00:00Z");
        const string Rest = " has at most 5,000 characters, and this has 6,000. Shorten it; the rest can be a note of its own.";

        (await desk.Api.PostAsync($"{path}/move", new { stage = "Recycled", reason = @long })).Problem(400).ShouldBe("`reason`" + Rest);
        (await desk.Api.PostAsync($"{path}/snooze", new { until = next, reason = @long })).Problem(400).ShouldBe("`reason`" + Rest);
        (await desk.Api.PostAsync($"{path}/notes", new { text = @long })).Problem(400).ShouldBe("`text`" + Rest);
        (await desk.Api.PostAsync($"{path}/contacts", new { kind = "call", outcome = "reached", note = @long })).Problem(400).ShouldBe("`note`" + Rest);
        (await desk.Api.PostAsync($"{path}/answers", new { source = "call", at = InstantPattern.ExtendedIso.Format(desk.Api.World.Now + Duration.FromMinutes(1)), answers = new { need = @long } }))
            .Problem(400).ShouldBe("`need`" + Rest);

        var wrong = (await desk.Api.PostAsync($"{path}/answers", new { source = "call", at = next, note = @long, answers = new { bugdet = "1 EUR", budget = "lots", need = @long, timeline = "3 months" } })).Problem(400);
        wrong.ShouldStartWith("`at` lies ahead.");
        wrong.ShouldContain(" `note`" + Rest);
        wrong.ShouldContain(" The playbook has no criterion `bugdet`. It asks for `budget`,");
        wrong.ShouldContain(" takes an amount");
        wrong.ShouldEndWith(" `need`" + Rest);
        (await desk.Api.GetAsync($"{path}/answers")).Ok()["items"]!.AsArray().ShouldBeEmpty();

        (await desk.Api.PostAsync($"/api/handoffs/{handoff}/reject", new { reason = "not_now", field = new string('x', 101) })).Problem(400).ShouldBe("`field` has at most 100 characters. Shorten it.");
        (await desk.Api.PostAsync($"/api/handoffs/{handoff}/reject", new { reason = "not_now", note = @long, value = @long })).Problem(400)
            .ShouldBe("`value` has at most 5,000 characters. Shorten it. `note` has at most 5,000 characters. Shorten it.");
        (await desk.Api.PostAsync($"/api/handoffs/{handoff}/reject", new { reason = "not_now" })).Ok();
        (await desk.Api.PostAsync($"/api/handoffs/{handoff}/accept", new { })).Problem(409).ShouldBe($"This hand-off is over: rejected. GET {path}/work shows what is being done about the lead now.");
    }

    [Theory]
    [EachDatabase]
    public async Task What_a_lead_says_in_a_form_is_told_as_what_somebody_found_out(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        await desk.Api.World.PublishAsync("""
            name: Forms
            engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30 }] }
            qualification: { budget: { ask: What is it to cost?, answer: money, confirmed: { gte: 150000 EUR }, forms: [Quote Requested] } }
            """);
        (await desk.Api.PostAsync("/api/webhooks", new { name = "CRM", url = "https://crm.example", types = new[] { "answer.given" } })).Ok();
        (await desk.Api.PostAsync("/api/slack", new { name = "#sales", url = "https://hooks.slack.com/x", types = new[] { "answer.*" } })).Ok();

        await desk.Api.World.SendAsync(
            new { type = "identify", userId = "jo", traits = new { email = "jo@acme.example" } }, new { type = "track", userId = "jo", @event = "Quote Requested", properties = new { budget = "200.000 EUR" } });

        var told = (await desk.Api.World.QueryAsync<(short Kind, string Content)>("SELECT target_kind, content FROM message WHERE workspace_id = @Id AND type = 'answer.given' ORDER BY target_kind"))
            .Select(message => JsonNode.Parse(message.Content)!).ToList();
        told.Count.ShouldBe(2);
        ((string)told[0]["text"]!).ShouldStartWith("jo@acme.example: budget: 200.000 EUR (");
        ((string?)told[1]["lead"]!["email"], (string?)told[1]["by"]).ShouldBe(("jo@acme.example", "form"));
        var said = told[1]["event"]!;
        ((string?)said["criterion"], (string?)said["written"], (string?)said["source"], (string?)said["form"]).ShouldBe(("budget", "200.000 EUR", "form", "Quote Requested"));
        var timeline = (await desk.Api.GetAsync($"/api/leads/{await desk.Api.LeadAsync("jo@acme.example")}/timeline?kind=answer.given")).Ok();
        timeline["items"]![0]!["data"]!.ToJsonString().ShouldBe(said.ToJsonString());
    }

    [Theory]
    [EachDatabase]
    public async Task What_sales_does_goes_on_when_two_leads_turn_out_to_be_one(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (one, _) = await desk.HandOverAsync("jo@acme.example");
        var (other, _) = await desk.HandOverAsync("jo@private.example");

        (await desk.Api.PostAsync($"/api/leads/{one}/merge", new { with = other })).Ok();

        var work = await desk.WorkAsync(other);
        work["handoff"].ShouldNotBeNull();
        (await desk.Api.World.ScalarAsync<long>("SELECT COUNT(*) FROM handoff WHERE workspace_id = @Id AND closed_at IS NULL")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_would_get_a_lead_is_told_with_the_reasons_and_nothing_changes()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");

        var one = (await desk.Api.GetAsync($"/api/leads/{lead}/routing?stage=SQL")).Ok();
        var again = (await desk.Api.GetAsync($"/api/leads/{lead}/routing?stage=SQL")).Ok();

        one.ToJsonString().ShouldBe(again.ToJsonString());
        ((string)one["team"]!).ShouldBe("Desk");
        one["why"]!.AsArray().Count.ShouldBe(1);
    }
}
