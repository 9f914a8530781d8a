using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Tests.Leads;

/// <summary>
/// Many at once, on several nodes where the database allows: calls that merge leads, people who take merges back, a new playbook, the timer. Nothing is lost,
/// counted twice or left as it was.
/// </summary>
public class TrafficTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const int Senders = 6;
    private const int CallsOfSender = 400;

    public static TheoryData<Dialect, int> Worlds => [.. from dialect in Enum.GetValues<Dialect>() from seed in Enumerable.Range(1, 2) select (dialect, seed)];

    [Theory]
    [MemberData(nameof(Worlds))]
    public async Task Whatever_many_do_at_once_every_score_is_what_the_events_give(Dialect dialect, int seed)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await using var otherDb = world.Database.Open();
        var doors = new[] { world.Door, dialect == Dialect.Postgres ? new Door(otherDb, new PlaybookShelf(), world) : world.Door };
        var sent = new SendersDone(Senders);

        var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(world, doors, (seed * 100) + sender, sent), Cancel)).ToList();
        var undoing = Task.Run(() => UndoAsync(world, doors[1], seed, sent), Cancel);
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; i < 4; i++)
            {
                await Task.Delay(150, Cancel);
                await world.PublishAsync(TestWorkspace.Playbook.Replace("Email Link Clicked", i % 2 == 0 ? "Email Opened" : "Email Link Clicked", StringComparison.Ordinal));
            }
        }, Cancel);
        var waking = doors.Select(door => Task.Run(async () =>
        {
            var waker = new Waker(door == world.Door ? world.Db : otherDb, new PlaybookShelf(), world);
            while (!sent.AreDone)
            {
                await PersistAsync(() => waker.WorkAsync(world.Id, Cancel));
                await Task.Delay(5, Cancel);
            }
        }, Cancel)).ToList();

        await Task.WhenAll([.. senders, publishing, undoing, .. waking]).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        await world.WakeAsync();

        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id")).ShouldBe(sent.Calls);
        await ShouldBeWholeAsync(world);
        (await world.ReplayAsync()).Where(lead => lead.Stored != lead.Replayed).ShouldBeEmpty();
    }

    private static async Task SendAsync(TestWorkspace world, Door[] doors, int seed, SendersDone sent)
    {
        try
        {
            var calls = new RandomCalls(seed, people: 25);
            var random = new Random(seed);
            for (var done = 0; done < CallsOfSender;)
            {
                var batch = await Task.WhenAll(Enumerable.Range(0, random.Next(1, 12)).Select(_ => world.CallOfAsync(calls.Next(world.Now))));
                await PersistAsync(() => doors[seed % 2].AdmitAsync(world.Id, new([.. batch], []), Cancel));
                if (random.Next(10) == 0)
                {
                    await PersistAsync(() => doors[(seed + 1) % 2].AdmitAsync(world.Id, new([.. batch], []), Cancel));
                }

                done += batch.Length;
                sent.Add(batch.Length);
            }
        }
        finally
        {
            sent.OneIsDone();
        }
    }

    /// <summary>What an intake that is told to come again does.</summary>
    private static async Task PersistAsync(Func<Task> attempt)
    {
        for (var run = 1; ; run++)
        {
            try
            {
                await attempt();
                return;
            }
            catch (DatabaseBusyException) when (run < 20)
            {
            }
        }
    }

    private static async Task UndoAsync(TestWorkspace world, Door door, int seed, SendersDone sent)
    {
        var random = new Random(seed);
        while (!sent.AreDone)
        {
            await using var connection = await world.Db.OpenReadAsync(Cancel);
            var parts = connection.Query<Guid>("SELECT lead_id FROM lead WHERE workspace_id = @Id AND parent_id IS NOT NULL", new { world.Id }).ToList();
            if (parts.Count > 0)
            {
                var part = parts[random.Next(parts.Count)];
                await PersistAsync(() => door.ChangeAsync(
                    world.Id,
                    book =>
                    {
                        book.Lock([part]);
                        if (book.Find(part) is { ParentId: not null } row)
                        {
                            Merging.Undo(book, row, "test");
                        }

                        return true;
                    },
                    default));
            }

            await Task.Delay(10, Cancel);
        }
    }

    /// <summary>A row's root is the end of the chain of its parents, ids are of rows that are there, and so are events.</summary>
    private static async Task ShouldBeWholeAsync(TestWorkspace world)
    {
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        var rows = connection.Query<(Guid Id, Guid Root, Guid? Parent)>("SELECT lead_id, root_id, parent_id FROM lead WHERE workspace_id = @Id", new { world.Id })
            .ToDictionary(row => row.Id);
        foreach (var row in rows.Values)
        {
            var top = row;
            for (var steps = 0; top.Parent is { } parent && steps < rows.Count; steps++)
            {
                top = rows[parent];
            }

            (top.Id, top.Parent).ShouldBe((row.Root, null));
        }

        connection.Query<Guid>("SELECT lead_id FROM identity WHERE workspace_id = @Id", new { world.Id }).Where(id => !rows.ContainsKey(id)).ShouldBeEmpty();
        connection.Query<Guid>("SELECT lead_id FROM event WHERE workspace_id = @Id", new { world.Id }).Where(id => !rows.ContainsKey(id)).ShouldBeEmpty();
    }

    private sealed class SendersDone(int senders)
    {
        private int _calls;
        private int _done;

        public int Calls => _calls;

        public bool AreDone => Volatile.Read(ref _done) == senders;

        public void Add(int calls) => Interlocked.Add(ref _calls, calls);

        public void OneIsDone() => Interlocked.Increment(ref _done);
    }
}
