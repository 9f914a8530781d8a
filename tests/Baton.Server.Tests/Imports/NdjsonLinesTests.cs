using System.Text.Json;
using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public sealed class NdjsonLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Line_numbers_are_exact_in_every_block()
    {
        // Six blocks; every tenth line is blank and every thousandth is not JSON.
        var lines = Enumerable.Range(1, 100_000).Select(i =>
            i % 10 == 0 ? "  " : i % 1000 == 1 ? "{\"line\":" + i : $"{{\"line\":{i},\"pad\":\"{new string('x', 50)}\"}}");
        var (read, rejected) = Read(string.Join("\r\n", lines));

        read.ShouldBe(100_000 - 10_000 - 100);
        rejected.Select(r => r.Line).ShouldBe(Enumerable.Range(0, 100).Select(i => 1L + i * 1000));
        rejected[99].ShouldBe(new RejectedRow(99_001, "is not JSON", "{\"line\":99001"));
    }

    [Fact]
    public void The_last_line_needs_no_line_end() => Read("{\"line\":1}\n\n{\"line\":3}").Read.ShouldBe(2);

    [Fact]
    public void A_line_longer_than_a_block_is_rejected_where_it_stands()
    {
        var (read, rejected) = Read($"{{\"line\":1}}\n{{\"line\":2,\"pad\":\"{new string('x', 3 << 20)}\"}}\n{{\"line\":3}}\n");

        read.ShouldBe(2);
        rejected.ShouldHaveSingleItem().Reason.ShouldBe("is longer than 1 MiB");
    }

    private (long Read, List<RejectedRow> Rejected) Read(string text)
    {
        InputFile.TryOpen(_folder.Write("events.ndjson", text), Stream.Null, out var file, out _).ShouldBeTrue();
        using var opened = file;
        long read = 0;
        var rejected = new List<RejectedRow>();
        NdjsonLines.Read(file!, CountLines, count => read += count, rejected.Add, workers: 2, CancellationToken.None);
        return (read, rejected);
    }

    private static long CountLines(NdjsonLines lines)
    {
        long count = 0;
        while (lines.MoveNext())
        {
            var reader = new Utf8JsonReader(lines.Current);
            try
            {
                long line = JsonElement.ParseValue(ref reader).GetProperty("line").GetInt64();
                if (line != lines.Line)
                {
                    throw new FormatException($"line {line} is said to be {lines.Line}");
                }

                count++;
            }
            catch (JsonException)
            {
                lines.Reject("is not JSON");
            }
        }
        return count;
    }

    public void Dispose() => _folder.Dispose();
}
