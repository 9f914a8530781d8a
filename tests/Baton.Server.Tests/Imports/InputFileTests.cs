using System.Text;
using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public sealed class InputFileTests : IDisposable
{
    private const string Text = "Name,City\nJürgen Müller,Köln\nZoë,Québec\n";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Text) },
        { "UTF-8", WithMark(Encoding.UTF8) },
        { "UTF-16 LE", WithMark(Encoding.Unicode) },
        { "UTF-16 BE", WithMark(Encoding.BigEndianUnicode) },
        { "UTF-16 LE", Encoding.Unicode.GetBytes(Text) },
        { "UTF-16 BE", Encoding.BigEndianUnicode.GetBytes(Text) },
        { "UTF-32 LE", WithMark(Encoding.UTF32) },
        { "UTF-32 BE", WithMark(new UTF32Encoding(bigEndian: true, byteOrderMark: true)) },
        { "Windows-1252", Encoding.Latin1.GetBytes(Text) },
    };

    [Theory]
    [MemberData(nameof(Encodings), DisableDiscoveryEnumeration = true)]
    public void Every_encoding_reads_as_UTF8_without_a_mark_plain_and_gzipped(string name, byte[] bytes)
    {
        foreach (bool gzip in (bool[])[false, true])
        {
            // The name says nothing about the compression.
            using var file = Open(_folder.Write("leads.csv", gzip ? TemporaryFolder.Gzip(bytes) : bytes));

            file.Encoding.ShouldBe(name);
            file.IsGzip.ShouldBe(gzip);
            file.Description.ShouldBe(gzip ? $"{name}, gzip" : name);
            ReadAll(file).ShouldBe(Text);
            file.BytesRead.ShouldBe(file.Length!.Value);
        }
    }

    [Fact]
    public void Windows_1252_has_the_euro_and_typographic_quotes()
    {
        using var file = Open(_folder.Write("prices.csv", [.. "price\n"u8, 0x80, .. "5 "u8, 0x84, .. "x"u8, 0x93, (byte)'\n']));

        ReadAll(file).ShouldBe("price\n€5 „x“\n");
    }

    [Fact]
    public void UTF8_with_one_damaged_byte_stays_UTF8()
    {
        using var file = Open(_folder.Write("leads.csv", [.. Encoding.UTF8.GetBytes(Text), 0xFF, (byte)'\n']));

        file.Encoding.ShouldBe("UTF-8");
    }

    [Fact]
    public void A_character_cut_by_the_end_of_the_sample_is_no_damage()
    {
        using var file = Open(_folder.Write("leads.csv", "x" + string.Concat(Enumerable.Repeat("é", 1 << 20))));

        file.Encoding.ShouldBe("UTF-8");
        ReadAll(file).Length.ShouldBe(1 + (1 << 20));
    }

    [Fact]
    public void A_dash_is_standard_input()
    {
        InputFile.TryOpen("-", new MemoryStream(Encoding.UTF8.GetBytes(Text)), out var file, out _).ShouldBeTrue();

        file.Name.ShouldBe("standard input");
        file.Length.ShouldBeNull();
        ReadAll(file).ShouldBe(Text);
    }

    [Fact]
    public void A_missing_file_names_the_nearest_one()
    {
        _folder.Write("leads-2025.csv", Text);
        _folder.Write("events.ndjson", "{}");

        Problem(_folder["Leads_2025.csv"]).ShouldBe($"{_folder["Leads_2025.csv"]} does not exist. Did you mean {_folder["leads-2025.csv"]}?");
        Problem(_folder["accounts.csv"]).ShouldBe($"{_folder["accounts.csv"]} does not exist. Check the name and the folder.");
    }

    [Fact]
    public void A_missing_folder_is_said_to_be_missing() =>
        Problem(_folder["no/leads.csv"]).ShouldBe($"The folder {_folder["no"]} does not exist. Create it or check the name.");

    [Fact]
    public void A_folder_is_not_a_file() => Problem(_folder.Folder).ShouldBe($"{_folder.Folder} is a folder. Name a file in it.");

    [Fact]
    public void An_empty_file_is_said_to_be_empty()
    {
        Problem(_folder.Write("a.csv", "")).ShouldEndWith("a.csv is empty. Check what wrote it.");
        Problem(_folder.Write("b.csv", "\uFEFF")).ShouldEndWith("b.csv is empty. Check what wrote it.");
        Problem(_folder.Write("c.csv", TemporaryFolder.Gzip([]))).ShouldEndWith("c.csv is empty. Check what wrote it.");
    }

    [Fact]
    public void A_file_that_may_not_be_read_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "The administrator may read every file.");
        string path = _folder.Write("leads.csv", Text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        Problem(path).ShouldBe($"{path} may not be read by this user. Change its permissions or run as a user that may.");
    }

    public static TheoryData<string, byte[]> Foreign => new()
    {
        { "an Excel workbook. Save it as CSV and try again.", [.. "PK\u0003\u0004\u0014\0\u0006\0[Content_Types].xml"u8] },
        { "a zip archive. Unpack it and name the file in it.", [.. "PK\u0003\u0004\u0014\0\u0006\0leads.csv"u8] },
        { "an old Excel workbook. Save it as CSV and try again.", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1] },
        { "compressed with zstd. Unpack it, or compress it with gzip.", [0x28, 0xB5, 0x2F, 0xFD, 1] },
        { "compressed with bzip2. Unpack it, or compress it with gzip.", [.. "BZh91AY"u8] },
        { "compressed with xz. Unpack it, or compress it with gzip.", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0] },
        { "a Parquet file. Export it as CSV.", [.. "PAR1\u0015"u8] },
        { "a SQLite database. Export the table as CSV.", [.. "SQLite format 3\0"u8] },
        { "a PDF. Ask for the data as CSV.", [.. "%PDF-1.7"u8] },
        { "an RTF document. Save the table in it as CSV and try again.", [.. "{\\rtf1\\ansi a,b"u8] },
        { "an HTML page. Save it as CSV and try again.", [.. "\r\n<HTML><body><table><tr><td>id</td></tr></table>"u8] },
        { "an HTML page. Save it as CSV and try again.", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<table><tr><td>id</td></tr></table>")] },
        { "an Excel workbook, written as XML. Save it as CSV and try again.", [.. "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook>"u8] },
        { "an XML file. Export it as CSV.", [0xEF, 0xBB, 0xBF, .. "<?xml version=\"1.0\"?><leads/>"u8] },
        { "not a text file. Baton reads CSV and NDJSON, plain or gzip.", [0x89, .. "PNG\r\n\u001A\n\0\0\0\rIHDR\0\0\0\u0001"u8] },
    };

    [Theory]
    [MemberData(nameof(Foreign), DisableDiscoveryEnumeration = true)]
    public void A_file_that_is_not_text_is_named_for_what_it_is(string what, byte[] bytes)
    {
        Problem(_folder.Write("leads.csv", bytes)).ShouldBe($"{_folder["leads.csv"]} is {what}");
        Problem(_folder.Write("leads.csv", TemporaryFolder.Gzip(bytes))).ShouldBe($"{_folder["leads.csv"]} is {what}");
    }

    [Fact]
    public void A_page_that_is_called_a_workbook_is_no_workbook() => Problem(_folder.Write("leads.xls", "<html><table><tr><td>id</td></tr></table></html>")).ShouldBe(
        $"{_folder["leads.xls"]} is an HTML page that is called an Excel workbook. Open it in Excel, save it as CSV and try again.");

    [Theory]
    [InlineData("a,b\n1,2\n", FileShape.Csv)]
    [InlineData("[id],[name]\n1,2\n", FileShape.Csv)]
    [InlineData("\n {\"a\":1}\n{\"a\":2}\n", FileShape.Ndjson)]
    [InlineData("{\"a\":1}", FileShape.Ndjson)]
    [InlineData("[\n  {\"a\":1},\n", FileShape.JsonArray)]
    [InlineData("[]", FileShape.JsonArray)]
    [InlineData("{\r\n  \"a\": 1\r\n}\r\n", FileShape.JsonOverLines)]
    public void The_shape_is_known_from_the_first_characters(string text, FileShape shape)
    {
        using var file = Open(_folder.Write("data", text));

        file.SniffShape().ShouldBe(shape);
        ReadAll(file).ShouldBe(text);
    }

    [Fact]
    public void A_JSON_array_comes_with_the_command_that_makes_lines_of_it()
    {
        FileProblem.OfShape("leads.json", FileShape.JsonArray)!.ToString()
            .ShouldBe("leads.json is one JSON array. Write one object a line, for example with: jq -c '.[]'");
        FileProblem.OfShape("leads.csv", FileShape.Csv).ShouldBeNull();
    }

    [Fact]
    public void Gzip_that_is_damaged_from_the_start_is_a_problem() =>
        Problem(_folder.Write("leads.csv.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF]))
            .ShouldEndWith("leads.csv.gz is damaged: its gzip data ends early or is wrong. Fetch it again.");

    [Theory]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(200_000)]
    public void Gzip_that_is_cut_off_gives_its_whole_rows_and_then_fails_once(int rows)
    {
        string text = "n,square\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"{i},{(long)i * i}\n"));
        var gzip = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(text));
        using var file = Open(_folder.Write("squares.csv.gz", gzip.AsSpan(0, rows == 2 ? gzip.Length - 4 : gzip.Length * 2 / 3)));
        CsvTable.TryOpen(file, null, out var table, out _).ShouldBeTrue();
        long read = 0;

        var failed = Should.Throw<FileFailedException>(() =>
            table.Read(CountInOrder, count => read += count, _ => { }, workers: 3, CancellationToken.None));

        read.ShouldBeGreaterThan(0);
        failed.LinesRead.ShouldBe(read + 1);
        failed.Message.ShouldBe(
            $"{_folder["squares.csv.gz"]} is damaged: its gzip data ends early or is wrong. " +
            $"Its first {read + 1:N0} lines could be read. Fetch it again.");
    }

    private static long CountInOrder(CsvRows rows)
    {
        long count = 0;
        while (rows.MoveNext())
        {
            if (rows.Text(0) != $"{rows.Line - 1}")
            {
                throw new FormatException($"line {rows.Line} holds {rows.Text(0)}");
            }

            count++;
        }
        return count;
    }

    private static byte[] WithMark(Encoding encoding) => [.. encoding.GetPreamble(), .. encoding.GetBytes(Text)];

    private static string ReadAll(InputFile file) => new StreamReader(file.Text, new UTF8Encoding(false)).ReadToEnd();

    private static string Problem(string path)
    {
        InputFile.TryOpen(path, Stream.Null, out _, out var problem).ShouldBeFalse();
        return problem!.ToString();
    }

    private static InputFile Open(string path)
    {
        InputFile.TryOpen(path, Stream.Null, out var file, out var problem).ShouldBeTrue(problem?.ToString());
        return file!;
    }

    public void Dispose() => _folder.Dispose();
}
