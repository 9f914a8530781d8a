using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>Why a score is what it is. The points of all lines add up to the total exactly.</summary>
/// <param name="Lead">The lead's id.</param>
/// <param name="AsOf">The moment; what occurred later does not exist yet.</param>
/// <param name="Score">The score that the lines add up to.</param>
/// <param name="Lines">Fit first, then engagement, then the range.</param>
/// <param name="NotHeld">The rules that gave nothing.</param>
/// <param name="Complete">False where events from before `asOf` that count were deleted, so that the score may have been another then.</param>
/// <param name="Note">What is missing, in words; null where it is complete.</param>
public sealed record ExplanationAnswer(
    Guid Lead, Instant AsOf, LeadScore Score, IReadOnlyList<ExplanationLineAnswer> Lines, IReadOnlyList<RuleNotHeldAnswer> NotHeld, bool Complete, string? Note)
{
    public static ExplanationAnswer Of(Guid lead, Instant asOf, int playbook, Explanation explanation, string? note) => new(
        lead,
        asOf,
        LeadScore.Of(explanation.Score, playbook),
        [.. explanation.Lines.Select(line => new ExplanationLineAnswer(
            NameOf(line.Part),
            NameOf(line.Kind),
            line.Text,
            line.Points,
            line.Rule?.Asks(),
            line.Unfaded,
            line.Unfaded is null ? null : line.Seen,
            line.Unfaded is null ? null : line.Counted,
            line.Last,
            ValuesOf(line.Values)))],
        [.. explanation.NotHeld.Select(rule => new RuleNotHeldAnswer(NameOf(rule.Part), rule.Rule.Name, rule.Rule.Points, rule.Rule.Asks(), ValuesOf(rule.Values)))],
        Complete: note is null,
        note);

    private static IReadOnlyList<AskedValueAnswer> ValuesOf(IEnumerable<AskedValue> values) => [.. values.Select(value => new AskedValueAnswer(value.Attribute, value.Text))];

    private static string NameOf(ScorePart part) => part switch
    {
        ScorePart.Fit => "fit",
        ScorePart.Engagement => "engagement",
        ScorePart.Total => "total",
    };

    private static string NameOf(LineKind kind) => kind switch
    {
        LineKind.Rule => "rule",
        LineKind.Group => "group",
        LineKind.Limit => "limit",
        LineKind.Rounding => "rounding",
    };
}

/// <summary>One reason.</summary>
/// <param name="Part">`fit`, `engagement` or `total`.</param>
/// <param name="Kind">`rule` for a rule that holds; `group`, `limit` and `rounding` for what these took away or gave.</param>
/// <param name="Text">The rule's name, or what a limit did.</param>
/// <param name="Points">Exact, with up to nine decimals.</param>
/// <param name="Asks">What the rule asks for.</param>
/// <param name="Unfaded">Of an engagement rule, what it would give if nothing faded.</param>
/// <param name="Seen">Of an engagement rule, how many occurrences matched.</param>
/// <param name="Counted">Of these, how many the caps let count.</param>
/// <param name="Last">When the newest of them happened.</param>
/// <param name="Values">Of a fit rule, what it was read from.</param>
public sealed record ExplanationLineAnswer(
    string Part, string Kind, string Text, decimal Points, string? Asks, decimal? Unfaded, int? Seen, int? Counted, Instant? Last, IReadOnlyList<AskedValueAnswer> Values);

/// <summary>A rule that gave nothing.</summary>
/// <param name="Part">`fit` or `engagement`.</param>
/// <param name="Rule">Its name.</param>
/// <param name="Points">What it would give, once.</param>
/// <param name="Asks">What it asks for.</param>
/// <param name="Values">Of a fit rule, what it was read from.</param>
public sealed record RuleNotHeldAnswer(string Part, string Rule, decimal Points, string Asks, IReadOnlyList<AskedValueAnswer> Values);

/// <summary>What is known of an attribute that a rule asks about.</summary>
/// <param name="Attribute">As the rule writes it.</param>
/// <param name="Value">Null where nothing is known.</param>
public sealed record AskedValueAnswer(string Attribute, string? Value);
