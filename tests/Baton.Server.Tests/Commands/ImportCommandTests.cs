using System.Text;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImportCommandTests() => BatonProcess.Run("key", "create", "--data", _folder["baton.db"]).ExitCode.ShouldBe(0);

    [Fact]
    public void A_database_that_is_made_for_an_import_is_told()
    {
        var leads = _folder.Write("leads.csv", "id,email\n1,a@acme.example\n");
        var import = BatonProcess.Run("import", "leads", leads, "--data", _folder["other.db"]);
        (import.ExitCode, import.Error).ShouldBe((0, $"{_folder["other.db"]} is a new database. If the server has another, name that with --data or BATON_DATA.\n"));
    }

    [Fact]
    public void A_file_comes_in_once_from_standard_input_as_well()
    {
        var leads = Encoding.UTF8.GetBytes("id,email,Rolle\n1,a@acme.example,Plant Manager\n,,\n2,b@acme.example,Intern,more\n");
        var path = _folder.Write("leads.csv", leads);

        var first = Import("leads", path, "--map", "Rolle=title");
        var second = BatonProcess.Run(["import", "leads", "-", "--data", _folder["baton.db"], "--map", "Rolle=title", "--rejected", "-"], leads);

        (first.ExitCode, first.Error).ShouldBe((0, ""));
        first.Output.ShouldEndWith("""
            What was imported
              2 rows of leads: 1 imported, 0 known already, 1 skipped
                line 4: has more fields than the header: 4 instead of 3

            """.ReplaceLineEndings("\n"));
        second.Output.ShouldBe("line,reason,row\n4,has more fields than the header: 4 instead of 3,\"2,b@acme.example,Intern,more\"\n");
        second.Error.ShouldContain("2 rows of leads: 0 imported, 1 known already, 1 skipped");
    }

    [Fact]
    public void What_cannot_be_imported_is_refused_in_words()
    {
        var leads = _folder.Write("leads.csv", "id,email\n1,a@acme.example\n");
        var events = _folder.Write("events.ndjson", "{\"type\":\"page\"}\n");

        Import("leads", events).ShouldBeRefused($"{events} is JSON. Leads are read from CSV; NDJSON is read as events.");
        Import("leads", leads, "--map", "mail=email").ShouldBeRefused("--map speaks of a column \"mail\" that is not in the file; did you mean `email`?");
        Import("deals", leads, "--id", "Nr").ShouldBeRefused("There is no column \"Nr\". The columns are: id, email.");
        Import("events", leads).ShouldBeRefused("No column says when an event happened. Say which one does: --map \"id=timestamp\". The columns are: id, email.");
        Import("leads", _folder["none.csv"]).ExitCode.ShouldBe(1);
        Import("leads", leads, "--rejected", leads).ExitCode.ShouldBe(2);
        Import("people", leads).ExitCode.ShouldBe(2);
    }

    [Fact]
    public void A_file_that_was_imported_before_says_so_and_holds_again_as_of_a_newer_time()
    {
        var won = _folder.Write("won.csv", "deal id,email,stage\n1,a@acme.example,Closed won\n");
        var lost = _folder.Write("lost.csv", "deal id,email,stage\n1,a@acme.example,Closed lost\n");
        Import("deals", won).Output.ShouldContain("  stage: Closed won → won.\n");
        Import("deals", lost).ExitCode.ShouldBe(0);

        var again = Import("deals", won);

        again.Output.ShouldContain("1 row of deals: 0 imported, 1 known already, 0 skipped\n  This very file was imported before: what came in then is known and stays as it is, whatever was said since.\n");
        var hint = again.Output[again.Output.IndexOf("--as-of ", StringComparison.Ordinal)..].Trim().Split(' ');
        again.Output.ShouldContain("  Where it is to hold again, say as of when it is true: --as-of 20");
        var newer = Import("deals", won, hint);
        newer.Output.ShouldContain("1 row of deals: 1 imported, 0 known already, 0 skipped");
        newer.Output.ShouldNotContain("imported before");
        Import("deals", won, hint).Output.ShouldContain("imported before");
    }

    [Fact]
    public void Rows_that_are_joined_and_lines_that_are_no_JSON_are_told_in_words()
    {
        var leads = Import("leads", _folder.Write("leads.csv", "id,email\n1,a@acme.example\n2,a@acme.example\n"));
        var events = Import("events", _folder.Write("events.ndjson", "{\"type\":\"page\",\nNaN\n"));

        leads.Output.ShouldContain("2 rows of leads: 2 imported, 0 known already, 0 skipped\n  1 row has another id, but the e-mail address of a lead that is there, and is joined to it.\n");
        events.Output.ShouldContain("    line 1 and 1 more: is not JSON; in the first, ");
    }

    [Fact]
    public void An_import_that_is_stopped_says_what_is_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl-C otherwise.");
        var rows = string.Concat(Enumerable.Range(1, 200_000).Select(i => FormattableString.Invariant($"{i},p{i}@c{i}.example\n")));
        var path = _folder.Write("leads.csv", "id,email\n" + rows);

        var stopped = BatonProcess.Run(["import", "leads", path, "--data", _folder["baton.db"]], process =>
        {
            while (!process.HasExited && (!File.Exists(_folder["baton.db-wal"]) || new FileInfo(_folder["baton.db-wal"]).Length < 3 << 20))
            {
                Thread.Sleep(1);
            }

            BatonProcess.Interrupt(process);
        });

        (stopped.ExitCode, stopped.Output, stopped.Error).ShouldBe(
            (130, "", "Stopped before the end. What was imported until now is kept. The same command goes on from there.\n"));
    }

    [Theory]
    [InlineData("events", "2026-01-01", "Events have times of their own, so --as-of is for leads and deals only. Leave it out.")]
    [InlineData("leads", "yesterday", "--as-of takes a date such as 2026-06-30 or a time such as 2026-06-30T12:00Z, not \"yesterday\".")]
    [InlineData("deals", "2199-01-01", "--as-of takes a time that has been, and 2199-01-01 is still to come, as days are in UTC. Leave it out where the file is true now.")]
    public void A_time_as_of_which_no_file_can_be_true_is_refused(string kind, string time, string words)
    {
        var refused = Import(kind, _folder.Write("file.csv", "id,email\n1,a@acme.example\n"), "--as-of", time);

        (refused.ExitCode, refused.Output).ShouldBe((2, ""));
        refused.Error.ShouldContain(words);
    }

    private BatonProcess Import(string kind, string path, params string[] more) => BatonProcess.Run(["import", kind, path, "--data", _folder["baton.db"], .. more]);

    public void Dispose() => _folder.Dispose();
}
