using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Server.Tests.Scoring;
using CsvHelper;

namespace Baton.Server.Tests.Commands;

/// <summary>What the program writes where, and what it returns to the shell.</summary>
public sealed class ScoreOutputTests : IDisposable
{
    private const RegexOptions Multiline = RegexOptions.Multiline | RegexOptions.NonBacktracking;

    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook()
        .WithLeads("id,name,employees\n1,\"Doe, Jo\",120\n2,\"Says \"\"hi\"\"\",20\n3,Mia,300\n4,too,many,fields\n")
        .WithEvents("""
            {"type":"track","event":"Quote Requested","userId":"3","timestamp":"2026-06-01T10:00:00Z"}
            {"type":"page","userId":"3","properties":{"path":"/pricing"},"timestamp":"2026-06-02T10:00:00Z"}
            {"type":"page"
            """);

    [Fact]
    public void CSV_JSON_and_the_table_agree()
    {
        (int, string, int, int, int, string)[] expected = [(1, "3", 48, 10, 38, "MQL"), (2, "1", 10, 10, 0, "Lead"), (3, "2", 0, 0, 0, "Lead")];

        Csv(_files.Baton("--format", "csv").Output).ShouldBe(expected);
        Json(_files.Baton("--format", "JSON").Output).ShouldBe(expected);
        Table(_files.Baton().Output).ShouldBe(expected);
        _files.Baton("--out", _files["scores.csv"]).ExitCode.ShouldBe(0);
        _files.Baton("--out", _files["scores.json"]).ExitCode.ShouldBe(0);
        Csv(File.ReadAllText(_files["scores.csv"])).ShouldBe(expected);
        Json(File.ReadAllText(_files["scores.json"])).ShouldBe(expected);
    }

    [Fact]
    public void Standard_output_has_the_scores_alone_and_standard_error_the_report()
    {
        var done = _files.Baton("--format", "csv");

        done.Output.ShouldBe(""""
            rank,id,name,score,fit,engagement,grade,stage,reason_1,reason_2,reason_3
            1,3,Mia,48,10,38,,MQL,+30 Asked for a quote,+10 Large,+8 Read the pricing page
            2,1,"Doe, Jo",10,10,0,,Lead,+10 Large,,
            3,2,"Says ""hi""",0,0,0,,Lead,,,

            """");
        done.Error.ShouldContain("4 rows of leads: 3 leads scored, 0 rows joined to a lead above by id or e-mail, 1 skipped");
        done.Error.ShouldContain("3 lines of events: 2 scored, 1 skipped");
        done.Error.ShouldNotContain('\r');
    }

    [Fact]
    public void The_lines_of_an_explanation_add_up_to_the_score()
    {
        var explanation = JsonDocument.Parse(_files.Baton("--explain", "3", "--format", "json").Output).RootElement;

        explanation.GetProperty("score").GetInt32().ShouldBe(48);
        explanation.GetProperty("lines").EnumerateArray().Sum(line => line.GetProperty("points").GetDecimal()).ShouldBe(48);
        explanation.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("text").GetString())
            .ShouldBe(["Large", "Asked for a quote", "Read the pricing page"]);
        _files.Baton("--explain", "3").Output.ShouldContain("48 = fit 10 + engagement 38, stage MQL, as of 2026-06-30 23:59 UTC");
    }

    [Fact]
    public void Skipped_rows_come_back_with_file_line_reason_and_text()
    {
        var done = _files.Baton("--rejected", _files["rejected.csv"], "--strict", "--format", "csv");

        done.ExitCode.ShouldBe(3);
        done.Output.ShouldStartWith("rank,id,");
        File.ReadAllText(_files["rejected.csv"]).ShouldMatch(
            "^file,line,reason,text\n"
            + "leads,5,has more fields than the header: 4 instead of 3,\"4,too,many,fields\"\n"
            + "events,3,\"?is not JSON: [^\n]+,\"{\"\"type\"\":\"\"page\"\"\"\n$");
    }

    [Fact]
    public void Strict_is_content_where_every_row_was_read() => _files.At(Plain()).Baton("--strict").ExitCode.ShouldBe(0);

    [Fact]
    public void A_wrong_command_line_is_2_and_leaves_standard_output_alone()
    {
        Usage(BatonProcess.Run("score", "--leads", "leads.csv"), "Option '--playbook' is required.");
        Usage(BatonProcess.Run("score", "-p", "p", "-l", "-", "-e", "-"), "Only one file can come from standard input.");
        Usage(BatonProcess.Run("score", "-p", "-", "-l", "-"), "Only one file can come from standard input.");
        Usage(_files.Baton("--as-of", "2026-06-29"), "Option '--as-of' expects a single argument but 2 were provided.");
        Usage(_files.Baton("--top", "all"), "--top takes a number from 0, not \"all\".");
        Usage(_files.Baton("--map", "industry"), "--map takes column=meaning, such as --map \"Branche=industry\", not \"industry\".");
        Usage(_files.Baton("--map", "Branche=industry", "--map", "branche=sector"), "--map says more than once what \"Branche\" means. Say it once.");
        Usage(_files.Baton("--as-of", "tomorrow"), "--as-of takes a date such as 2026-06-30 or a time such as 2026-06-30T12:00Z, not \"tomorrow\".");
        Usage(_files.Baton("--format", "xml"), "Argument 'xml' not recognized. Must be one of:");
        Usage(_files.Baton("--tpo", "5"), "Did you mean one of the following?\n--top");

        static void Usage(BatonProcess ended, string message)
        {
            (ended.ExitCode, ended.Output.Trim()).ShouldBe((2, ""));
            ended.Error.ShouldContain(message);
        }
    }

    [Fact]
    public void Who_asks_for_nothing_gets_help()
    {
        BatonProcess.Run("score", "--help").Output.ShouldContain("--playbook <file> (REQUIRED)");
        BatonProcess.Run().Error.ShouldContain("Score leads from files, with every point explained.");
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said_and_nothing_is_left()
    {
        var before = Directory.GetFileSystemEntries(_files.Folder);

        _files.Baton("--out", _files["no/scores.csv"]).ShouldBeRefused($"The folder {_files["no"]} does not exist. Create it or check the name.");
        _files.Baton("--rejected", _files["no/rows.csv"]).ShouldBeRefused($"The folder {_files["no"]} does not exist. Create it or check the name.");
        _files.Baton("--out", _files.Folder).ShouldBeRefused($"{_files.Folder} is a folder. Name a file in it.");
        Directory.GetFileSystemEntries(_files.Folder).ShouldBe(before);
    }

    [Fact]
    public void A_read_only_place_is_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a folder that not even the administrator may write.");

        _files.Baton("--out", "/sys/scores.csv")
            .ShouldBeRefused("/sys/scores.csv may not be written by this user. Choose another folder or change its permissions.");
    }

    [Fact]
    public void A_full_disk_is_said()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        const string Full = "/dev/full cannot be written: the disk is full. Free some space or choose another disk.";

        _files.Baton("--out", "/dev/full").ShouldBeRefused(Full);
        _files.Baton("--out", "/dev/full", "--format", "json").ShouldBeRefused(Full);
        _files.Baton("--rejected", "/dev/full").ShouldBeRefused(Full);
    }

    [Fact]
    public void Ctrl_C_while_reading_writes_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl-C otherwise.");
        File.WriteAllText(_files["scores.csv"], "old");
        var before = Directory.GetFileSystemEntries(_files.Folder).Order(StringComparer.Ordinal);

        var stopped = BatonProcess.Run(_files.At(_files.Leads, "-").Arguments("--out", _files["scores.csv"]), process =>
        {
            // Events without end: it can only be stopped in their middle.
            var lines = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"type\":\"identify\",\"userId\":\"1\",\"sentAt\":1780000000}\n", 1_000)));
            try
            {
                for (var written = 0; !process.HasExited; written++)
                {
                    process.StandardInput.BaseStream.Write(lines);
                    if (written == 100)
                    {
                        BatonProcess.Interrupt(process);
                    }
                }
            }
            catch (IOException)
            {
                // It has gone, and its pipe with it.
            }
        });

        (stopped.ExitCode, stopped.Output, stopped.Error).ShouldBe((130, "", "Stopped before the end. No file was written.\n"));
        File.ReadAllText(_files["scores.csv"]).ShouldBe("old");
        Directory.GetFileSystemEntries(_files.Folder).Order(StringComparer.Ordinal).ShouldBe(before);
    }

    [Fact]
    public void Ctrl_C_while_writing_leaves_no_half_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl-C otherwise.");
        File.WriteAllText(_files["scores.json"], "old");
        using (var leads = File.CreateText(_files["many.csv"]))
        {
            leads.Write("id,employees\n");
            for (var i = 0; i < 400_000; i++)
            {
                leads.Write($"{i},{i % 300}\n");
            }
        }

        var stopped = BatonProcess.Run(_files.At(_files["many.csv"]).Arguments("--out", _files["scores.json"]), process =>
        {
            while (!process.HasExited && Directory.GetFiles(_files.Folder, "*.part").Length == 0)
            {
                Thread.Sleep(1);
            }

            BatonProcess.Interrupt(process);
        });

        (stopped.ExitCode, stopped.Output, stopped.Error).ShouldBe((130, "", "Stopped before the end. No file was written.\n"));
        File.ReadAllText(_files["scores.json"]).ShouldBe("old");
        Directory.GetFiles(_files.Folder, "*.part").ShouldBeEmpty();
    }

    private string Plain()
    {
        File.WriteAllText(_files["plain.csv"], "id,employees\n1,120\n");
        return _files["plain.csv"];
    }

    private static IEnumerable<(int, string, int, int, int, string)> Csv(string text)
    {
        using var rows = CsvReader.FromText(text, new CsvReaderOptions());
        while (rows.Read())
        {
            yield return (Number("rank"), rows.GetString("id"), Number("score"), Number("fit"), Number("engagement"), rows.GetString("stage"));
        }

        int Number(string column) => int.Parse(rows.GetString(column), CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(int, string, int, int, int, string)> Json(string text) => JsonDocument.Parse(text).RootElement
        .GetProperty("leads").EnumerateArray().Select(l => (l.GetProperty("rank").GetInt32(), l.GetProperty("id").GetString()!,
            l.GetProperty("score").GetInt32(), l.GetProperty("fit").GetInt32(), l.GetProperty("engagement").GetInt32(), l.GetProperty("stage").GetString()!));

    private static IEnumerable<(int, string, int, int, int, string)> Table(string text) => Regex
        .Matches(text, @"^ +(?<rank>\d+) +\S.* (?<id>\d) +(?<score>\d+) +(?<fit>\d+) +(?<engagement>\d+) +(?<stage>Lead|MQL)\b", Multiline)
        .Select(m => (Number(m, "rank"), m.Groups["id"].Value, Number(m, "score"), Number(m, "fit"), Number(m, "engagement"), m.Groups["stage"].Value));

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    public void Dispose() => _files.Dispose();
}
