using Baton.Server.Scoring;
using Spectre.Console;
using static System.FormattableString;

namespace Baton.Server.Imports;

/// <summary>How files were understood, for people.</summary>
internal sealed class FileText(IAnsiConsole console)
{
    private const int MostReasonsShown = 8;

    /// <summary>What each column stands for.</summary>
    public void Columns(IReadOnlyList<ColumnMeaning> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        foreach (var column in columns.Where(c => c.IsUsed))
        {
            var note = column.Note is null ? "" : $" ({column.Note})";
            console.WriteLine(ScoreText.Printable($"  {column.Column} → {column.Meaning}{note}"));
        }

        var other = columns.Where(c => !c.IsUsed).Select(c => c.Column).ToList();
        if (other.Count > 0)
        {
            console.MarkupLine($"  [grey]not used: {Markup.Escape(ScoreText.Printable(string.Join(", ", other)))}[/]");
        }
    }

    /// <summary>What is odd.</summary>
    public void Notes(IEnumerable<string> notes)
    {
        foreach (var note in notes)
        {
            console.WriteLine($"  {ScoreText.Printable(note)}");
        }
    }

    /// <summary>Why rows were not read, the most frequent reason first.</summary>
    public void Reasons(RejectedRows rows)
    {
        foreach (var (count, first) in rows.ByReason.Take(MostReasonsShown))
        {
            var (more, reason) = count == 1
                ? ("", first.Reason)
                : (Invariant($" and {count - 1:N0} more"), first.Detail is { } detail ? $"{first.Kind}{(first.Kind == JsonProblem.Kind ? "; in the first, " : ", such as ")}{detail}" : first.Kind);
            console.MarkupLine(Invariant($"    [yellow]line {first.Line}[/]{more}: {Markup.Escape(ScoreText.Printable(reason))}"));
        }

        if (rows.ByReason.Count() - MostReasonsShown is > 0 and var others)
        {
            console.WriteLine($"    and {ScoreText.Many(others, "other reason")}; --rejected FILE lists every row");
        }
    }
}
