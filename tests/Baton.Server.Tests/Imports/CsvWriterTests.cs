using System.Text;
using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public class CsvWriterTests
{
    [Fact]
    public void Only_fields_that_need_quotes_get_them()
    {
        var writer = new CsvWriter();
        foreach (string field in (string[])["a", "", "b c", "x,y", "say \"hi\"", "two\nlines", "é", "=1+1"])
        {
            writer.Field(field);
        }

        writer.EndRecord();
        writer.Field(42);
        writer.Field(1234.5);
        writer.Field(0.25m, "0.00%");
        writer.EndRecord();

        Encoding.UTF8.GetString(writer.Written).ShouldBe("a,,b c,\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\",é,=1+1\n42,1234.5,25.00%\n");
    }

    [Fact]
    public void A_record_of_one_empty_field_is_no_blank_line()
    {
        var writer = new CsvWriter();
        writer.Field("");
        writer.EndRecord();
        using var target = new MemoryStream();
        writer.DrainTo(target);
        writer.Field("");
        writer.EndRecord();
        writer.DrainTo(target);

        target.ToArray().ShouldBe("\"\"\n\"\"\n"u8.ToArray());
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void What_is_written_reads_back_the_same(char delimiter)
    {
        char[] letters = ['a', 'é', delimiter, '"', '\r', '\n', ' ', ';', '='];
        for (int seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var writer = new CsvWriter(delimiter);
            var records = new List<string>();
            for (int i = random.Next(1, 30); i > 0; i--)
            {
                var fields = new string[random.Next(1, 6)];
                for (int f = 0; f < fields.Length; f++)
                {
                    fields[f] = new string(random.GetItems(letters, random.Next(0, 9)));
                }

                foreach (string field in fields)
                {
                    writer.Field(field);
                }

                writer.EndRecord();
                records.Add(Outcome.Join(fields));
            }

            CsvCases.Read(writer.Written.ToArray(), delimiter).ShouldHold(records, $"seed {seed}");
        }
    }

    [Fact]
    public void A_field_may_be_larger_than_the_buffer()
    {
        var writer = new CsvWriter();
        writer.Field("x");
        writer.Field(new string('"', 500_000));
        writer.EndRecord();

        writer.Written.Length.ShouldBe(2 + 1_000_002 + 1);
    }
}
