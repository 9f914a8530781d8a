using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Qualification;

namespace Baton.Core.Playbooks;

/// <summary>Says the parts of rules in plain words.</summary>
internal static class RuleWords
{
    /// <summary>Points with their sign: <c>+20</c>, <c>−2.5</c>.</summary>
    public static string Points(decimal points, Wording words) => (points > 0 ? "+" : "") + words.Number(points);

    /// <summary>The event, and what is asked of it: <c>“page” where path starts with “/pricing”</c>.</summary>
    public static string Occasion(EngagementRule rule, Wording words) =>
        Occasion(rule.Events, rule.Where is { } where ? ConditionWords.Of(where, words) : null, words);

    /// <summary>The events, and what is asked of them in words; null for nothing.</summary>
    public static string Occasion(IReadOnlyList<string> events, string? where, Wording words)
    {
        var named = string.Join($" {words.Or} ", events.Select(words.Quoted));
        return where is null ? named : events.Count > 1 ? words["{0}, where {1}", named, where] : words["{0} where {1}", named, where];
    }

    /// <summary>How many occurrences count: <c>once</c>, <c>at most 3 times, once a day</c>, <c>every time</c>.</summary>
    public static string Caps(EngagementRule rule, Wording words) => (rule.Max, rule.MaxPerDay) switch
    {
        (null, null) => words["every time"],
        (1, _) => words["once"],
        (null, 1) => words["once a day"],
        (null, { } perDay) => words["at most {0} a day", words.Number(perDay)],
        ({ } max, null) => words["at most {0} times", words.Number(max)],
        ({ } max, 1) => words["at most {0} times, once a day", words.Number(max)],
        ({ } max, { } perDay) => words["at most {0} times, {1} a day", words.Number(max), words.Number(perDay)],
    };

    /// <summary>How the sum of something is limited, as the end of a sentence; null where it is not.</summary>
    public static string? Limits(Limits limits, Wording words) => limits switch
    {
        ({ } min, { } max) => words["at least {0} and at most {1} points", words.Number(min), words.Number(max)],
        (null, { } max) => words["at most {0} points", words.Number(max)],
        ({ } min, null) => words["at least {0} points", words.Number(min)],
        (null, null) => null,
    };

    /// <summary>What a group makes of its rules, as sentences.</summary>
    public static string Group(RuleGroup group, Wording words)
    {
        var best = group.Pick == Pick.Best ? words["Only the one with the most points counts."] : words["All that apply count."];
        return Limits(group.Limits, words) is { } limits ? $"{best} {words["Together they give {0}.", limits]}" : best;
    }

    /// <summary>What answers to a criterion look like: <c>an amount</c>, <c>yes or no</c>.</summary>
    public static string AnswersOf(Criterion criterion, Wording words) => criterion.Type switch
    {
        AnswerType.Text => words["a text"],
        AnswerType.Money => words["an amount"],
        AnswerType.Number => words["a number"],
        AnswerType.Period => words["how many months from now, or a date"],
        AnswerType.Choice => words["one of {0}", string.Join(", ", criterion.Choices)],
        AnswerType.YesNo => words["yes or no"],
    };

    /// <summary>What a stage asks for, each as a phrase; empty where it asks for nothing.</summary>
    public static ImmutableArray<string> Asks(Gate gate, Wording words)
    {
        string?[] asks =
        [
            gate.Score is { } score ? words["score of at least {0}", words.Number(score)] : null,
            gate.Fit is { } fit ? words["fit of at least {0}", words.Number(fit)] : null,
            gate.Engagement is { } engagement ? words["engagement of at least {0}", words.Number(engagement)] : null,
            gate.When is { } when ? ConditionWords.Of(when, words) : null,
            gate.Confirmed.IsEmpty ? null : words["{0} confirmed", words.Listed(gate.Confirmed)],
            gate.AcceptedBy is { } team ? words["accepted by {0}", team] : null,
        ];
        return [.. asks.OfType<string>()];
    }
}
