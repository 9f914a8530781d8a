using Baton.Core.Playbooks;
using Baton.Server.Intake;
using Baton.Server.Playbooks;

namespace Baton.Server.Handoffs;

/// <summary>Which of the things that leads do say most: those that give at least half as many points as what gives most. Not thread-safe.</summary>
internal sealed class HighIntent
{
    private readonly List<(Occasion Occasion, EngagementRule Rule)> _rules;
    private readonly CallReader _reader;

    public HighIntent(PublishedPlaybook playbook)
    {
        _rules = [.. playbook.Scorer.Plan.Events.Occasions.Zip(playbook.Scorer.Playbook.Engagement.Rules).Where(rule => rule.Second.Points > 0)];
        _reader = new CallReader(playbook);
        Least = _rules.Select(rule => rule.Rule.Points).DefaultIfEmpty(0).Max() / 2;
    }

    /// <summary>The fewest points that say so.</summary>
    public decimal Least { get; }

    /// <summary>The events, by name, that may say so.</summary>
    public IEnumerable<string> Events => _rules.Where(rule => rule.Rule.Points >= Least).SelectMany(rule => rule.Rule.Events).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule that gives most for an event; null where none gives anything.</summary>
    public EngagementRule? BestRuleOf(StoredEvent found)
    {
        var occasions = _reader.Read(found).Occasions;
        return _rules.Where(rule => occasions.Contains(rule.Occasion)).Select(rule => rule.Rule).MaxBy(rule => rule.Points);
    }

    /// <summary>What a lead did; null where it says little.</summary>
    public BriefAction? ActionOf(StoredEvent found) => BestRuleOf(found) is { } rule && rule.Points >= Least ? ActionOf(found, rule) : null;

    public static BriefAction ActionOf(StoredEvent found, EngagementRule rule) => new(found.Occurred, found.Name, rule.Name, rule.Points, Touches.PageOf(found));
}
