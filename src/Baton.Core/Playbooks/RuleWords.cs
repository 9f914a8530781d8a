using System.Collections.Immutable;
using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Qualification;

namespace Baton.Core.Playbooks;

/// <summary>Says the parts of rules in plain English.</summary>
internal static class RuleWords
{
    /// <summary>Points with their sign: <c>+20</c>, <c>−2.5</c>.</summary>
    public static string Points(decimal points) => (points > 0 ? "+" : "") + Number(points);

    /// <summary>A number with a true minus sign.</summary>
    public static string Number(decimal number) => number.ToString("#,0.####", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>The event, and what is asked of it: <c>“page” where path starts with “/pricing”</c>.</summary>
    public static string Occasion(EngagementRule rule) =>
        string.Join(" or ", rule.Events.Select(name => $"“{name}”")) + (rule.Where is { } where ? (rule.Events.Length > 1 ? ", where " : " where ") + ConditionWords.Of(where) : "");

    /// <summary>How many occurrences count: <c>once</c>, <c>at most 3 times, once a day</c>, <c>every time</c>.</summary>
    public static string Caps(EngagementRule rule) => (rule.Max, rule.MaxPerDay) switch
    {
        (null, null) => "every time",
        (1, _) => "once",
        (null, 1) => "once a day",
        (null, { } perDay) => $"at most {Number(perDay)} a day",
        ({ } max, null) => $"at most {Number(max)} times",
        ({ } max, 1) => $"at most {Number(max)} times, once a day",
        ({ } max, { } perDay) => $"at most {Number(max)} times, {Number(perDay)} a day",
    };

    /// <summary>How the sum of something is limited, as the end of a sentence; null where it is not.</summary>
    public static string? Limits(Limits limits) => limits switch
    {
        ({ } min, { } max) => $"at least {Number(min)} and at most {Number(max)} points",
        (null, { } max) => $"at most {Number(max)} points",
        ({ } min, null) => $"at least {Number(min)} points",
        (null, null) => null,
    };

    /// <summary>What a group makes of its rules, as sentences.</summary>
    public static string Group(RuleGroup group)
    {
        var best = group.Pick == Pick.Best ? "Only the one with the most points counts." : "All that apply count.";
        return Limits(group.Limits) is { } limits ? $"{best} Together they give {limits}." : best;
    }

    /// <summary>What answers to a criterion look like: <c>an amount</c>, <c>yes or no</c>.</summary>
    public static string AnswersOf(Criterion criterion) => criterion.Type switch
    {
        AnswerType.Text => "a text",
        AnswerType.Money => "an amount",
        AnswerType.Number => "a number",
        AnswerType.Period => "how many months from now, or a date",
        AnswerType.Choice => "one of " + string.Join(", ", criterion.Choices),
        AnswerType.YesNo => "yes or no",
    };

    /// <summary>What a stage asks for, each as a phrase; empty where it asks for nothing.</summary>
    public static ImmutableArray<string> Asks(Gate gate)
    {
        var asks = ImmutableArray.CreateBuilder<string>();
        AddThreshold("score", gate.Score);
        AddThreshold("fit", gate.Fit);
        AddThreshold("engagement", gate.Engagement);
        if (gate.When is { } when)
        {
            asks.Add(ConditionWords.Of(when));
        }

        if (!gate.Confirmed.IsEmpty)
        {
            asks.Add(gate.Confirmed is [.. var others, var last] && others.Length > 0 ? $"{string.Join(", ", others)} and {last} confirmed" : $"{gate.Confirmed[0]} confirmed");
        }

        if (gate.AcceptedBy is { } team)
        {
            asks.Add($"accepted by {team}");
        }

        return asks.ToImmutable();

        void AddThreshold(string what, int? least)
        {
            if (least is { } points)
            {
                asks.Add($"{what} of at least {Number(points)}");
            }
        }
    }
}
