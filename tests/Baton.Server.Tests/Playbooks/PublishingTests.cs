using System.Diagnostics;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Playbooks;

public class PublishingTests
{
    private const int Writers = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Two nodes, on each of which there is always somebody who writes to a lead, and never a moment in which nobody does.</summary>
    [Theory, EachDatabase]
    public async Task Publishing_has_its_turn_however_many_write_to_leads(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);

        // Two nodes; SQLite has one, and lets a second program in when it can.
        await using var node = dialect == Dialect.Postgres ? world.Database.Open() : null;
        var other = node ?? world.Db;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var written = 0;
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await (writer % 2 == 0 ? world.Db : other).WriteAsync(
                    transaction =>
                    {
                        world.Shelf.Hold(transaction, world.Id);
                        Thread.Sleep(dialect == Dialect.Sqlite ? 1 : 40 + writer);
                        return Interlocked.Increment(ref written);
                    },
                    Cancel);
            }
        }, Cancel)).ToList();
        try
        {
            await Task.Delay(300, Cancel);
            for (var version = 2; version < 5; version++)
            {
                var watch = Stopwatch.StartNew();
                await world.PublishAsync(TestWorkspace.Playbook).WaitAsync(TimeSpan.FromSeconds(15), Cancel);
                watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
            }
        }
        finally
        {
            await enough.CancelAsync();
            await Task.WhenAll(writers);
        }

        written.ShouldBeGreaterThan(Writers);
    }
}
