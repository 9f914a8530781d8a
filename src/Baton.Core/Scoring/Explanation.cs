using System.Collections.Immutable;
using Baton.Core.Playbooks;
using NodaTime;

namespace Baton.Core.Scoring;

/// <summary>Why a score is what it is: lines whose points add up to the total exactly, and what gave nothing.</summary>
/// <param name="Score">The score that the lines add up to.</param>
/// <param name="Lines">Fit first, then engagement, then the range.</param>
/// <param name="NotHeld">The rules without a line: fit first, then engagement, each in the order of the playbook.</param>
public sealed record Explanation(Score Score, ImmutableArray<ExplanationLine> Lines, ImmutableArray<RuleNotHeld> NotHeld);

/// <summary>One reason.</summary>
/// <param name="Part">What the line is about.</param>
/// <param name="Kind">What sort of line it is.</param>
/// <param name="Text">The rule's name, or what a limit did.</param>
/// <param name="Points">Added to the sum; exact, with up to nine decimals.</param>
public sealed record ExplanationLine(ScorePart Part, LineKind Kind, string Text, decimal Points)
{
    internal ExplanationLine(ScorePart part, Rule rule, decimal points)
        : this(part, LineKind.Rule, rule.Name, points) => Rule = rule;

    /// <summary>The rule that holds; null where the line is about none.</summary>
    public Rule? Rule { get; private init; }

    /// <summary>What a fit rule was read from, in the order in which it asks.</summary>
    public ImmutableArray<AskedValue> Values { get; init; } = [];

    /// <summary>For an engagement rule: how many occurrences matched. 0 otherwise.</summary>
    public int Seen { get; init; }

    /// <summary>Of those, how many the caps let count. 0 where the line is no engagement rule.</summary>
    public int Counted { get; init; }

    /// <summary>When the newest occurrence happened, where that is known.</summary>
    public Instant? Last { get; init; }

    /// <summary>What the occurrences that count would give if nothing faded; null where the line is no engagement rule.</summary>
    public decimal? Unfaded => Rule is EngagementRule rule ? rule.Points * Counted : null;
}

/// <summary>A rule that gives nothing: a fit rule that does not hold, or an engagement rule of which nothing has happened.</summary>
public sealed record RuleNotHeld(ScorePart Part, Rule Rule)
{
    /// <summary>What the answer of a fit rule was read from, in the order in which it asks.</summary>
    public ImmutableArray<AskedValue> Values { get; init; } = [];
}

/// <summary>What is known of an attribute that a rule asks about.</summary>
/// <param name="Attribute">As the rule writes it; <c>account.</c> before it is the account's.</param>
/// <param name="Text">The value, or null where it is not known.</param>
public readonly record struct AskedValue(string Attribute, string? Text);

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
