using Baton.Core.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Handoffs;

/// <summary>Nobody leaves with hand-offs that nobody knows of.</summary>
public class LeavingTests
{
    [Theory]
    [EachDatabase]
    public async Task Who_has_open_hand_offs_gives_them_to_others_before_they_leave(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var handoff = (await desk.WorkAsync(lead))["handoff"]!;
        var (owner, name, email) = (handoff["person"]!["id"], handoff["person"]!["name"]!.ToString(), handoff["person"]!["email"]!.ToString());
        var other = email == "ann@acme.example" ? "bo@acme.example" : "ann@acme.example";
        var team = $"/api/teams/{(await desk.Api.GetAsync("/api/teams")).Ok()["items"]![0]!["id"]}";
        var without = new { name = "Desk", zone = "UTC", hours = "24x7", members = new[] { new { person = other } } };
        var words = $"{name} has an open hand-off. Give it to somebody else first: GET /api/handoffs?state=open&person={owner} shows it, POST /api/handoffs/{{id}}/assign gives it on.";

        (await desk.Api.PatchAsync($"/api/people/{owner}", new { active = false })).Problem(409).ShouldBe(words);
        (await desk.Api.SendAsync(HttpMethod.Put, team, without)).Problem(409).ShouldBe($"They would be in no team any more. {words}");
        (await desk.Api.SendAsync(HttpMethod.Delete, team, null)).Problem(409).ShouldContain(words);
        (await desk.Api.GetAsync(team)).Ok()["members"]!.AsArray().Count.ShouldBe(2, "Nothing has changed.");
        (await desk.Api.PatchAsync($"/api/people/{owner}", new { name = "Another name" })).Ok();

        (await desk.Api.PostAsync($"/api/handoffs/{handoff["id"]}/assign", new { to = other })).Ok();
        (await desk.Api.SendAsync(HttpMethod.Put, team, without)).Ok();
        (await desk.Api.PatchAsync($"/api/people/{owner}", new { active = false })).Ok()["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [EachDatabase]
    public async Task A_file_of_teams_leaves_nobody_with_hand_offs_out_but_may_move_them(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var owner = (await desk.WorkAsync(lead))["handoff"]!["person"]!;
        var store = new TeamStore(desk.Api.World.Db, desk.Api.World);

        var left = await SetAsync("teams: [{ name: Desk, zone: UTC, hours: 24x7 }]");
        left.LeftHandoffs.ShouldHaveSingleItem().ShouldContain($"GET /api/handoffs?state=open&person={owner["id"]}");
        left.Teams.ShouldBeEmpty();
        (await store.AllAsync(desk.Api.World.Id, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Members.Count.ShouldBe(2);

        var moved = await SetAsync($"teams: [{{ name: Desk, zone: UTC, hours: 24x7 }}, {{ name: Field, zone: UTC, hours: 24x7, members: [{{ person: {owner["email"]} }}] }}]");
        moved.LeftHandoffs.ShouldBeEmpty();
        moved.Teams.ShouldAllBe(team => team is TeamResult.Done);

        Task<TeamFileResult> SetAsync(string yaml) => store.SetAsync(desk.Api.World.Id, TeamFile.Read(yaml, Roles.All).File!, TestContext.Current.CancellationToken);
    }
}
