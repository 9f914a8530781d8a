using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public class BlockReaderTests
{
    [Fact]
    public void Results_are_merged_in_the_order_of_the_file_one_at_a_time()
    {
        var order = new List<long>();
        int merging = 0;

        Read(Lines(100_000), blockSize: 1000, workers: 4, block =>
        {
            if (block.FirstLine % 3 == 0)
            {
                Thread.Sleep(1);   // some blocks are slow
            }

            return block.FirstLine;
        }, line =>
        {
            Interlocked.Increment(ref merging).ShouldBe(1);
            order.Add(line);
            Interlocked.Decrement(ref merging);
        });

        order.ShouldBe(Enumerable.Range(0, order.Count).Select(i => 1L + i * 500));
        order.Count.ShouldBe(200);
    }

    [Fact]
    public void One_worker_is_the_calling_thread()
    {
        int caller = Environment.CurrentManagedThreadId;

        Read(Lines(1000), blockSize: 100, workers: 1, _ => Environment.CurrentManagedThreadId, id => id.ShouldBe(caller));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_failure_in_a_worker_stops_everything_and_surfaces_once(int workers)
    {
        int parsed = 0;

        Should.Throw<FormatException>(() => Read(Lines(1_000_000), blockSize: 1000, workers, block =>
        {
            Interlocked.Increment(ref parsed);
            return block.FirstLine > 5000 ? throw new FormatException() : 0;
        }, _ => { }));

        parsed.ShouldBeLessThan(100);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_failure_in_the_merge_stops_everything_and_surfaces_once(int workers)
    {
        int merged = 0;

        Should.Throw<FormatException>(() => Read(
            Lines(1_000_000),
            blockSize: 1000,
            workers,
            block => 0,
            _ => throw (++merged == 1 ? new FormatException() : new InvalidOperationException())));

        merged.ShouldBe(1);
    }

    [Fact]
    public void Cancelling_stops_between_blocks()
    {
        using var cancel = new CancellationTokenSource();
        int merged = 0;

        Should.Throw<OperationCanceledException>(() => BlockReader.Read(
            Lines(1_000_000),
            RecordCutter.Lines,
            _ => 0,
            _ =>
            {
                if (++merged == 2)
                {
                    cancel.Cancel();
                }
            },
            workers: 2,
            firstLine: 1,
            blockSize: 1000,
            cancel.Token));

        merged.ShouldBeLessThan(20);
    }

    [Fact]
    public void An_empty_stream_has_no_blocks() => Read(Stream.Null, 1000, 3, _ => 0, _ => throw new InvalidOperationException());

    private static GeneratedStream Lines(int count) => new(("1\n"u8.ToArray(), count));

    private static void Read<T>(Stream stream, int blockSize, int workers, Func<Block, T> parse, Action<T> merge) =>
        BlockReader.Read(stream, RecordCutter.Lines, parse, merge, workers, firstLine: 1, blockSize, CancellationToken.None);
}
