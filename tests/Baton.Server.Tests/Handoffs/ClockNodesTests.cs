using Baton.Core.Handoffs;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Intake;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>What clocks do is done by whichever node is there, and by one alone.</summary>
public class ClockNodesTests
{
    private const int Leads = 200;

    private const string Playbook = """
        name: Quick
        engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30 }] }
        stages: { mql: { score: 30 } }
        handoffs:
          mql:
            routes: [{ name: Everybody, team: Night and day }]
            fallback: Desk
            response: { within: 1 minute, remind_at: 8, escalate_at: 14, reassign_at: 20 }
        """;

    private const string Teams = """
        people:
          - { email: ann@acme.example, name: Ann, role: sdr }
          - { email: bo@acme.example, name: Bo, role: sdr }
        teams:
          - { name: Night and day, zone: UTC, hours: Mon-Sun 00:00-24:00, members: [{ person: ann@acme.example }, { person: bo@acme.example }] }
        """;

    [Theory]
    [EachDatabase]
    public async Task Every_step_is_done_once_though_a_node_is_killed(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect, Playbook);
        var (file, _) = TeamFile.Read(Teams, Roles.All);
        await new TeamStore(world.Db, world).SetAsync(world.Id, file!, TestContext.Current.CancellationToken);

        // SQLite is one process's; there the killed one is followed by another.
        var nodes = dialect == Dialect.Postgres ? 2 : 1;
        var servers = Enumerable.Range(0, nodes).Select(_ => LiveServer.Start(world.Database.Location)).ToList();
        try
        {
            world.Now = SystemClock.Instance.GetCurrentInstant();
            foreach (var some in Enumerable.Range(0, Leads).Chunk(50))
            {
                await world.SendAsync([.. some.SelectMany(number => (object[])
                [
                    new { type = "identify", userId = $"u{number}", traits = new { email = $"jo{number}@acme.example" } },
                    new { type = "track", userId = $"u{number}", @event = "Quote Requested" },
                ])]);
            }

            await Task.Delay(TimeSpan.FromSeconds(5.5), TestContext.Current.CancellationToken);
            servers[0].Kill();
            if (dialect == Dialect.Sqlite)
            {
                servers.Add(LiveServer.Start(world.Database.Location));
            }

            for (var wait = 0; wait < 60 && await CountAsync(world, "sla.reassigned") < Leads; wait++)
            {
                await Task.Delay(500, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
        }

        // Who has a lead now is reminded again after a while: on a slow machine some are, and each reminder has a time of its own.
        foreach (var kind in (string[])["handoff.opened", "sla.reminded", "sla.escalated", "sla.reassigned", "handoff.assigned"])
        {
            (await world.ScalarAsync<long>($"SELECT COUNT(DISTINCT lead_id) FROM activity WHERE workspace_id = @Id AND kind = '{kind}'")).ShouldBe(Leads, kind);
            var told = await world.QueryAsync<(Guid Lead, string Data)>($"SELECT lead_id, data FROM activity WHERE workspace_id = @Id AND kind = '{kind}'");
            told.ShouldBeUnique();
        }

        (await world.ScalarAsync<long>("SELECT COUNT(*) FROM message WHERE workspace_id = @Id AND type = 'sla.reminded'")).ShouldBe(await CountAsync(world, "sla.reminded"));
    }

    private static Task<long> CountAsync(TestWorkspace world, string kind) => world.ScalarAsync<long>($"SELECT COUNT(*) FROM activity WHERE workspace_id = @Id AND kind = '{kind}'");
}
