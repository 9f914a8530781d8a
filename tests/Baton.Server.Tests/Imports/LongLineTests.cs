using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

/// <summary>Measures the memory of the whole process, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(LongLineTests), DisableParallelization = true)]
[Collection(nameof(LongLineTests))]
public class LongLineTests
{
    private const int LongLine = 200 << 20;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    public void A_line_of_200_MB_is_one_rejected_row_in_bounded_memory(bool csv, int workers)
    {
        // Lines of "1", then the long one, then more: no array of that size ever exists.
        var stream = new GeneratedStream(
            ("1\n"u8.ToArray(), 8), ("x"u8.ToArray(), LongLine), ("\n1\n"u8.ToArray(), 1), ("1\n"u8.ToArray(), 1_000_000));
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var firstLines = new List<long>();
        var rejected = new List<RejectedRow>();
        long records = 0;

        BlockReader.Read(
            stream,
            csv ? RecordCutter.Csv(',') : RecordCutter.Lines,
            block => (block.FirstLine, block.TooLong, Count: block.Bytes.Count((byte)'1')),
            block =>
            {
                firstLines.Add(block.FirstLine);
                if (block.TooLong is not null)
                {
                    rejected.Add(block.TooLong);
                }

                records += block.Count;
            },
            workers,
            CancellationToken.None);

        rejected.ShouldBe([new RejectedRow(9, "is longer than 1 MiB", new string('x', 200))]);
        records.ShouldBe(8 + 1 + 1_000_000);
        firstLines.Take(3).ShouldBe([1, 9, 10]);
        (GC.GetTotalAllocatedBytes(precise: true) - before).ShouldBeLessThan(32 << 20);
    }
}
