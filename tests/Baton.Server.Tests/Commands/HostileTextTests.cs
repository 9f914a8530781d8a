using Baton.Server.Tests.Scoring;

namespace Baton.Server.Tests.Commands;

/// <summary>Text of files that is meant to deceive a terminal, or is only very odd.</summary>
public sealed class HostileTextTests : IDisposable
{
    private const string Hostile = "\u001B[31m\u202Eevil\u2066 [red]x[/]\u009B2J\u0007";
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook();

    [Fact]
    public void Nothing_of_a_file_reaches_the_terminal_that_could_deceive_it()
    {
        _files.WithPlaybook($$"""
            name: "{{Yaml}}"
            fit: { rules: [{ name: "{{Yaml}}", points: 10, when: { employees: { gte: 100 } } }] }
            """).WithLeads($"id,name,employees,{Hostile}\n{Hostile},{Hostile},120,{new string('.', 2_000)}\n");

        foreach (var ended in (BatonProcess[])[_files.Baton(), _files.Baton("--id", Hostile), _files.Baton("--explain", Hostile + "?"), BatonProcess.Run("playbook", "check", _files.Playbook)])
        {
            (ended.Output + ended.Error).Replace("\n", "", StringComparison.Ordinal)
                .Where(c => char.IsControl(c) || c is '\u202E' or '\u2066').ShouldBeEmpty();
            (ended.Output + ended.Error).ShouldContain("evil  [red]x[/] 2J");
        }
    }

    [Fact]
    public void Ten_thousand_columns_and_CR_alone_at_line_ends_are_read()
    {
        var names = string.Join(',', Enumerable.Range(1, 9_998).Select(i => $"c{i}"));

        _files.WithLeads($"id,employees,{names}\r1,120\r2,20\r").Baton("--format", "csv").Output.ShouldContain("\n1,1,,10,");
    }

    [Fact]
    public void A_NUL_in_a_cell_is_a_blank_to_people() =>
        _files.WithLeads($"id,name,employees,note\n1,A\0B,120,{new string('.', 2_000)}\n").Baton().Output.ShouldContain("A B 1");

    private static string Yaml => Hostile.Replace("\u001B", "\\x1B", StringComparison.Ordinal).Replace("\u202E", "\\u202E", StringComparison.Ordinal)
        .Replace("\u2066", "\\u2066", StringComparison.Ordinal).Replace("\u009B", "\\x9B", StringComparison.Ordinal).Replace("\u0007", "\\a", StringComparison.Ordinal);

    public void Dispose() => _files.Dispose();
}
