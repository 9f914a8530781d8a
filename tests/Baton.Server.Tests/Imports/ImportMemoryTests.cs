using Baton.Server.Imports;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using NodaTime;

namespace Baton.Server.Tests.Imports;

/// <summary>What an import keeps in memory, measured while no other test allocates.</summary>
[Collection(nameof(LongLineTests))]
public class ImportMemoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_file_takes_no_more_memory_than_a_small_one()
    {
        const int Rows = 500_000;
        const int LooksApart = 50;
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite, playbook: null);
        byte[] row = [.. "{\"type\":\"track\",\"event\":\"Opened\",\"messageId\":\"same\",\"userId\":\"1\",\"timestamp\":\"2026-03-01T09:00:00Z\",\"properties\":{\"x\":\"yy\"}}\n"u8];
        using var content = new GeneratedStream((row, Rows));
        var (peak, looks) = (0L, 0);
        var clock = new WatchingClock(world, () => peak = looks++ % LooksApart == 0 ? Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true)) : peak);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var import = await world.RunImportAsync(ImportKind.Events, content, (long)row.Length * Rows, [1], ColumnChoices.None, world.Runner(clock), Cancel);

        (import.Accepted, import.Repeated).ShouldBe((1, Rows - 1));
        (row.Length * (long)Rows).ShouldBeGreaterThan(50 << 20);
        looks.ShouldBeGreaterThan(4 * LooksApart);
        (peak - before).ShouldBeLessThan(50L << 20);
    }

    private sealed class WatchingClock(IClock clock, Action look) : IClock
    {
        public Instant GetCurrentInstant()
        {
            look();
            return clock.GetCurrentInstant();
        }
    }
}
