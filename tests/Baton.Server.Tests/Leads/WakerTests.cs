using Baton.Server.Hosting;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Baton.Server.Tests.Leads;

public class WakerTests
{
    [Theory]
    [EachDatabase]
    public async Task Accounts_that_never_stop_changing_keep_nobody_else_waiting(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } }, Group(0));
        await world.PublishAsync(TestWorkspace.Playbook.Replace("points: 15", "points: 16", StringComparison.Ordinal));
        var waker = new Waker(world.Db, world.Shelf, world);

        for (var turn = 1; turn <= 3; turn++)
        {
            world.Now += Duration.FromMinutes(1);
            await world.SendAsync(Group(turn));
            (await waker.WorkAsync(world.Id, TestContext.Current.CancellationToken)).ShouldBeTrue();
        }

        (await world.ScalarAsync<long>("SELECT COUNT(*) FROM rescore WHERE finished_at IS NULL")).ShouldBe(0);
    }

    [Theory]
    [EachDatabase]
    public async Task A_lead_is_scored_anew_when_somebody_else_changes_its_company(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } }, Group(0), new { type = "group", userId = "u2", groupId = "g1" });
        (await world.ScalarAsync<long>("SELECT COUNT(*) FROM account WHERE changed_at IS NOT NULL")).ShouldBe(0, "All leads of a new account are decided with it.");

        world.Now += Duration.FromMinutes(1);
        await world.SendAsync(Group(1));
        (await world.ScalarAsync<long>("SELECT COUNT(*) FROM account WHERE changed_at IS NOT NULL")).ShouldBe(1);
        await world.WakeAsync();

        (await world.ScalarAsync<long>("SELECT COUNT(*) FROM account WHERE changed_at IS NOT NULL")).ShouldBe(0);
        (await world.ReplayAsync()).ShouldAllBe(lead => lead.Stored == lead.Replayed);
    }

    [Theory]
    [EachDatabase]
    public async Task The_leads_of_a_large_account_are_woken_piece_by_piece_though_it_changes_meanwhile(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await world.SendAsync(Group(0));
        await world.SendAsync([.. Enumerable.Range(0, 2_300).Select(i => (object)new { type = "identify", userId = $"w{i}", context = new { groupId = "g1" } })]);
        world.Now += Duration.FromMinutes(1);
        await world.SendAsync(Group(1));
        var waker = new Waker(world.Db, world.Shelf, world);

        (await waker.WorkAsync(world.Id, TestContext.Current.CancellationToken)).ShouldBeTrue();
        (await world.ScalarAsync<long>($"SELECT COUNT(*) FROM lead WHERE workspace_id = @Id AND wake_at <= {world.Now.ToUnixTimeMilliseconds()}")).ShouldBeInRange(
            800, 900, "A thousand were made due, of which a hundred are decided, and another hundred by the new playbook.");
        for (var turn = 2; await waker.WorkAsync(world.Id, TestContext.Current.CancellationToken); turn++)
        {
            if (turn == 3)
            {
                world.Now += Duration.FromMinutes(1);
                await world.SendAsync(Group(turn));
            }
        }

        (await world.ScalarAsync<long>("SELECT COUNT(*) FROM account WHERE changed_at IS NOT NULL OR waking IS NOT NULL")).ShouldBe(0);
        (await world.ReplayAsync()).ShouldAllBe(lead => lead.Stored == lead.Replayed);
    }

    [Theory]
    [EachDatabase]
    public async Task A_workspace_whose_work_fails_keeps_the_others_working(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var workspaces = new WorkspaceStore(world.Db, world);
        var other = await workspaces.AddAsync("Other", TestContext.Current.CancellationToken);
        var readiness = new Readiness();
        readiness.Serve();
        using var loop = new FailingLoop(world.Id, other.Id, workspaces, readiness);

        await loop.StartAsync(TestContext.Current.CancellationToken);
        await loop.Worked.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await loop.StopAsync(TestContext.Current.CancellationToken);

        loop.ExecuteTask!.IsCompletedSuccessfully.ShouldBeTrue();
    }

    private static object Group(int employees) => new { type = "group", userId = "u1", groupId = "g1", traits = new { name = "Acme", employees } };

    /// <summary>Fails for one workspace, and is content when another has had three turns.</summary>
    private sealed class FailingLoop(Guid failing, Guid working, WorkspaceStore workspaces, Readiness readiness)
        : WorkspaceLoop(workspaces, readiness, NullLogger.Instance, pause: TimeSpan.FromMilliseconds(1))
    {
        private readonly TaskCompletionSource _worked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _turns;

        public Task Worked => _worked.Task;

        public override Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
        {
            if (workspaceId == failing)
            {
                throw new InvalidDataException("A lead cannot be read.");
            }

            if (workspaceId == working && ++_turns == 3)
            {
                _worked.SetResult();
            }

            return Task.FromResult(false);
        }
    }
}
