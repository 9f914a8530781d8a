using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Scoring;

/// <summary>Why a score is what it is: lines whose points add up to the total exactly.</summary>
/// <param name="Score">The score that the lines add up to.</param>
/// <param name="Lines">Fit first, then engagement, then the range.</param>
public sealed record Explanation(Score Score, ImmutableArray<ExplanationLine> Lines);

/// <summary>One reason.</summary>
/// <param name="Part">What the line is about.</param>
/// <param name="Kind">What sort of line it is.</param>
/// <param name="Text">The rule's name, or what a limit did.</param>
/// <param name="Points">Added to the sum; exact, with up to nine decimals.</param>
/// <param name="Seen">For an engagement rule: how many occurrences matched. 0 otherwise.</param>
/// <param name="Counted">Of those, how many the caps let count. 0 where the line is no engagement rule.</param>
/// <param name="Last">When the newest occurrence happened, where that is known.</param>
public sealed record ExplanationLine(
    ScorePart Part,
    LineKind Kind,
    string Text,
    decimal Points,
    int Seen = 0,
    int Counted = 0,
    Instant? Last = null);

/// <summary>The parts of a score.</summary>
public enum ScorePart
{
    /// <summary>Who the lead is.</summary>
    Fit,

    /// <summary>What the lead does.</summary>
    Engagement,

    /// <summary>Both together.</summary>
    Total,
}

/// <summary>The sorts of lines.</summary>
public enum LineKind
{
    /// <summary>A rule that holds.</summary>
    Rule,

    /// <summary>What a group's pick or limits took away or gave.</summary>
    Group,

    /// <summary>What the limits of an axis, or of the range, took away or gave.</summary>
    Limit,

    /// <summary>What rounding the axis took away or gave, less than one point.</summary>
    Rounding,
}
