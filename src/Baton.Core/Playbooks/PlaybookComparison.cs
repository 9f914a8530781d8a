using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;

namespace Baton.Core.Playbooks;

/// <summary>Says in words what is different between two playbooks.</summary>
public sealed class PlaybookComparison
{
    private readonly Wording _words;

    private PlaybookComparison(Wording words) => _words = words;

    /// <summary>What is different is found out in English, whatever the language: another may say two things alike.</summary>
    private static readonly PlaybookComparison English = new(Wording.English);

    /// <summary>
    /// Every difference that can change a score, a stage or a name (but for the case of its letters), in the order of the newer playbook, what was removed at the end of each section;
    /// empty where both mean the same. A rule that got another name is one removed and one added.
    /// </summary>
    /// <param name="older">What was.</param>
    /// <param name="newer">What is, or is to be.</param>
    /// <param name="words">The language; English where none is given.</param>
    public static ImmutableArray<PlaybookChange> Compare(Playbook older, Playbook newer, Wording? words = null)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        return new PlaybookComparison(words ?? Wording.English).Changes(older, newer);
    }

    private ImmutableArray<PlaybookChange> Changes(Playbook older, Playbook newer) =>
    [
        .. Setting("playbook", "Name", older, newer, (playbook, _) => playbook.Name),
        .. Setting("playbook", "Range", older, newer, (playbook, one) => one.Words(playbook.Range)),
        .. Setting("fit", "Limits", older, newer, (playbook, one) => RuleWords.Limits(playbook.Fit.Limits, one._words)),
        .. Named("fit group", older.Fit.Groups, newer.Fit.Groups, group => group.Name, (group, one) => [RuleWords.Group(group, one._words)]),
        .. Named("fit rule", older.Fit.Rules, newer.Fit.Rules, rule => rule.Name, (rule, one) => one.Parts(rule)),
        .. Setting("engagement", "Limits", older, newer, (playbook, one) => RuleWords.Limits(playbook.Engagement.Limits, one._words)),
        .. Named("engagement group", older.Engagement.Groups, newer.Engagement.Groups, group => group.Name, (group, one) => [RuleWords.Group(group, one._words)]),
        .. Named("engagement rule", older.Engagement.Rules, newer.Engagement.Rules, rule => rule.Name, (rule, one) => one.Parts(rule)),
        .. Setting("grades", "Bands", older, newer, (playbook, one) => one.Words(playbook.Grades)),
        .. Named("criterion", older.Criteria, newer.Criteria, criterion => criterion.Name, (criterion, one) => one.Parts(criterion)),
        .. Named("gate", older.Gates, newer.Gates, gate => gate.Stage.Title(), (gate, one) => one.Parts(gate)),
        .. Named("hand-off", older.Handoffs, newer.Handoffs, plan => plan.Stage.Title(), (plan, one) => HandoffWords.Parts(plan, one._words)),
        .. Named("rejection", older.Rejections, newer.Rejections, reason => reason.Name, (reason, one) => [HandoffWords.Of(reason, one._words)]),
        .. Setting("recycling", "Rules", older, newer, (playbook, one) => HandoffWords.Of(playbook.Recycling, one._words)),
    ];

    private IReadOnlyList<string> Parts(FitRule rule) => [RuleWords.Points(rule.Points, _words), _words["where {0}", rule.Asks(_words)], Group(rule)];

    private IReadOnlyList<string> Parts(EngagementRule rule) =>
        [RuleWords.Points(rule.Points, _words), _words["for {0}", rule.Asks(_words)], _words["counts {0}", RuleWords.Caps(rule, _words)], rule.Decay.In(_words) ?? _words["never fades"], Group(rule)];

    private IReadOnlyList<string> Parts(Gate gate) => RuleWords.Asks(gate, _words) is { IsEmpty: false } asks ? asks : [_words["asks for nothing more"]];

    private IReadOnlyList<string> Parts(Criterion criterion) =>
    [
        .. criterion.Ask,
        criterion.Type == AnswerType.Text ? "" : _words["answered by {0}", RuleWords.AnswersOf(criterion, _words)],
        _words["confirmed where {0}", ConditionWords.Of(criterion.Confirmed, _words)],
        criterion.Failed is { } failed ? _words["failed where {0}", ConditionWords.Of(failed, _words)] : "",
        criterion.Forms.IsEmpty ? "" : _words["forms that count: {0}", string.Join(", ", criterion.Forms)],
    ];

    private string Group(Rule rule) => rule.Group is { } group ? _words["in the group {0}", group] : "";

    private string Words(ScoreRange range) => _words["from {0} to {1}", _words.Number(range.Min), _words.Number(range.Max)];

    private string? Words(Grades? grades) => grades is not { } bands ? null : string.Join(
        "; ",
        _words["fit A from {0}, B from {1}, C from {2}", _words.Number(bands.FitA), _words.Number(bands.FitB), _words.Number(bands.FitC)],
        _words["engagement 1 from {0}, 2 from {1}, 3 from {2}", _words.Number(bands.Engagement1), _words.Number(bands.Engagement2), _words.Number(bands.Engagement3)]);

    private IEnumerable<PlaybookChange> Setting(string section, string name, Playbook older, Playbook newer, Func<Playbook, PlaybookComparison, string?> say)
    {
        if (say(older, English) != say(newer, English))
        {
            yield return PlaybookChange.Of(section, name, say(older, this), say(newer, this));
        }
    }

    /// <summary>Things that have a name, whatever the case of its letters: only what is different of them is said.</summary>
    private IEnumerable<PlaybookChange> Named<T>(
        string section, ImmutableArray<T> older, ImmutableArray<T> newer, Func<T, string> nameOf, Func<T, PlaybookComparison, IReadOnlyList<string>> say)
    {
        var before = older.ToDictionary(nameOf, StringComparer.OrdinalIgnoreCase);
        foreach (var now in newer)
        {
            if (!before.Remove(nameOf(now), out var was))
            {
                yield return PlaybookChange.Of(section, nameOf(now), was: null, Said(say(now, this)));
            }
            else if (Different(was, now, say) is var (gone, come))
            {
                yield return PlaybookChange.Of(section, nameOf(now), gone, come);
            }
        }

        foreach (var (name, gone) in before)
        {
            yield return PlaybookChange.Of(section, name, Said(say(gone, this)), @is: null);
        }
    }

    private (string Was, string Is)? Different<T>(T was, T now, Func<T, PlaybookComparison, IReadOnlyList<string>> say)
    {
        var (old, fresh) = (say(was, English), say(now, English));
        var gone = Said(say(was, this).Where((_, part) => !fresh.Contains(old[part])));
        var come = Said(say(now, this).Where((_, part) => !old.Contains(fresh[part])));
        return gone.Length == 0 && come.Length == 0 ? null : (gone.Length > 0 ? gone : _words["nothing of that"], come.Length > 0 ? come : _words["nothing of that"]);
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
