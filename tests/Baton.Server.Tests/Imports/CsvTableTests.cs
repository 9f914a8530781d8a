using System.Text;
using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("Name,Email\nAda,ada@acme.com\n", ',')]
    [InlineData("Name;Amount\nAda;1,50\nBob;2,75\n", ';')]
    [InlineData("Name\tEmail\nAda, the first\tada@acme.com\n", '\t')]
    [InlineData("Name|Email\nAda|ada@acme.com\n", '|')]
    [InlineData("Name,Note\nAda,\"a;b;c;d\"\nBob,\"e;f\ng;h\"\n", ',')]
    [InlineData("a;b;c\n", ';')]
    [InlineData("Email\nada@acme.com\n", ',')]
    [InlineData("Note\nWell, well, well\nSo, so, so\n", ',')]
    [InlineData("a;b\n1,2;3,4\n5,6;7,8\n", ';')]
    public void The_delimiter_is_found(string text, char delimiter) => Open(text).Dialect.Delimiter.ShouldBe(delimiter);

    [Fact]
    public void A_delimiter_that_the_user_names_wins() =>
        Read("a;b,c\n1;2,3\n", delimiter: ',').Rows.ShouldBe(["2: 1;2|3"]);

    [Theory]
    [InlineData("sep=;\r\nName;Note\r\nAda;a,b,c\r\n")]
    [InlineData("\"sep=;\"\nName;Note\nAda;a,b,c\n")]
    [InlineData("SEP=;\nName;Note\nAda;a,b,c\n")]
    public void Excels_sep_line_is_honoured_and_counted(string text)
    {
        var (table, rows, _) = Read(text);

        table.Header.Names.ShouldBe(["Name", "Note"]);
        rows.ShouldBe(["3: Ada|a,b,c"]);
    }

    [Fact]
    public void Header_names_are_trimmed_and_every_one_is_there_once()
    {
        var header = Open("\uFEFF Name ,\"E-mail\u00A0\",,name,Name (2),Name\n").Header;

        header.Names.ShouldBe(["Name", "E-mail", "column 3", "name (2)", "Name (2) (2)", "Name (3)"]);
        header.Notes.ShouldBe(
        [
            "Column 3 has no name; it is called \"column 3\".",
            "Column 4 repeats the name \"name\"; it is called \"name (2)\".",
            "Column 5 repeats the name \"Name (2)\"; it is called \"Name (2) (2)\".",
            "Column 6 repeats the name \"Name\"; it is called \"Name (3)\".",
        ]);
    }

    [Fact]
    public void Many_columns_without_names_are_told_together_and_no_file_has_more_columns_than_it_can()
    {
        var header = Open(new string(',', 9_999) + "\n").Header;

        header.Names.Count.ShouldBe(10_000);
        header.Notes.ShouldBe(["10,000 columns have no name; they are called by their places."]);
        using var file = OpenFile(new string(',', 10_000) + "\n");
        CsvTable.TryOpen(file, null, out _, out var problem).ShouldBeFalse();
        problem!.ToString().ShouldBe($"{file.Name} has 10,001 columns, and no more than 10,000 can be read. Check how its fields are separated, or leave out what is not needed.");
    }

    [Fact]
    public void A_name_that_all_columns_have_is_counted_on()
    {
        var names = Open(string.Join(',', Enumerable.Repeat("a", 10_000)) + "\n").Header.Names;

        (names[1], names[^1]).ShouldBe(("a (2)", "a (10000)"));
    }

    [Fact]
    public void Short_rows_miss_their_last_values_and_long_ones_are_rejected_unless_the_rest_is_empty()
    {
        var (_, rows, rejected) = Read("a,b,c\n1\n1,2,3,,\n1,2,3,4,5\n1,2,3\n");

        rows.ShouldBe(["2: 1||", "3: 1|2|3", "5: 1|2|3"]);
        rejected.ShouldBe([new RejectedRow(4, "has more fields than the header: 5 instead of 3", "1,2,3,4,5")]);
    }

    [Fact]
    public void Blank_rows_are_skipped_also_those_of_nothing_but_delimiters() =>
        Read("a,b,c\n\n  \n,,\n1,2,3\n,,\n").Rows.ShouldBe(["5: 1|2|3"]);

    [Fact]
    public void A_consumer_rejects_rows_for_its_own_reasons()
    {
        using var file = OpenFile("a,b\n1,2\n3,4\n");
        CsvTable.TryOpen(file, null, out var table, out _).ShouldBeTrue();
        var rejected = new List<RejectedRow>();

        table.Read(
            rows =>
            {
                while (rows.MoveNext())
                {
                    rows.Reject($"{rows.Text(0)} is odd");
                }

                return 0;
            },
            _ => { },
            rejected.Add,
            workers: 1,
            CancellationToken.None);

        rejected.ShouldBe([new RejectedRow(2, "1 is odd", "1,2"), new RejectedRow(3, "3 is odd", "3,4")]);
    }

    [Theory]
    [InlineData("\n \r\n", "has only blank lines. The first line names the columns.")]
    [InlineData("a,\"b\n1,2\n", "cannot be read: it has a quote that is never closed: the one that opens on line 1. The first line names the columns.")]
    public void A_header_that_cannot_be_read_is_a_problem(string text, string message)
    {
        using var file = OpenFile(text.Replace(" ", ""));

        CsvTable.TryOpen(file, null, out _, out var problem).ShouldBeFalse();

        problem.ToString().ShouldEndWith(message);
    }

    [Fact]
    public void A_header_longer_than_a_block_is_a_problem()
    {
        using var file = OpenFile(new string('x', 2 << 20) + "\n1\n");

        CsvTable.TryOpen(file, null, out _, out var problem).ShouldBeFalse();

        problem.What.ShouldEndWith("cannot be read: it is longer than 1 MiB.");
    }

    [Fact]
    public void A_stray_byte_late_in_a_UTF8_file_costs_one_character()
    {
        var text = new StringBuilder("name,city\n");
        for (int i = 0; text.Length < 3 << 20; i++)
        {
            text.Append("Müller,Köln\n");
        }

        byte[] bytes = [.. Encoding.UTF8.GetBytes(text.ToString()), .. "M"u8, 0xFC, .. "ller,Bonn\n"u8];
        using var file = OpenFile(bytes);
        CsvTable.TryOpen(file, null, out var table, out _).ShouldBeTrue();

        var cities = new Dictionary<string, int>();
        table.Read(Cities, found => found.ForEach(c => cities[c] = cities.GetValueOrDefault(c) + 1), _ => { }, 2, CancellationToken.None);

        file.Encoding.ShouldBe("UTF-8");
        cities.Keys.ShouldBe(["Müller in Köln", "M\uFFFDller in Bonn"]);
    }

    private static List<string> Cities(CsvRows rows)
    {
        var cities = new List<string>();
        while (rows.MoveNext())
        {
            cities.Add($"{rows.Text(0)} in {rows.Text(1)}");
        }

        return cities;
    }

    private (CsvTable Table, List<string> Rows, List<RejectedRow> Rejected) Read(string text, char? delimiter = null)
    {
        using var file = OpenFile(text);
        CsvTable.TryOpen(file, delimiter, out var table, out _).ShouldBeTrue();
        var all = new List<string>();
        var rejected = new List<RejectedRow>();
        int columns = table.Header.Names.Count;
        table.Read(
            rows =>
            {
                var read = new List<string>();
                while (rows.MoveNext())
                {
                    var values = new string[columns];
                    for (int i = 0; i < columns; i++)
                    {
                        values[i] = rows.Text(i);
                    }

                    read.Add($"{rows.Line}: {string.Join('|', values)}");
                }
                return read;
            },
            all.AddRange,
            rejected.Add,
            workers: 2,
            CancellationToken.None);
        return (table, all, rejected);
    }

    private CsvTable Open(string text)
    {
        using var file = OpenFile(text);
        CsvTable.TryOpen(file, null, out var table, out var problem).ShouldBeTrue(problem?.ToString());
        return table!;
    }

    private InputFile OpenFile(string text) => OpenFile(Encoding.UTF8.GetBytes(text));

    private InputFile OpenFile(byte[] bytes)
    {
        InputFile.TryOpen(_folder.Write("leads.csv", bytes), Stream.Null, out var file, out var problem).ShouldBeTrue(problem?.ToString());
        return file!;
    }

    public void Dispose() => _folder.Dispose();
}
