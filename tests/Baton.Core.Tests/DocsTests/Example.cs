namespace Baton.Core.Tests.DocsTests;

/// <summary>A fenced block of a page of the documentation, with the table or the answer directly below it.</summary>
/// <param name="Line">Where the fence is, from 1.</param>
/// <param name="Info">What stands behind the fence, such as <c>yaml rule</c>.</param>
/// <param name="Text">What is inside.</param>
/// <param name="Table">The rows of the table directly below, its header first; empty where there is none.</param>
/// <param name="Answer">The lines of the <c>text</c> block directly below; empty where there is none.</param>
internal sealed record Example(int Line, string Info, string Text, IReadOnlyList<string[]> Table, IReadOnlyList<string> Answer)
{
    private const string Fence = "```";

    /// <summary>The name in a list of tests.</summary>
    public override string ToString() => $"line {Line}: {Info}";

    /// <summary>Every fenced block of the page that is YAML.</summary>
    public static IEnumerable<Example> In(string path)
    {
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            var (start, info) = (i + 1, lines[i][Fence.Length..].Trim());
            i = EndOfBlock(lines, start);
            if (!info.StartsWith("yaml", StringComparison.Ordinal))
            {
                continue;
            }

            var below = i + 1;
            while (below < lines.Length && lines[below].Trim().Length == 0)
            {
                below++;
            }

            var answer = below < lines.Length && lines[below] == Fence + "text" ? lines[(below + 1)..EndOfBlock(lines, below + 1)] : [];
            string[][] table = [.. TableAt(lines, below)];
            if (table.Any(row => row.Length != table[0].Length))
            {
                throw new InvalidDataException($"The table on line {below + 1} has rows of different lengths.");
            }

            yield return new Example(start, info, string.Join('\n', lines[start..i]), table, answer);
        }
    }

    private static int EndOfBlock(string[] lines, int from)
    {
        var end = Array.IndexOf(lines, Fence, from);
        return end >= 0 ? end : throw new InvalidDataException($"The block on line {from} has no end.");
    }

    private static IEnumerable<string[]> TableAt(string[] lines, int from) => lines[from..]
        .TakeWhile(line => line.StartsWith('|'))
        .Where((_, row) => row != 1)
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`').Replace('−', '-')).ToArray());
}
