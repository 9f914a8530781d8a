using Baton.Core.Documents;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Leads;

/// <summary>The lines of an explanation in the language of the page.</summary>
internal static class ScoreLines
{
    private const int LongestValue = 80;

    /// <summary>What a line is about. What limits and roundings do is said anew; names of rules and groups are the playbook's.</summary>
    /// <param name="line">The line.</param>
    /// <param name="sum">What the lines of its part come to with this one.</param>
    /// <param name="words">The language.</param>
    /// <param name="sentences">The same.</param>
    public static string Text(ExplanationLine line, decimal sum, IStringLocalizer<Words> words, Sentences sentences) => (line.Kind, line.Part) switch
    {
        (LineKind.Limit, ScorePart.Total) => words["The range ends at {0}", NumberWords.Of(sum)],
        (LineKind.Limit, _) when line.Points < 0 => words["At most {0} points here", NumberWords.Of(sum)],
        (LineKind.Limit, _) => words["At least {0} points here", NumberWords.Of(sum)],
        (LineKind.Rounding, _) => words["Rounded to {0}", NumberWords.Of(sum)],
        _ => Text(line.Kind, line.Text, sentences),
    };

    /// <summary>The same of a line without its sum: the name of a rule, or what something else does to the points, with its number.</summary>
    public static string Text(LineKind kind, string text, Sentences sentences) => kind == LineKind.Rule ? text : sentences.Of(text);

    /// <summary>The same of a line that was kept.</summary>
    public static string Text(ExplanationLineAnswer line, Sentences sentences) => line.Asks is not null ? line.Text : sentences.Of(line.Text);

    /// <summary>How often.</summary>
    public static string Times(long count, IStringLocalizer<Words> words) => count == 1 ? words["once"] : words["{0} times", count];

    public static string Part(ScorePart part, IStringLocalizer<Words> words) => part switch
    {
        ScorePart.Fit => words["Fit: who they are"],
        ScorePart.Engagement => words["Engagement: what they do"],
        ScorePart.Total => words["Range"],
    };

    /// <summary>What an engagement rule counted, or what a fit rule was read from; empty of other lines.</summary>
    public static string Detail(ExplanationLine line, IStringLocalizer<Words> words)
    {
        if (line.Rule is not EngagementRule)
        {
            return Values(line.Values, words);
        }

        var times = line.Seen == line.Counted ? Times(line.Counted, words) : words["{0} of {1} count", line.Counted, line.Seen];
        return line.Unfaded is { } whole && whole != 0 && whole != line.Points ? $"{times}, {words["faded to {0}%", Math.Clamp(decimal.Round(100 * line.Points / whole), 1, 99)]}" : times;
    }

    public static string Values(IEnumerable<AskedValue> values, IStringLocalizer<Words> words) =>
        string.Join(", ", values.Select(value => value.Text is { } text ? $"{value.Attribute.Replace('_', ' ')} = {text.Shortened(LongestValue)}" : words["{0} is not known", value.Attribute.Replace('_', ' ')].Value));
}
