using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Commands;

public sealed class TeamCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_makes_teams_be_as_it_says_and_leaves_the_others()
    {
        Set("""
            people: [ { email: Ann@acme.example, name: Ann Lee, role: sdr } ]
            teams: [ { name: Inside, zone: Europe/Berlin, hours: Mon-Fri 9-17, members: [ { person: ann@acme.example } ] }, { name: Field, zone: UTC, hours: 24x7 } ]
            """).Output.ShouldBe("Inside: added, 1 member\nField: added, 0 members\n1 person is let in without a password; `baton user password` gives them one.\n");
        Set("teams: [ { name: INSIDE, zone: Europe/Berlin, hours: Mon-Fri 9-17, holidays: [2026-12-25], manager: ann@acme.example } ]").Output.ShouldBe("INSIDE: changed, 0 members\n");

        BatonProcess.Run("team", "list", "--data", _folder["baton.db"]).Output.ShouldBe(
            "Field: Mon-Sun 00:00-24:00 UTC, 0 holidays\nINSIDE: Mon-Fri 09:00-17:00 Europe/Berlin, 1 holiday, managed by Ann Lee\n");
        BatonProcess.Run("user", "list", "--data", _folder["baton.db"]).Output.ShouldBe("Ann Lee  ann@acme.example  sdr        no password yet\n");
        var password = BatonProcess.Run("user", "password", "--data", _folder["baton.db"], "--email", "ANN@acme.example");
        (password.ExitCode, password.Output.Trim().Length).ShouldBe((0, 20));
        BatonProcess.Run("user", "list", "--data", _folder["baton.db"]).Output.ShouldBe("Ann Lee  ann@acme.example  sdr\n");
        BatonProcess.Run("user", "password", "--data", _folder["baton.db"], "--email", "bo@acme.example").ShouldBeRefused("Nobody here has the address bo@acme.example. `baton user list` shows everybody.");
    }

    [Fact]
    public void A_file_with_mistakes_changes_nothing_and_each_is_shown_with_its_line()
    {
        var file = _folder["teams.yaml"];
        Set("teams: [ { name: Inside, zone: Berlin, hours: 24x7 } ]").ShouldBeRefused($"{file}:1:32: `Berlin` is no time zone; did you mean `Europe/Berlin`?");
        Set("people: [ { email: ann, name: Ann, role: sdr }, { email: bo@acme.example, name: Bo, role: boss } ]").ShouldBeRefused(
            $"{file}:1:91: `boss` is no role; roles are admin, manager, marketing, sales, sdr, ae, reader");
        Set("people: [ { email: ann, name: Ann, role: sdr } ]").ShouldBeRefused($"{file}:1:20: `ann` is no e-mail address. Write it as ann@example.com");
        File.Exists(_folder["baton.db"]).ShouldBeFalse();

        BatonProcess.Run("key", "create", "--data", _folder["baton.db"]);
        Set("""
            people: [ { email: annette@acme.example, name: Ann, role: sdr } ]
            teams:
              - { name: Inside, zone: UTC, hours: 24x7, manager: bo@acme.example, members: [ { person: anette@acme.example } ] }
            """).ShouldBeRefused(
            $"{file}:3:54: Nobody here has the address bo@acme.example. Let them in first: `baton user create`, or POST /api/people.\n"
            + $"{file}:3:92: Nobody here has the address anette@acme.example. Did you mean annette@acme.example?\n"
            + "2 mistakes, so nothing was changed. docs/teams.md describes the file.");
        BatonProcess.Run("user", "list", "--data", _folder["baton.db"]).Output.ShouldBeEmpty();
        BatonProcess.Run("team", "set", _folder["nowhere.yaml"], "--data", _folder["baton.db"]).Error.ShouldContain("does not exist");
    }

    public void Dispose() => _folder.Dispose();

    private BatonProcess Set(string yaml)
    {
        File.WriteAllText(_folder["teams.yaml"], yaml);
        var ended = BatonProcess.Run("team", "set", _folder["teams.yaml"], "--data", _folder["baton.db"]);
        return ended with { Error = string.Concat(ended.Error.Split('\n').Where(line => !line.Contains("is a new database", StringComparison.Ordinal)).Select(line => line + "\n")).TrimEnd() };
    }
}
