using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;

namespace Baton.Core.Playbooks;

/// <summary>Says in words what is different between two playbooks.</summary>
public static class PlaybookComparison
{
    /// <summary>
    /// Every difference that can change a score, a stage or a name, in the order of the newer playbook, what was removed at the end of each section;
    /// empty where both mean the same. A rule that got another name is one removed and one added.
    /// </summary>
    public static ImmutableArray<PlaybookChange> Compare(Playbook older, Playbook newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        return
        [
            .. Settings("playbook", "Name", older.Name, newer.Name),
            .. Settings("playbook", "Range", Words(older.Range), Words(newer.Range)),
            .. Settings("fit", "Limits", RuleWords.Limits(older.Fit.Limits), RuleWords.Limits(newer.Fit.Limits)),
            .. Named("fit group", older.Fit.Groups, newer.Fit.Groups, group => group.Name, group => [RuleWords.Group(group)]),
            .. Named("fit rule", older.Fit.Rules, newer.Fit.Rules, rule => rule.Name, Parts),
            .. Settings("engagement", "Limits", RuleWords.Limits(older.Engagement.Limits), RuleWords.Limits(newer.Engagement.Limits)),
            .. Named("engagement group", older.Engagement.Groups, newer.Engagement.Groups, group => group.Name, group => [RuleWords.Group(group)]),
            .. Named("engagement rule", older.Engagement.Rules, newer.Engagement.Rules, rule => rule.Name, Parts),
            .. Settings("grades", "Bands", Words(older.Grades), Words(newer.Grades)),
            .. Named("criterion", older.Criteria, newer.Criteria, criterion => criterion.Name, Parts),
            .. Named("gate", older.Gates, newer.Gates, gate => gate.Stage.Title(), Parts),
            .. Named("hand-off", older.Handoffs, newer.Handoffs, plan => plan.Stage.Title(), HandoffWords.Parts),
            .. Named("rejection", older.Rejections, newer.Rejections, reason => reason.Name, reason => [HandoffWords.Of(reason)]),
            .. Settings("recycling", "Rules", HandoffWords.Of(older.Recycling), HandoffWords.Of(newer.Recycling)),
        ];
    }

    private static IReadOnlyList<string> Parts(FitRule rule) => [RuleWords.Points(rule.Points), "where " + rule.Asks, Group(rule)];

    private static IReadOnlyList<string> Parts(EngagementRule rule) =>
        [RuleWords.Points(rule.Points), "for " + rule.Asks, "counts " + RuleWords.Caps(rule), rule.Decay.Words ?? "never fades", Group(rule)];

    private static IReadOnlyList<string> Parts(Gate gate) => RuleWords.Asks(gate) is { IsEmpty: false } asks ? asks : ["asks for nothing more"];

    private static IReadOnlyList<string> Parts(Criterion criterion) =>
    [
        .. criterion.Ask,
        criterion.Type == AnswerType.Text ? "" : "answered by " + RuleWords.AnswersOf(criterion),
        "confirmed where " + ConditionWords.Of(criterion.Confirmed),
        criterion.Failed is { } failed ? "failed where " + ConditionWords.Of(failed) : "",
        criterion.Forms.IsEmpty ? "" : "forms that count: " + string.Join(", ", criterion.Forms),
    ];

    private static string Group(Rule rule) => rule.Group is { } group ? $"in the group {group}" : "";

    private static string Words(ScoreRange range) => $"from {RuleWords.Number(range.Min)} to {RuleWords.Number(range.Max)}";

    private static string? Words(Grades? grades) => grades is not { } bands ? null : string.Join(
        "; ",
        $"fit A from {RuleWords.Number(bands.FitA)}, B from {RuleWords.Number(bands.FitB)}, C from {RuleWords.Number(bands.FitC)}",
        $"engagement 1 from {RuleWords.Number(bands.Engagement1)}, 2 from {RuleWords.Number(bands.Engagement2)}, 3 from {RuleWords.Number(bands.Engagement3)}");

    private static IEnumerable<PlaybookChange> Settings(string section, string name, string? was, string? @is)
    {
        if (was != @is)
        {
            yield return PlaybookChange.Of(section, name, was, @is);
        }
    }

    /// <summary>Things that have a name: only what is different of them is said.</summary>
    private static IEnumerable<PlaybookChange> Named<T>(string section, ImmutableArray<T> older, ImmutableArray<T> newer, Func<T, string> nameOf, Func<T, IReadOnlyList<string>> parts)
    {
        var before = older.ToDictionary(nameOf, StringComparer.OrdinalIgnoreCase);
        foreach (var now in newer)
        {
            if (!before.Remove(nameOf(now), out var was))
            {
                yield return PlaybookChange.Of(section, nameOf(now), was: null, Said(parts(now)));
            }
            else if (Different(parts(was), parts(now)) is var (gone, come))
            {
                yield return PlaybookChange.Of(section, nameOf(now), gone, come);
            }
        }

        foreach (var (name, gone) in before)
        {
            yield return PlaybookChange.Of(section, name, Said(parts(gone)), @is: null);
        }
    }

    private static (string Was, string Is)? Different(IReadOnlyList<string> was, IReadOnlyList<string> now)
    {
        var gone = Said(was.Where(part => !now.Contains(part)));
        var come = Said(now.Where(part => !was.Contains(part)));
        return gone.Length == 0 && come.Length == 0 ? null : (gone.Length > 0 ? gone : "nothing of that", come.Length > 0 ? come : "nothing of that");
    }

    private static string Said(IEnumerable<string> parts) => string.Join("; ", parts.Where(part => part.Length > 0));
}

/// <summary>One difference between two playbooks.</summary>
/// <param name="Section">What it is about: <c>fit rule</c>, <c>gate</c>, …</param>
/// <param name="Name">The name of the rule, group, criterion, stage or setting.</param>
/// <param name="Kind">Whether it came, went, or is another.</param>
/// <param name="Was">What it was; of something that is still there only what is different. Null where it was not there.</param>
/// <param name="Is">What it is now, in the same way. Null where it is gone.</param>
public sealed record PlaybookChange(string Section, string Name, ChangeKind Kind, string? Was, string? Is)
{
    /// <summary>The difference as a sentence: <c>The fit rule “Manager” changed: +15 becomes +20.</c></summary>
    public string Words => Kind switch
    {
        ChangeKind.Added => $"{Subject} is new: {Is}.",
        ChangeKind.Removed => $"{Subject} is gone: {Was}.",
        ChangeKind.Changed => $"{Subject} changed: {Was} becomes {Is}.",
    };

    /// <summary>The names of settings are words of ours, those of all else are quoted.</summary>
    private string Subject => (Section, Name) switch
    {
        ("playbook", _) => $"The playbook’s {Name.ToLowerInvariant()}",
        ("fit" or "engagement", "Limits") => $"The limit of {Section}",
        ("grades", _) => "The table of grades",
        ("recycling", _) => "Recycling",
        _ => $"The {Section} “{Name}”",
    };

    internal static PlaybookChange Of(string section, string name, string? was, string? @is) =>
        new(section, name, was is null ? ChangeKind.Added : @is is null ? ChangeKind.Removed : ChangeKind.Changed, was?.TrimEnd('.'), @is?.TrimEnd('.'));
}

/// <summary>What can become of a part of a playbook.</summary>
public enum ChangeKind
{
    /// <summary>It was not there.</summary>
    Added,

    /// <summary>It is no longer there.</summary>
    Removed,

    /// <summary>It is another.</summary>
    Changed,
}
