using System.Text;
using Baton.Server.Tests.Imports;
using Baton.Server.Tests.Scoring;

namespace Baton.Server.Tests.Commands;

/// <summary>Files that are not what they should be: one sentence says what is wrong and what to do, and what can be read is read.</summary>
public sealed class ScoreInputTests : IDisposable
{
    private const string Leads = "id,email,employees\n1,a@x.example,120\n2,b@x.example,20\n";
    private const string Events = "user_id,event,timestamp\n1,Quote Requested,2026-06-01\n";
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook().WithLeads(Leads);

    [Fact]
    public void A_missing_file_is_named_with_the_one_that_was_probably_meant() =>
        _files.At(_files["laeds.csv"]).Baton().ShouldBeRefused($"{_files["laeds.csv"]} does not exist. Did you mean {_files["leads.csv"]}?");

    [Fact]
    public void A_missing_file_of_events_is_named() =>
        _files.At(_files.Leads, _files["what-they-did.ndjson"]).Baton()
            .ShouldBeRefused($"{_files["what-they-did.ndjson"]} does not exist. Check the name and the folder.");

    [Fact]
    public void A_folder_is_no_file() => _files.At(_files.Folder).Baton().ShouldBeRefused($"{_files.Folder} is a folder. Name a file in it.");

    [Fact]
    public void An_empty_file_is_empty() => _files.WithLeads("").Baton().ShouldBeRefused($"{_files.Leads} is empty. Check what wrote it.");

    [Fact]
    public void A_picture_is_not_text() => _files.WithEvents([0x89, .. "PNG\r\n\u001A\n\0\0\0\rIHDR\0\0\0\u0001"u8]).Baton()
        .ShouldBeRefused($"{_files.Events} is not a text file. Baton reads CSV and NDJSON, plain or gzip.");

    [Fact]
    public void A_workbook_is_to_be_saved_as_CSV() => _files.WithLeads([.. "PK\u0003\u0004"u8, .. new byte[26], .. "[Content_Types].xml"u8]).Baton()
        .ShouldBeRefused($"{_files.Leads} is an Excel workbook. Save it as CSV and try again.");

    [Fact]
    public void JSON_in_other_shapes_comes_with_what_to_do()
    {
        _files.WithEvents("[{\"type\":\"track\"}]").Baton()
            .ShouldBeRefused($"{_files.Events} is one JSON array. Write one object a line, for example with: jq -c '.[]'");
        _files.WithEvents("{\n  \"type\": \"track\"\n}").Baton()
            .ShouldBeRefused($"{_files.Events} is JSON over several lines. Write one object a line, for example with: jq -c .");
        _files.WithLeads("{\"id\":1}\n").Baton().ShouldBeRefused($"{_files.Leads} is JSON. Leads are read from CSV; --events reads NDJSON.");
    }

    [Fact]
    public void Gzip_that_is_cut_off_is_damaged()
    {
        var packed = TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(Leads + string.Concat(Enumerable.Range(3, 100_000).Select(i => $"{i},p{i * 7919L}@x.example,{i % 700}\n"))));

        var refused = _files.WithLeads(packed[..(packed.Length / 2)]).Baton("--out", _files["scores.csv"]);

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldMatch(@"^\S+ is damaged: its gzip data ends early or is wrong\. Its first [\d,]+ lines could be read\. Fetch it again\.$");
        File.Exists(_files["scores.csv"]).ShouldBeFalse();
    }

    [Fact]
    public void Columns_that_say_nothing_of_events_are_listed_on_one_line_with_what_to_do()
    {
        var names = string.Join(',', Enumerable.Range(1, 40).Select(i => $"column_{i}"));

        _files.WithEvents(names + "\n", "odd.csv").Baton().ShouldBeRefused(
            $"No column says whose event a row is. Say which one does: --map \"column_1=user_id\". The columns are: {names.Replace(",", ", ", StringComparison.Ordinal)}.");
        _files.WithEvents("who,what,when\n", "odd.csv").Baton("--map", "who=user_id").ShouldBeRefused(
            "No column says when an event happened. Say which one does: --map \"who=timestamp\". The columns are: who, what, when.");
    }

    [Fact]
    public void A_column_that_is_not_there_is_refused_with_the_one_that_was_probably_meant()
    {
        _files.Baton("--id", "emial").ShouldBeRefused("There is no column \"emial\"; did you mean `email`? The columns are: id, email, employees.");
        _files.Baton("--id", "number").ShouldBeRefused("There is no column \"number\". The columns are: id, email, employees.");
        _files.Baton("--map", "emploees=employees").ShouldBeRefused("--map speaks of a column \"emploees\" that is in no file; did you mean `employees`?");
        _files.Baton("--map", "Branche=industry").ShouldBeRefused("--map speaks of a column \"Branche\" that is in no file.");
    }

    [Fact]
    public void An_id_that_no_lead_has_is_refused_with_the_one_that_was_probably_meant()
    {
        _files.WithLeads("id\nlead-100\nlead-200\n");

        _files.Baton("--explain", "laed-200").ShouldBeRefused("No lead has the id or e-mail address \"laed-200\"; did you mean `lead-200`?");
        _files.Baton("--explain", "somebody").ShouldBeRefused("No lead has the id or e-mail address \"somebody\".");
    }

    [Fact]
    public void A_lead_is_explained_by_its_email_address_in_any_case_and_the_nearest_one_is_suggested()
    {
        _files.WithLeads("id,email\nlead-100,Dana.Keller@northforge.example\nlead-200,robin@northforge.example\n");

        _files.Baton("--explain", " DANA.keller@Northforge.example ").Output.ShouldContain("lead-100\n");
        _files.Baton("--explain", " LEAD-200 ").Output.ShouldContain("lead-200\n");
        _files.Baton("--explain", "Dana.Keler@northforge.example")
            .ShouldBeRefused("No lead has the id or e-mail address \"Dana.Keler@northforge.example\"; did you mean `dana.keller@northforge.example`?");
    }

    [Fact]
    public void An_attribute_that_is_probably_a_slip_is_hinted_at_unless_the_file_has_it()
    {
        const string Hint = ":4:43: no system's name for an attribute is `titel`; did you mean `title`? If it is one of your own, all is well.\n";
        _files.WithPlaybook("name: X\nfit:\n  rules:\n    - { name: Manager, points: 5, when: { titel: Manager } }\n");

        BatonProcess.Run("playbook", "check", _files.Playbook)
            .ShouldBe(new BatonProcess(0, "X is in order: 1 fit rule, 0 engagement rules, no stages.\n", _files.Playbook + Hint));
        _files.WithLeads("id,title\n1,Manager\n").Baton().Output.ShouldContain(Hint);
        _files.WithLeads("id,titel\n1,Manager\n").Baton().Output.ShouldNotContain("did you mean");
    }

    [Fact]
    public void Words_of_a_file_cannot_move_the_terminals_cursor()
    {
        var told = _files.WithLeads($"id,\u001B[2Jcleared\n1,\u001B[31mred{new string('.', 200)}\n").Baton("--id", "cleared");

        told.ExitCode.ShouldBe(1);
        told.Error.ShouldContain("The columns are: id,  [2Jcleared.");
    }

    [Fact]
    public void A_column_that_the_user_maps_to_the_id_is_the_leads_id()
    {
        var scores = _files.WithLeads("mql,id,employees\nm1,9,100\nm2,9,1\n").Baton("--map", "mql=user_id", "--format", "csv");

        scores.Output.ShouldContain("\n1,m1,,10,");
        scores.Output.ShouldContain("\n2,m2,,0,");
    }

    [Fact]
    public void Standard_input_can_be_any_one_file()
    {
        _files.WithEvents(Events, "events.csv");
        var direct = _files.Baton("--format", "csv").Output;
        direct.ShouldContain("\n1,1,,40,10,30,,MQL,");

        Baton("-", _files.Events!, Encoding.UTF8.GetBytes(Leads)).ShouldBe(direct);
        Baton(_files.Leads, "-", Encoding.UTF8.GetBytes(Events)).ShouldBe(direct);
        Baton(_files.Leads, "-", TemporaryFolder.Gzip(Encoding.UTF8.GetBytes(Events))).ShouldBe(direct);

        string Baton(string leads, string events, byte[] input) =>
            BatonProcess.Run(["score", "-p", _files.Playbook, "-l", leads, "-e", events, "--as-of", ScoredFiles.AsOf, "-f", "csv"], input).Output;
    }

    [Fact]
    public void A_line_of_200_MB_is_skipped_in_little_memory()
    {
        var (leads, events) = (_files["long.csv"], _files["long.ndjson"]);
        WriteLong(leads, "id,employees\n1,120\n2,", "\n3,130\n");
        WriteLong(events, Call + "\n{\"type\":\"", "\"}\n" + Call + "\n");
        _files.At(leads, events);

        var done = BatonProcess.Run(_files.Arguments("--rejected", _files["rejected.csv"], "--strict"), input: null, memory: "5F5E100");

        done.Error.ShouldBe("");
        done.ExitCode.ShouldBe(3);
        done.Output.ShouldContain("3 rows of leads: 2 leads scored, 0 rows joined to a lead above by id or e-mail, 1 skipped");
        done.Output.ShouldContain("line 3: is longer than 1 MiB");
        done.Output.ShouldContain("3 lines of events: 2 scored, 1 skipped");
        done.Output.ShouldContain("line 2: is longer than 1 MiB");
        new FileInfo(_files["rejected.csv"]).Length.ShouldBeLessThan(1_000);
    }

    [Fact]
    public void A_hundred_timestamps_of_a_megabyte_are_skipped_in_little_memory()
    {
        var call = Call.Replace("2026-06-01", new string('x', 1_000_000), StringComparison.Ordinal) + "\n";
        using (var file = File.CreateText(_files["events.ndjson"]))
        {
            for (var i = 0; i < 100; i++)
            {
                file.Write(call.Replace("x\"", $"{i}\"", StringComparison.Ordinal));
            }
        }

        _files.At(_files.Leads, _files["events.ndjson"]);

        var done = BatonProcess.Run(_files.Arguments(), input: null, memory: "5F5E100");

        (done.ExitCode, done.Error).ShouldBe((0, ""));
        done.Output.ShouldContain("100 lines of events: 0 scored, 100 skipped");
        done.Output.ShouldContain($"line 1 and 99 more: has a `timestamp` that is no date, such as {new string('x', 59)}…");
    }

    [Fact]
    public void More_than_fits_into_the_memory_is_said_in_words()
    {
        using (var file = File.CreateText(_files["many.csv"]))
        {
            file.WriteLine("id,employees");
            for (var i = 0; i < 600_000; i++)
            {
                file.Write($"a-rather-long-id-of-a-lead-{i},1\n");
            }
        }

        _files.At(_files["many.csv"]);

        BatonProcess.Run(_files.Arguments(), input: null, memory: "5000000").ShouldBeRefused(
            "The leads and events do not fit into the memory of this machine. Score fewer at a time or take a larger one.");
    }

    [Fact]
    public void The_one_broken_line_of_seven_million_is_named()
    {
        using (var file = File.Create(_files["big.ndjson"]))
        {
            var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"type\":\"identify\",\"userId\":\"1\",\"sentAt\":1780000000}\n", 10_000)));
            for (var i = 0; i < 700; i++)
            {
                file.Write(lines);
            }

            file.Write("{\"type\":\n{\"type\":\"track\",\"event\":\"Quote Requested\",\"userId\":\"1\",\"sentAt\":1780000000}"u8);
        }

        _files.At(_files.Leads, _files["big.ndjson"]);

        var done = BatonProcess.Run(_files.Arguments("--rejected", _files["rejected.csv"]), input: null, BatonProcess.SmallMemory);

        (done.ExitCode, done.Error).ShouldBe((0, ""));
        done.Output.ShouldContain("7,000,002 lines of events: 1 scored, 7,000,000 telling who somebody is, 1 skipped");
        done.Output.ShouldContain("line 7000001: is not JSON: ");
        File.ReadAllText(_files["rejected.csv"]).ShouldContain("\nevents,7000001,is not JSON: ");
    }

    private const string Call = """{"type":"track","event":"Quote Requested","userId":"1","timestamp":"2026-06-01"}""";

    private static void WriteLong(string path, string before, string behind)
    {
        using var file = File.Create(path);
        var part = Enumerable.Repeat((byte)'x', 1 << 20).ToArray();
        file.Write(Encoding.UTF8.GetBytes(before));
        for (var i = 0; i < 200; i++)
        {
            file.Write(part);
        }

        file.Write(Encoding.UTF8.GetBytes(behind));
    }

    public void Dispose() => _files.Dispose();
}
