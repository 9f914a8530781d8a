using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>Who gets an e-mail about a hand-off, and what it calls people.</summary>
public class WhoIsToldTests
{
    [Theory]
    [EachDatabase]
    public async Task Somebody_who_is_in_no_team_is_told_and_named_like_everybody(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var id = (await desk.WorkAsync(lead))["handoff"]!["id"];
        (await desk.Api.PostAsync($"/api/handoffs/{id}/accept", new { @as = "kim@acme.example" })).Ok();
        (await desk.WorkAsync(lead))["handoff"]!["person"]!["name"]!.ToString().ShouldBe("Kim");

        desk.Api.World.Now += Duration.FromMinutes(30);
        await desk.Api.World.WakeAsync();
        (await desk.MailsAsync("sla.reminded", lead)).ShouldHaveSingleItem().To.ShouldBe("kim@acme.example");

        desk.Api.World.Now += Duration.FromMinutes(30);
        await desk.Api.World.WakeAsync();
        (await desk.MailsAsync("sla.escalated", lead)).ShouldHaveSingleItem().Text.ShouldContain("The MQL is with Kim.");
    }

    [Theory]
    [EachDatabase]
    public async Task Who_loses_a_hand_off_without_having_done_it_is_told_that_it_is_over(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (withdrawn, _) = await desk.HandOverAsync("jo@acme.example");
        var owner = (await desk.WorkAsync(withdrawn))["handoff"]!["person"]!["email"]!.ToString();
        (await desk.Api.PostAsync($"/api/leads/{withdrawn}/move", new { stage = "Recycled", reason = "They asked us to wait", @as = "kim@acme.example" })).Ok();
        var told = (await desk.MailsAsync("handoff.closed", withdrawn)).ShouldHaveSingleItem();
        told.To.ShouldBe(owner);
        told.Text.ShouldContain("The hand-off of this MQL is over: the lead is no longer MQL. There is nothing more for you to do about it.");

        var (overtaken, _) = await desk.HandOverAsync("al@acme.example");
        (await desk.Api.PostAsync($"/api/leads/{overtaken}/move", new { stage = "SQL", reason = "They called us", @as = "kim@acme.example" })).Ok();
        (await desk.MailsAsync("handoff.closed", overtaken)).ShouldHaveSingleItem().Text.ShouldContain("the lead has gone further without it");
        (await desk.MailsAsync("handoff.opened", overtaken))[^1].Text.ShouldContain("Moved to SQL: They called us");

        var (rejected, _) = await desk.HandOverAsync("bea@acme.example");
        var id = (await desk.WorkAsync(rejected))["handoff"]!["id"];
        (await desk.Api.PostAsync($"/api/handoffs/{id}/reject", new { reason = "not_now", @as = "kim@acme.example" })).Ok();
        (await desk.MailsAsync("handoff.closed", rejected)).ShouldHaveSingleItem().Text.ShouldContain("Kim (");
    }

    [Theory]
    [EachDatabase]
    public async Task Nobody_is_told_of_what_they_did_themselves(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (rejected, one) = await desk.HandOverAsync("jo@acme.example");
        (await desk.PressAsync(one["Reject"], ("reason", "not_now"))).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        var (accepted, two) = await desk.HandOverAsync("al@acme.example");
        await desk.PressAsync(two["Log a call"], ("outcome", "reached"));
        (await desk.PressAsync(two["Accept"])).Status.ShouldBe(System.Net.HttpStatusCode.OK);

        (await desk.Api.World.ScalarAsync<long>("SELECT COUNT(*) FROM handoff WHERE workspace_id = @Id AND closed_at IS NOT NULL")).ShouldBe(2);
        (await desk.MailsAsync("handoff.closed", rejected)).ShouldBeEmpty();
        (await desk.MailsAsync("handoff.closed", accepted)).ShouldBeEmpty();
    }

    [Theory]
    [EachDatabase]
    public async Task Lists_of_hand_offs_leave_out_the_briefs(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        await desk.HandOverAsync("jo@acme.example");
        var id = await desk.Api.World.ScalarAsync<Guid>("SELECT handoff_id FROM handoff WHERE workspace_id = @Id");
        await using var connection = await desk.Api.World.Db.OpenReadAsync(TestContext.Current.CancellationToken);

        Server.Handoffs.HandoffTable.List(connection, desk.Api.World.Id, [id]).ShouldHaveSingleItem().Brief.ShouldBeEmpty();

        (await desk.Api.GetAsync($"/api/handoffs/{id}/brief")).Ok()["person"]!["called"]!.ToString().ShouldBe("jo@acme.example");
        (await desk.Api.GetAsync($"/api/handoffs/{Guid.Empty}/brief")).Problem(404).ShouldContain("GET /api/handoffs lists");
    }
}
