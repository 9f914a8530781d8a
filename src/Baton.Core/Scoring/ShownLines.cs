using System.Collections.Immutable;

namespace Baton.Core.Scoring;

/// <summary>
/// The lines of an explanation as people read them: with two decimals, none that is +0, and still adding up to the whole points of their part.
/// </summary>
/// <remarks>
/// What rounding each line loses goes into the largest line that is no rule: what a limit takes is then seen to end exactly at the limit. Where all
/// lines are rules, they have three or four decimals if those add up, else a line of its own says what is missing.
/// </remarks>
public static class ShownLines
{
    private const int FewestDecimals = 2;
    private const int MostDecimals = 4;

    /// <summary>The lines of <paramref name="explanation"/> in their order, with the points to show.</summary>
    public static ImmutableArray<ExplanationLine> Of(Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        return [.. explanation.Lines.GroupBy(line => line.Part).SelectMany(part => Shown([.. part])).Where(line => line.Points != 0)];
    }

    private static IReadOnlyList<ExplanationLine> Shown(ExplanationLine[] exact)
    {
        var sum = exact.Sum(line => line.Points);
        for (var decimals = FewestDecimals; ; decimals++)
        {
            var lines = Array.ConvertAll(exact, line => line with { Points = decimal.Round(line.Points, decimals, MidpointRounding.AwayFromZero) });
            var missing = sum - lines.Sum(line => line.Points);
            if (missing == 0)
            {
                return lines;
            }

            if (lines.Where(line => line.Kind != LineKind.Rule).MaxBy(line => Math.Abs(line.Points)) is { } largest)
            {
                lines[Array.IndexOf(lines, largest)] = largest with { Points = largest.Points + missing };
                return lines;
            }

            if (decimals == MostDecimals)
            {
                return [.. lines, new ExplanationLine(lines[0].Part, LineKind.Rounding, "The lines are rounded", missing)];
            }
        }
    }
}
