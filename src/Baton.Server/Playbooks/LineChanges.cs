using System.Collections.Immutable;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Baton.Server.Playbooks;

/// <summary>The lines that are different between two texts, in pieces, each with a few lines around it.</summary>
/// <param name="Added">How many lines came.</param>
/// <param name="Removed">How many went.</param>
/// <param name="Pieces">In the order of the text.</param>
public sealed record LineChanges(int Added, int Removed, ImmutableArray<ImmutableArray<ComparedLine>> Pieces)
{
    private const int Around = 3;

    /// <summary>The most lines of both texts together that are compared: it takes the square of what is different.</summary>
    private const int MostLines = 20_000;

    public static LineChanges None { get; } = new(0, 0, []);

    /// <summary>What is different; of very long texts only that all may be, with no pieces.</summary>
    public static LineChanges Between(string older, string newer)
    {
        if (LinesOf(older) + LinesOf(newer) > MostLines)
        {
            return new LineChanges(LinesOf(newer), LinesOf(older), []);
        }

        var (was, @is) = (0, 0);
        var lines = InlineDiffBuilder.Diff(older, newer, ignoreWhiteSpace: false).Lines.Select(line => line.Type switch
        {
            ChangeType.Inserted => new ComparedLine(null, ++@is, line.Text),
            ChangeType.Deleted => new ComparedLine(++was, null, line.Text),
            _ => new ComparedLine(++was, ++@is, line.Text),
        }).ToList();
        var pieces = ImmutableArray.CreateBuilder<ImmutableArray<ComparedLine>>();
        for (var at = 0; at < lines.Count;)
        {
            if (lines.FindIndex(at, line => line.IsDifferent) is not (>= 0 and var first))
            {
                break;
            }

            // A piece goes on until as many lines are the same as stand around both.
            var last = first;
            for (var next = first; next < lines.Count && next - last <= 2 * Around; next++)
            {
                last = lines[next].IsDifferent ? next : last;
            }

            pieces.Add([.. lines[Math.Max(at, first - Around)..Math.Min(lines.Count, last + Around + 1)]]);
            at = Math.Min(lines.Count, last + Around + 1);
        }

        return new LineChanges(lines.Count(line => line.Old is null), lines.Count(line => line.New is null), pieces.ToImmutable());
    }

    private static int LinesOf(string text) => text.AsSpan().Count('\n') + 1;
}

/// <summary>A line of two texts.</summary>
/// <param name="Old">Its number in the older; null where it came.</param>
/// <param name="New">Its number in the newer; null where it went.</param>
/// <param name="Text">What it says.</param>
public sealed record ComparedLine(int? Old, int? New, string Text)
{
    public bool IsDifferent => Old is null || New is null;
}
