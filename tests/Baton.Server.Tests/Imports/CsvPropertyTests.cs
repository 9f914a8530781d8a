using System.Text;
using CsvHelper;

namespace Baton.Server.Tests.Imports;

public class CsvPropertyTests
{
    private const int NoLimit = 1 << 20;

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void Well_formed_files_are_read_as_CsvHelper_reads_them(char delimiter)
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            var (text, records) = CsvCases.WellFormed(new Random(seed), delimiter);

            var outcome = CsvCases.Read(text, delimiter);

            outcome.ShouldHold([.. records.Select(Outcome.Join)], $"seed {seed}");
            outcome.ShouldHold(AsCsvHelperReads(text, delimiter), $"seed {seed}");
        }
    }

    [Fact]
    public void Any_text_is_read_by_the_rules_as_written_down_plainly()
    {
        for (int seed = 0; seed < 10_000; seed++)
        {
            var bytes = Encoding.UTF8.GetBytes(CsvCases.Nasty(new Random(seed)));

            CsvCases.Read(bytes).ShouldBe(PlainCsv.Read(bytes, NoLimit), $"seed {seed}");
        }
    }

    [Fact]
    public void Blocks_of_any_size_give_the_records_that_one_block_gives()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var texts = Enumerable.Range(0, 10).Select(_ => CsvCases.WellFormed(random, ',').Text);
            var bytes = Encoding.UTF8.GetBytes(string.Join('\n', texts));
            int size = random.Next(900, bytes.Length + 901);   // no record is that long

            CsvCases.ReadInBlocks(bytes, size, workers: 1, random).ShouldBe(CsvCases.Read(bytes), $"seed {seed}, blocks of {size} bytes");
        }
    }

    [Fact]
    public void Blocks_smaller_than_some_records_reject_exactly_those()
    {
        for (int seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(CsvCases.Nasty(random) + CsvCases.Nasty(random));
            int size = random.Next(2, 200);

            var outcome = CsvCases.ReadInBlocks(bytes, size, workers: 1, random);

            outcome.ShouldBe(PlainCsv.Read(bytes, size), $"seed {seed}, blocks of {size} bytes");
        }
    }

    [Fact]
    public void Any_number_of_workers_gives_the_same_in_the_same_order()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20).Select(_ => CsvCases.Nasty(random))));

            CsvCases.ReadInBlocks(bytes, 100, workers: 1 + seed % 4, random).ShouldBe(PlainCsv.Read(bytes, 100), $"seed {seed}");
        }
    }

    private static List<string> AsCsvHelperReads(string text, char delimiter)
    {
        var options = new CsvReaderOptions { Separator = delimiter, HasHeader = false, DetectSeparatorHint = false };
        using var reader = CsvReader.FromText(text, options);
        var records = new List<string>();
        while (reader.Read())
        {
            records.Add(Outcome.Join(Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)));
        }

        return records;
    }
}
