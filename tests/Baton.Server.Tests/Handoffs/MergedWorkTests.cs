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
    public async Task Of_three_that_are_one_by_a_single_call_no_hand_off_stays_open_behind(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        foreach (var name in (string[])["jo", "joe", "joseph"])
        {
            await desk.HandOverAsync($"{name}@acme.example");
            desk.Api.World.Now += Duration.FromMinutes(1);
        }

        await desk.Api.World.SendAsync(
            new { type = "alias", userId = "jo@acme.example", previousId = "joe@acme.example" }, new { type = "alias", userId = "joseph@acme.example", previousId = "joe@acme.example" },
            new { type = "alias", userId = "joseph@acme.example", previousId = "jo@acme.example" });

        (await desk.Api.World.ScalarAsync<long>("SELECT COUNT(*) FROM lead WHERE workspace_id = @Id AND parent_id IS NULL")).ShouldBe(1);
        (await desk.Api.World.ScalarAsync<long>("SELECT COUNT(*) FROM handoff WHERE workspace_id = @Id AND closed_at IS NULL")).ShouldBe(1);
        (await desk.Api.World.ScalarAsync<long>("SELECT COUNT(*) FROM activity WHERE workspace_id = @Id AND kind = 'handoff.closed'")).ShouldBe(2);
    }

    [Theory]
    [EachDatabase]
    public async Task What_is_taken_apart_again_takes_its_own_work_along(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        await desk.Api.World.SendAsync(new { type = "identify", userId = "x", traits = new { email = "jo.miller@acme.example" } });
        var part = await desk.Api.LeadAsync("jo.miller@acme.example");
        (await desk.Api.PostAsync($"/api/leads/{part}/tasks", new { title = "Send the brochure", due = "2026-04-02T09:00:00Z", @for = "ann@acme.example" })).Ok();
        var task = (string)(await desk.WorkAsync(part))["tasks"]![0]!["id"]!;
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        (await desk.Api.PostAsync($"/api/leads/{lead}/merge", new { with = part })).Ok();
        (await desk.WorkAsync(lead))["tasks"]!.AsArray().Select(one => (string)one!["id"]!).ShouldContain(task);

        (await desk.Api.PostAsync($"/api/leads/{lead}/unmerge", new { part })).Ok();

        (await desk.WorkAsync(lead))["tasks"]!.AsArray().Select(one => (string)one!["id"]!).ShouldNotContain(task);
        (await desk.WorkAsync(lead))["handoff"].ShouldNotBeNull();
        (await desk.Api.PostAsync($"/api/tasks/{task}/done", new { @as = "ann@acme.example" })).Ok();
        (await desk.WorkAsync(part))["tasks"]!.AsArray().ShouldBeEmpty();
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
