using System.Text;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

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

    private BatonProcess Import(string kind, string path, params string[] more) => BatonProcess.Run(["import", kind, path, "--data", _folder["baton.db"], .. more]);

    public void Dispose() => _folder.Dispose();
}
