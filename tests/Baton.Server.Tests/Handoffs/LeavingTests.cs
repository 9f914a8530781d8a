using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

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
        var inNoTeam = words.Replace($"{name} has an", $"{name} would be in no team, and still has an", StringComparison.Ordinal);

        (await desk.Api.PatchAsync($"/api/people/{owner}", new { active = false })).Problem(409).ShouldBe(words);
        (await desk.Api.SendAsync(HttpMethod.Put, team, without)).Problem(409).ShouldBe(inNoTeam);
        (await desk.Api.SendAsync(HttpMethod.Delete, team, null)).Problem(409).ShouldBe(inNoTeam);
        (await desk.Api.GetAsync(team)).Ok()["members"]!.AsArray().Count.ShouldBe(2, "Nothing has changed.");
        (await desk.Api.PatchAsync($"/api/people/{owner}", new { name = "Another name" })).Ok();

        (await desk.Api.PostAsync($"/api/handoffs/{handoff["id"]}/assign", new { to = other })).Ok();
        (await desk.Api.SendAsync(HttpMethod.Put, team, without)).Ok();
        (await desk.Api.PatchAsync($"/api/people/{owner}", new { active = false })).Ok()["active"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory]
    [EachDatabase]
    public async Task Who_has_left_since_they_were_let_in_takes_nothing_on_and_is_given_nothing(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var eve = Guid.Parse((await desk.Api.PostAsync("/api/people", new { email = "eve@acme.example", name = "Eve", role = "sdr" })).Ok()["id"]!.ToString());
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var (door, before) = (desk.Api.Services.GetRequiredService<Door>(), await desk.WorkAsync(lead));
        (await desk.Api.PatchAsync($"/api/people/{eve}", new { active = false })).Ok();

        // As when a request has passed the gate before, and does what it is for only now.
        Command[] commands =
        [
            new Command.Accept("Eve", eve),
            new Command.Assign("Kim", null, eve),
            new Command.AddTask("Kim", null, ContactKind.Call, "Ring back", desk.Api.World.Now, eve),
        ];
        foreach (var command in commands)
        {
            (await door.CarryAsync(desk.Api.World.Id, lead, new Errand((_, _) => command), TestContext.Current.CancellationToken))
                .ShouldBeOfType<CommandResult.Refused>().Why.ShouldBe("Eve no longer works here and takes nothing on. Choose somebody who does.");
        }

        (await desk.WorkAsync(lead)).ToJsonString().ShouldBe(before.ToJsonString());
        (await desk.Api.World.ScalarAsync<long>("SELECT COUNT(*) FROM handoff WHERE workspace_id = @Id AND accepted_at IS NOT NULL")).ShouldBe(0);
    }

    [Theory]
    [EachDatabase]
    public async Task What_somebody_who_has_left_was_to_do_is_told_to_those_who_manage_and_can_be_looked_up(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var eve = (await desk.Api.PostAsync("/api/people", new { email = "eve@acme.example", name = "Eve", role = "sdr" })).Ok()["id"];
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var due = desk.Api.World.Now + Duration.FromMinutes(5);
        (await desk.Api.PostAsync($"/api/leads/{lead}/tasks", new { title = "Ring back", kind = "call", due = InstantPattern.ExtendedIso.Format(due), @for = "eve@acme.example" })).Ok();
        (await desk.Api.PatchAsync($"/api/people/{eve}", new { active = false })).Ok();

        (await desk.Api.GetAsync("/api/tasks?person=eve@acme.example")).Ok()["items"]!.AsArray().ShouldHaveSingleItem()!["title"]!.ToString().ShouldBe("Ring back");
        (await desk.Api.GetAsync("/api/deals?owner=eve@acme.example")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await desk.Api.GetAsync("/api/handoffs?person=eve@acme.example")).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await desk.Api.PostAsync($"/api/leads/{lead}/tasks", new { title = "Again", due = InstantPattern.ExtendedIso.Format(due), @for = "eve@acme.example" })).Problem(400);

        desk.Api.World.Now = due;
        await desk.Api.World.WakeAsync();
        var mail = (await desk.MailsAsync("task.due", lead)).ShouldHaveSingleItem();
        mail.To.ShouldBe("kim@acme.example");
        mail.Text.ShouldContain("Eve had it, who no longer works here.");
    }

    [Theory]
    [EachDatabase]
    public async Task Mails_that_wait_or_were_given_up_follow_somebody_to_their_new_address(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, _) = await desk.HandOverAsync("jo@acme.example");
        var owner = (await desk.WorkAsync(lead))["handoff"]!["person"]!;
        await desk.Api.World.Db.WriteAsync(
            transaction => transaction.Connection!.Execute("UPDATE message SET state = 2 WHERE workspace_id = @Id", new { desk.Api.World.Id }, transaction), TestContext.Current.CancellationToken);
        await desk.HandOverAsync("al@acme.example");
        var (waiting, _) = await desk.HandOverAsync("bea@acme.example");
        (await desk.Api.PatchAsync($"/api/people/{owner["id"]}", new { email = "new@acme.example" })).Ok();

        (await desk.MailsAsync("handoff.opened", lead)).ShouldHaveSingleItem().To.ShouldBe("new@acme.example");
        (await desk.MailsAsync("handoff.opened", waiting)).ShouldHaveSingleItem().To.ShouldBe("new@acme.example");
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
