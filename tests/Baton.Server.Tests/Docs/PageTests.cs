namespace Baton.Server.Tests.Docs;

public class PageTests
{
    public static TheoryData<Page> Pages => [.. Page.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_runs_and_prints_what_the_page_shows(Page page)
    {
        Assert.SkipUnless(Terminal.Exists, "There is no bash on this system.");
        using var terminal = new Terminal();
        foreach (var block in page.Commands().Where(block => block.IsRun))
        {
            var (exitCode, output, errors) = await terminal.RunAsync(block.Script, TestContext.Current.CancellationToken);

            exitCode.ShouldBe(0, $"{block.Place}: {errors}");
            Difference(block.Shown, output).ShouldBeNull($"{block.Place} shows what is not printed. Printed is:\n{output}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(Page page) =>
        page.Links().Where(link => !Path.Exists(link.File)).Select(link => link.Link).ShouldBeEmpty();

    [Fact]
    public void The_readme_shows_a_ranking_and_an_explanation() =>
        new Page("README.md").Commands().Count(block => block.IsRun && block.Shown.Count > 0).ShouldBeGreaterThanOrEqualTo(2);

    [Theory]
    [InlineData("a\nb", "a\nb\n", null)]
    [InlineData("a\n…\nd", "a  \nb\nc\nd\ne\n", null)]
    [InlineData("…\nb", "a\nb\n", null)]
    [InlineData("b\nc", "a\nb\nc\n", null)]
    [InlineData("a\nc", "a\nb\nc\n", "a\nc")]
    [InlineData("a\n…\nx", "a\nb\n", "x")]
    public void Shown_lines_follow_each_other_except_where_dots_stand_for_more(string shown, string output, string? difference) =>
        Difference(shown.Split('\n'), output).ShouldBe(difference);

    /// <summary>The first run of shown lines that the output does not have behind those before, or null. Blanks at line ends are of no importance.</summary>
    private static string? Difference(IReadOnlyList<string> shown, string output)
    {
        var rest = "\n" + string.Join('\n', output.Split('\n').Select(line => line.TrimEnd())) + "\n";
        foreach (var part in string.Join('\n', shown.Select(line => line.TrimEnd())).Split("…\n").Select(part => part.Trim('\n')))
        {
            var at = rest.IndexOf($"\n{part}\n", StringComparison.Ordinal);
            if (part.Length > 0 && at < 0)
            {
                return part;
            }

            rest = part.Length == 0 ? rest : rest[(at + part.Length + 1)..];
        }

        return null;
    }
}
