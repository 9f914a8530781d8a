using System.Collections.Immutable;
using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;

namespace Baton.Server.Scoring;

/// <summary>Says in few words what an explanation knows.</summary>
internal static class ExplanationWords
{
    /// <summary>What is known of attributes: <c>title = “Plant Manager”, employees = 120, industry is not known</c>.</summary>
    public static string Of(ImmutableArray<AskedValue> values) => string.Join(", ", values.Select(Of));

    /// <summary>How often the rule's event has happened and how its points come of that: <c>3 of 5 count (at most 3 times), faded to 62%</c>.</summary>
    public static string HowOften(ExplanationLine line)
    {
        if (line.Rule is not EngagementRule rule)
        {
            return "";
        }

        var times = line.Seen == line.Counted
            ? FormattableString.Invariant($"{line.Counted:N0} ×")
            : FormattableString.Invariant($"{line.Counted:N0} of {line.Seen:N0} count ({RuleWords.Caps(rule, Wording.English)})");
        return line.Unfaded == line.Points ? times : FormattableString.Invariant($"{times}, faded to {Percent(line.Points / line.Unfaded!.Value)}%");
    }

    private static string Of(AskedValue asked)
    {
        var subject = ConditionWords.Subject(asked.Attribute, Wording.English);
        return asked.Text is not { } text ? $"{subject} is not known"
            : Amount.TryParse(text, out _) ? $"{subject} = {text}"
            : $"{subject} = “{text.Shortened()}”";
    }

    /// <summary>A whole number from 1 to 99: what has faded is neither whole nor, while it has a line, gone.</summary>
    private static string Percent(decimal share) => Math.Clamp(decimal.Round(100 * share), 1, 99).ToString(CultureInfo.InvariantCulture);
}
