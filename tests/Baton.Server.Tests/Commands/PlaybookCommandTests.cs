using System.Text;
using Baton.Server.Tests.Imports;
using Baton.Server.Tests.Scoring;

namespace Baton.Server.Tests.Commands;

public sealed class PlaybookCommandTests : IDisposable
{
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook();

    [Fact]
    public void A_playbook_in_order_is_said_to_be()
    {
        const string InOrder = "Usual is in order: 1 fit rule, 2 engagement rules, MQL.\n";

        BatonProcess.Run("playbook", "check", _files.Playbook).ShouldBe(new BatonProcess(0, InOrder, ""));
        BatonProcess.Run(["playbook", "check", "-"], TemporaryFolder.Gzip(File.ReadAllBytes(_files.Playbook))).Output.ShouldBe(InOrder);
        BatonProcess.Run(["playbook", "check", "-"], [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(File.ReadAllText(_files.Playbook))])
            .Output.ShouldBe(InOrder);
    }

    [Fact]
    public void Ten_mistakes_are_ten_lines_each_with_its_place()
    {
        _files.WithPlaybook("""
            name: Mistakes
            range: { min: 0, max: .inf }
            fit:
              rules:
                - { name: A, points: NaN, when: { employees: { gte: 1e999 } } }
                - { name: B, points: 99999999999999999999999999999999999, when: { title: { contians: x } } }
                - { name: b, points: 1, when: { title: { matches: '(a)\1' } } }
                - { name: C, points: 1, group: size, when: { title: x } }
            engagement:
              rules:
                - { name: D, event: X, points: 1, decay: { half_life: 2 months } }
            stages:
              mql: { score: forty }
            """);
        string[] expected =
        [
            "2:23: `max` takes a number, not `.inf`",
            "5:26: `points` takes a number, not `NaN`",
            "5:57: `gte` needs a number, an amount such as `150000 EUR` or a date such as `2026-03-31`, and `1e999` is none",
            "6:26: `points` takes a number, not `99999999999999999999999999999999999`",
            "6:80: unknown operator `contians`; did you mean `contains`?",
            "7:15: a rule on line 6 is already called `b`; every rule needs a name of its own",
            "7:55: the pattern uses look-around, back-references or atomic groups, which can hang and are not supported",
            "8:36: there are no `groups` here yet; add `groups: { size: { max: 10 } }` above `rules`",
            "11:59: `half_life` takes 1 to 3,650 days, such as `30d` or `4w`, not `2 months`",
            "13:17: `score` takes a number, not `forty`",
        ];

        var checkedFile = BatonProcess.Run("playbook", "check", _files.Playbook);

        checkedFile.ShouldBeRefused(
            string.Join('\n', expected.Select(mistake => $"{_files.Playbook}:{mistake}")) + "\n10 mistakes. The language is described in docs/playbook.md.");
        _files.WithLeads("id\n1\n").Baton().Error.ShouldBe(string.Concat(expected.Select(mistake => $"{_files.Playbook}:{mistake}\n")));
    }

    [Fact]
    public void A_YAML_bomb_does_not_go_off()
    {
        var levels = Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(levels);

        var refused = BatonProcess.Run(["playbook", "check", _files.WithPlaybook(bomb + "name: *a20\n").Playbook], input: null, memory: "5F5E100");

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain($"{_files.Playbook}:2:10: `*a0` is a YAML alias, which Baton does not read; write the value out\n");
    }

    [Fact]
    public void What_is_no_playbook_is_refused_in_a_sentence()
    {
        Check("name: " + new string('[', 100_000), ":1:71: this is nested more than 64 levels deep; make it flatter");
        Check("name: a: b", ":1:8: this is not valid YAML: While scanning a plain scalar value, found invalid mapping");
        Check("", " is empty. Check what wrote it.");
        Check("\u0089PNG\0\0\0\0\u0001\u0002", " is not a text file. Baton reads CSV and NDJSON, plain or gzip.");
        Check(new string('#', 17 << 20), " is larger than 16 MiB, so it is no playbook. Check the file.");
        BatonProcess.Run("playbook", "check", _files["playbok.yaml"])
            .ShouldBeRefused($"{_files["playbok.yaml"]} does not exist. Did you mean {_files["playbook.yaml"]}?");

        void Check(string text, string message) =>
            BatonProcess.Run("playbook", "check", _files.WithPlaybook(text).Playbook).ShouldBeRefused(_files.Playbook + message);
    }

    [Fact]
    public void A_playbook_is_printed_to_standard_output_or_a_file()
    {
        var printed = BatonProcess.Run("playbook", "print", _files.Playbook);

        (printed.ExitCode, printed.Error).ShouldBe((0, ""));
        printed.Output.ShouldStartWith("# Usual\n");
        BatonProcess.Run("playbook", "print", _files.Playbook, "--out", _files["page.html"]).ShouldBe(new BatonProcess(0, "", ""));
        File.ReadAllText(_files["page.html"]).ShouldStartWith("<!DOCTYPE html>");
        BatonProcess.Run("playbook", "print", _files.Playbook, "--out", _files["no/page.html"])
            .ShouldBeRefused($"The folder {_files["no"]} does not exist. Create it or check the name.");
        BatonProcess.Run("playbook", "print", _files.Playbook, "--format", "pdf").ExitCode.ShouldBe(2);
    }

    [Fact]
    public void A_playbook_is_published_with_the_names_of_its_signers()
    {
        Publish().ShouldBe(new BatonProcess(
            0,
            "Usual is in force as version 1. A server scores the leads that are there anew in the background.\n",
            $"{_files["baton.db"]} is a new database. If the server has another, name that with --data or BATON_DATA.\n"));
        Publish().Output.ShouldBe("Usual is in force already, as version 1. Nothing was changed.\n");

        File.AppendAllText(_files.Playbook, "\n# Agreed again.\n");
        Publish().Output.ShouldStartWith("Usual is in force as version 2.");
        Publish("--sales", "Bo Berg").ExitCode.ShouldBe(2);
    }

    [Fact]
    public void What_is_no_playbook_is_not_published()
    {
        _files.WithPlaybook("name: Bad\nfit: 3\n");

        var refused = Publish();

        (refused.ExitCode, refused.Output).ShouldBe((1, ""));
        refused.Error.ShouldStartWith($"{_files.Playbook}:2:6: ");
        File.Exists(_files["baton.db"]).ShouldBeFalse();
    }

    public void Dispose() => _files.Dispose();

    private BatonProcess Publish(params string[] signers) => BatonProcess.Run(
        ["playbook", "publish", _files.Playbook, "--data", _files["baton.db"], .. signers is [] ? ["--marketing", "Ann Lee", "--sales", "Bo Berg"] : signers]);
}
