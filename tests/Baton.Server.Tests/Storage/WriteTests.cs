using System.Data.Common;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Tests.Storage;

public class WriteTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task What_is_acknowledged_is_seen_by_everybody(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        await using var another = database.Open();

        await Task.WhenAll(Enumerable.Range(1, 200).Select(async number =>
        {
            (await Visit.InsertAsync(database.Db, number)).ShouldBe(1);
            await using var connection = await another.OpenReadAsync(Cancel);
            Visit.Select.Run(connection, Visit.Workspace, [Visit.IdOf(number)]).Count.ShouldBe(1, "It was acknowledged before it was committed.");
        }));

        (await Visit.CommittedAsync(database.Db)).Length.ShouldBe(200);
    }

    [Theory]
    [EachDatabase]
    public async Task Work_that_fails_leaves_nothing_and_does_not_concern_its_neighbours(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var (_, release) = await HoldUpAsync(database.Db, WritersOf(dialect), Cancel);

        var all = Enumerable.Range(1, 60).Select(number => database.Db.WriteAsync(
            tx =>
            {
                Visit.Insert.Run(tx, Visit.Workspace, [Visit.Of(number)]);
                return number % 3 == 0 ? throw new InvalidOperationException("Three!") : number;
            },
            Cancel)).ToArray();
        release.SetResult();

        for (var number = 1; number <= 60; number++)
        {
            if (number % 3 == 0)
            {
                (await Should.ThrowAsync<InvalidOperationException>(all[number - 1])).Message.ShouldBe("Three!");
            }
            else
            {
                (await all[number - 1]).ShouldBe(number);
            }
        }

        (await Visit.CommittedAsync(database.Db)).ShouldBe(Enumerable.Range(1, 60).Where(number => number % 3 != 0).Select(number => (long)number));
    }

    [Theory]
    [EachDatabase]
    public async Task A_statement_that_fails_comes_to_the_caller_as_it_is(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        await Visit.InsertAsync(database.Db, 1);

        await Should.ThrowAsync<DbException>(() => Visit.InsertAsync(database.Db, 1));
        await Should.ThrowAsync<DbException>(() => database.Db.WriteAsync(tx => tx.Connection!.Execute("SELECT nonsense", transaction: tx), Cancel));

        await Visit.InsertAsync(database.Db, 2);
        (await Visit.CommittedAsync(database.Db)).ShouldBe([1, 2]);
    }

    [Theory]
    [EachDatabase]
    public async Task Work_that_swallows_a_failure_is_never_acknowledged_without_being_saved(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var acknowledged = true;
        try
        {
            await database.Db.WriteAsync(
                tx =>
                {
                    Visit.Insert.Run(tx, Visit.Workspace, [Visit.Of(1)]);
                    Should.Throw<DbException>(() => tx.Connection!.Execute("SELECT nonsense", transaction: tx));
                    return 0;
                },
                Cancel);
        }
        catch (DbException)
        {
            acknowledged = false;
        }

        (await Visit.CommittedAsync(database.Db)).Length.ShouldBe(acknowledged ? 1 : 0);
        await Visit.InsertAsync(database.Db, 2);
    }

    [Theory]
    [EachDatabase]
    public async Task Work_that_met_a_conflict_is_run_again_from_the_start(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var (_, release) = await HoldUpAsync(database.Db, WritersOf(dialect), Cancel);
        var runs = new int[10];

        var all = Enumerable.Range(0, runs.Length).Select(number => database.Db.WriteAsync(
            tx =>
            {
                Visit.Insert.Run(tx, Visit.Workspace, [Visit.Of(number)]);
                return ++runs[number] <= number ? throw new WriteConflictException("Not yet.") : number;
            },
            Cancel)).ToArray();
        release.SetResult();

        (await Task.WhenAll(all)).ShouldBe(Enumerable.Range(0, runs.Length));
        runs.ShouldBe(Enumerable.Range(1, runs.Length));
        (await Visit.CommittedAsync(database.Db)).Length.ShouldBe(runs.Length);
    }

    [Theory]
    [EachDatabase]
    public async Task Work_that_meets_conflicts_for_ever_is_given_up_as_busy(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var runs = 0;

        await Should.ThrowAsync<DatabaseBusyException>(() => database.Db.WriteAsync(
            tx =>
            {
                runs++;
                Visit.Insert.Run(tx, Visit.Workspace, [Visit.Of(1)]);
                return runs > 0 ? throw new WriteConflictException("Never.") : 0;
            },
            Cancel));

        runs.ShouldBe(Backoff.MostRuns);
        (await Visit.CommittedAsync(database.Db)).ShouldBeEmpty();
    }

    [Theory]
    [EachDatabase]
    public async Task Work_on_the_same_rows_from_two_nodes_ends_well_in_whatever_order(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        await using var another = database.Open();
        var one = Enumerable.Range(1, 20).Select(Visit.Of).ToArray();
        var two = one.Reverse().ToArray();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(turn => (turn % 2 == 0 ? database.Db : another)
            .WriteAsync(tx => Visit.Add.Run(tx, Visit.Workspace, turn % 3 == 0 ? one : two), Cancel)));

        (await Visit.CommittedAsync(database.Db)).ShouldBe(one.Select(visit => visit.At * 6));
    }

    [Theory]
    [EachDatabase]
    public async Task A_full_queue_says_busy_at_once_and_takes_work_again_when_there_is_room(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect, new DatabaseOptions { QueueCapacity = 3, PostgresWriters = 1 });
        var (held, release) = await HoldUpAsync(database.Db, writers: 1, Cancel);

        var waiting = Enumerable.Range(1, 3).Select(number => Visit.InsertAsync(database.Db, number)).ToArray();
        var refused = await Should.ThrowAsync<DatabaseBusyException>(() => Visit.InsertAsync(database.Db, 4));
        release.SetResult();
        await Task.WhenAll([.. held, .. waiting]);
        await Visit.InsertAsync(database.Db, 5);

        refused.Message.ShouldBe("3 changes wait to be written already. Try again in a moment.");
        (await Visit.CommittedAsync(database.Db)).ShouldBe([1, 2, 3, 5]);
    }

    [Theory]
    [EachDatabase]
    public async Task Work_that_waits_can_be_withdrawn_and_work_that_runs_cannot(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect, new DatabaseOptions { QueueCapacity = 1, PostgresWriters = 1 });
        using var cancelHeld = new CancellationTokenSource();
        using var cancelWaiting = new CancellationTokenSource();
        var (held, release) = await HoldUpAsync(database.Db, writers: 1, cancelHeld.Token);

        var withdrawn = database.Db.WriteAsync(tx => Visit.Insert.Run(tx, Visit.Workspace, [Visit.Of(1)]), cancelWaiting.Token);
        await cancelWaiting.CancelAsync();
        await cancelHeld.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(withdrawn);
        var next = Visit.InsertAsync(database.Db, 2);
        release.SetResult();

        await Task.WhenAll([.. held, next]);
        (await Visit.CommittedAsync(database.Db)).ShouldBe([2]);
    }

    [Theory]
    [EachDatabase]
    public async Task Closing_writes_what_waits_and_takes_no_more(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        var node = database.Open();

        var all = Enumerable.Range(1, 50).Select(number => Visit.InsertAsync(node, number)).ToArray();
        await node.DisposeAsync();

        // All are written; those who asked are told on threads of their own.
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        await Should.ThrowAsync<ObjectDisposedException>(() => Visit.InsertAsync(node, 51));
    }

    [Theory]
    [EachDatabase]
    public async Task A_snapshot_does_not_see_what_is_committed_after_its_first_statement(Dialect dialect)
    {
        await using var database = await Visit.DatabaseAsync(dialect);
        await Visit.InsertAsync(database.Db, 1);
        await using var connection = await database.Db.OpenReadAsync(Cancel);
        await using (var snapshot = connection.BeginSnapshot())
        {
            Count(snapshot).ShouldBe(1);
            await Visit.InsertAsync(database.Db, 2);
            Count(snapshot).ShouldBe(1);
        }

        Count(null).ShouldBe(2);

        long Count(DbTransaction? transaction) => connection.ExecuteScalar<long>("SELECT count(*) FROM visit", transaction: transaction);
    }

    [Fact]
    public async Task Sqlite_commits_together_what_waits_together()
    {
        await using var database = await Visit.DatabaseAsync(Dialect.Sqlite);
        var (_, release) = await HoldUpAsync(database.Db, writers: 1, Cancel);
        var transactions = new HashSet<DbTransaction>();

        var all = Enumerable.Range(1, 64).Select(_ => database.Db.WriteAsync(tx => transactions.Add(tx), Cancel)).ToArray();
        release.SetResult();

        (await Task.WhenAll(all)).Count(isFirst => isFirst).ShouldBe(1);
    }

    private static int WritersOf(Dialect dialect) => dialect == Dialect.Sqlite ? 1 : new DatabaseOptions().PostgresWriters;

    /// <summary>Keeps all writers busy until released, so that what is added meanwhile waits together.</summary>
    private static async Task<(Task<int>[] Held, TaskCompletionSource Release)> HoldUpAsync(IDatabase database, int writers, CancellationToken cancel)
    {
        var release = new TaskCompletionSource();
        var held = new List<Task<int>>();
        for (var i = 0; i < writers; i++)
        {
            var begun = new TaskCompletionSource();
            held.Add(database.WriteAsync(
                _ =>
                {
                    begun.TrySetResult();
                    release.Task.Wait(Cancel);
                    return 0;
                },
                cancel));
            await begun.Task;
        }

        return ([.. held], release);
    }
}
