using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public class CsvRecordsTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,c,", "a||c|")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\",\"\"", "say \"hi\"|")]
    [InlineData("\"two\nlines\",x", "two\nlines|x")]
    [InlineData("5\" pipe,abc", "5\" pipe|abc")]
    [InlineData("a \"quoted\" word,b", "a \"quoted\" word|b")]
    [InlineData("\"a\"b,c", "ab|c")]
    [InlineData("\"a\" \"b\",c", "a \"b\"|c")]
    [InlineData(" \"a\",b", " \"a\"|b")]
    public void Fields_are_read_as_Excel_reads_them(string text, string fields) =>
        CsvCases.Read(text).Records.ShouldHaveSingleItem().Fields.ShouldBe(Outcome.Join(fields.Split('|')));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_end_with_LF_CRLF_or_CR_and_empty_ones_are_skipped(string lineEnd)
    {
        var outcome = CsvCases.Read(string.Join(lineEnd, "", "a,1", "", "", $"\"b{lineEnd}b\",2", "c,3", ""));

        outcome.Records.Select(r => r.Line).ShouldBe([2, 5, 7]);
        outcome.Rejected.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\"a,1\nb,2\nc,3", "2 3", 1, 1)]
    [InlineData("a,1\n\"b,2\nc,3\nd,4", "1 3 4", 2, 2)]
    [InlineData("a,1\nb,\"2\nc,3", "1 3", 2, 2)]
    [InlineData("a,1\nb,2\nc,\"3", "1 2", 3, 3)]
    [InlineData("a,1\n\"b\nb\",\"2\nc,3\n", "1 4", 2, 3)]
    public void A_quote_that_is_never_closed_costs_its_line_only(string text, string linesRead, long rejectedLine, long quoteLine)
    {
        var outcome = CsvCases.Read(text);

        string.Join(' ', outcome.Records.Select(r => r.Line)).ShouldBe(linesRead);
        var rejected = outcome.Rejected.ShouldHaveSingleItem();
        rejected.Line.ShouldBe(rejectedLine);
        rejected.Reason.ShouldBe($"has a quote that is never closed: the one that opens on line {quoteLine}");
    }

    [Fact]
    public void Two_quotes_that_are_never_closed_do_not_swallow_the_rows_between_them()
    {
        var outcome = CsvCases.Read("a,1\n\"b,2\nc,3\nd,\"4\ne,5\n");

        outcome.Records.Select(r => r.Fields).ShouldBe([Outcome.Join(["a", "1"]), Outcome.Join(["c", "3"]), Outcome.Join(["e", "5"])]);
        outcome.Rejected.Select(r => (r.Line, r.Text)).ShouldBe([(2, "\"b,2"), (4, "d,\"4")]);
    }

    [Fact]
    public void A_quote_that_is_never_closed_does_not_take_part_of_the_next_quoted_field()
    {
        var outcome = CsvCases.Read("\"Acme,1\nBeta,\"2, or 3\"\nGamma,4\n");

        outcome.Records.Select(r => r.Line).ShouldBe([2, 3]);
        outcome.Rejected.ShouldHaveSingleItem().Line.ShouldBe(1);
    }

    [Fact]
    public void A_rejected_row_shows_its_first_200_characters()
    {
        var rejected = CsvCases.Read($"\"{new string('é', 198)}😀").Rejected.ShouldHaveSingleItem();

        rejected.Start.ShouldBe("\"" + new string('é', 198));   // the 200th would be half of the emoji
    }

    [Fact]
    public void Fields_stay_valid_until_the_next_record_however_often_they_are_asked_for()
    {
        var records = new CsvRecords("\"a\"\"b\",\"c\"\"d\"\n"u8, ',', 1, []);
        records.MoveNext().ShouldBeTrue();

        var first = records[0];
        for (int i = 0; i < 10_000; i++)
        {
            _ = records[1];
        }

        first.SequenceEqual("a\"b"u8).ShouldBeTrue();
    }

    [Fact]
    public void A_field_that_is_not_there_is_the_callers_mistake()
    {
        Should.Throw<ArgumentOutOfRangeException>(() =>
        {
            var records = new CsvRecords("a,b\n"u8, ',', 1, []);
            records.MoveNext();
            return records[2].Length;
        });
    }

    [Fact]
    public void A_record_may_have_a_hundred_thousand_fields() =>
        CsvCases.Read(new string(',', 99_999)).Records.ShouldHaveSingleItem().Fields.Length.ShouldBe(99_999);
}
