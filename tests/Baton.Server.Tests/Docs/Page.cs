using System.Text.RegularExpressions;

namespace Baton.Server.Tests.Docs;

/// <summary>A page of the documentation.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
public sealed record Page(string Path)
{
    private const string Fence = "```";

    /// <summary>The pages that a reader comes to: the README, how to contribute, and everything directly in <c>docs</c>.</summary>
    public static IEnumerable<Page> All =>
    [
        new("README.md"),
        new("CONTRIBUTING.md"),
        .. Directory.EnumerateFiles(Repository.File("docs"), "*.md").Order(StringComparer.Ordinal)
            .Select(file => new Page($"docs/{System.IO.Path.GetFileName(file)}")),
    ];

    /// <summary>The page's commands, in their order: its <c>sh</c> blocks, each with the <c>text</c> block directly below it.</summary>
    public IEnumerable<ShellBlock> Commands()
    {
        var lines = File.ReadAllLines(Repository.File(Path));
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var (start, isShell) = (i + 1, lines[i] is Fence + "sh" or Fence + "console");
            i = Array.IndexOf(lines, Fence, start);
            if (isShell)
            {
                yield return new ShellBlock($"{Path}, line {start}", string.Join('\n', lines[start..i]), TextBelow(lines, i + 1));
            }
        }
    }

    /// <summary>The places on this machine that the page's links lead to, with the links.</summary>
    public IEnumerable<(string Link, string File)> Links()
    {
        var folder = System.IO.Path.GetDirectoryName(Repository.File(Path))!;
        return from link in LinkPattern.Matches(File.ReadAllText(Repository.File(Path))).Select(match => match.Groups["link"].Value)
               where !link.Contains("://", StringComparison.Ordinal) && link[0] != '#'
               select (link, System.IO.Path.Combine(folder, link.Split('#')[0]));
    }

    /// <summary>The name in a list of tests.</summary>
    public override string ToString() => Path;

    private static Regex LinkPattern { get; } =
        new(@"\]\((?<link>[^)\s]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static string[] TextBelow(string[] lines, int from)
    {
        while (from < lines.Length && lines[from].Trim().Length == 0)
        {
            from++;
        }

        return from < lines.Length && lines[from] == Fence + "text" ? lines[(from + 1)..Array.IndexOf(lines, Fence, from + 1)] : [];
    }
}

/// <summary>Commands to type.</summary>
/// <param name="Place">The page and the line, for a failure's message.</param>
/// <param name="Script">The lines, as a script.</param>
/// <param name="Shown">The output that the page shows; empty where it shows none. A line <c>…</c> stands for any number of lines.</param>
public sealed record ShellBlock(string Place, string Script, IReadOnlyList<string> Shown)
{
    // What the pages tell a reader to type and what cannot run inside a test.
    private static readonly string[] AboutTheRepository = ["git clone ", "cd ", "./run", "./test", ".ci/run", "dotnet format "];

    /// <summary>False where every line only builds, shows or tests the repository itself.</summary>
    public bool IsRun => !Script.Split('\n').All(line => AboutTheRepository.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
}
