using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>What becomes of the work about two leads that turn out to be one.</summary>
public class MergedWorkTests
{
    [Theory]
    [EachDatabase]
    public async Task Of_two_hand_offs_one_goes_on_and_the_other_one_is_over_in_everybodys_sight(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (one, _) = await desk.HandOverAsync("jo@acme.example");
        desk.Api.World.Now += Duration.FromMinutes(1);
        var (other, _) = await desk.HandOverAsync("jo.miller@acme.example");

        (await desk.Api.PostAsync($"/api/leads/{one}/merge", new { with = other })).Ok();

        var handoffs = (await desk.Api.GetAsync($"/api/handoffs?lead={one}")).Ok()["items"]!.AsArray();
        handoffs.Select(handoff => (string?)handoff!["end"]).ShouldBe([null, "overtaken"], ignoreOrder: true);
        var work = await desk.WorkAsync(one);
        ((string)work["handoff"]!["id"]!).ShouldBe((string)handoffs.Single(handoff => handoff!["end"] is null)!["id"]!);
        var closed = (await desk.Api.GetAsync($"/api/leads/{one}/timeline?kind=handoff.closed")).Ok()["items"]!.AsArray().Single()!;
        ((string)closed["data"]!["handoff"]!).ShouldBe((string)handoffs.Single(handoff => handoff!["end"] is not null)!["id"]!);

        (await desk.Api.PostAsync($"/api/leads/{one}/unmerge", new { part = other })).Ok();
        (await desk.WorkAsync(one))["handoff"].ShouldNotBeNull();
    }

    [Theory]
    [EachDatabase]
    public async Task Somebody_who_was_given_back_stays_so_under_whatever_name_they_are_known(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        await desk.Api.World.SendAsync(new { type = "identify", userId = "older", traits = new { email = "jo.miller@acme.example" } });
        var older = await desk.Api.LeadAsync("jo.miller@acme.example");
        desk.Api.World.Now += Duration.FromHours(1);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var id = (string)(await desk.WorkAsync(lead))["handoff"]!["id"]!;
        (await desk.Api.PostAsync($"/api/handoffs/{id}/reject", new { reason = "no_budget" })).Ok();

        (await desk.Api.PostAsync($"/api/leads/{older}/merge", new { with = lead })).Ok();

        var work = await desk.WorkAsync(older);
        ((string)work["stage"]!, (string)work["givenBack"]!).ShouldBe(("Recycled", "no_budget"));
        work["handoff"].ShouldBeNull();
    }
}
