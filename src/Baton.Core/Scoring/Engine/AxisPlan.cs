using System.Collections.Immutable;
using Baton.Core.Playbooks;

namespace Baton.Core.Scoring.Engine;

/// <summary>An axis ready to sum: each rule's group by number, every limit in billionths.</summary>
internal sealed class AxisPlan
{
    private AxisPlan(ImmutableArray<Rule> rules, ImmutableArray<RuleGroup> groups, int[] groupOf, Bounds limits)
    {
        (Rules, Groups, GroupOf, Limits) = (rules, groups, groupOf, limits);
        GroupLimits = [.. groups.Select(g => Bounds.From(g.Limits))];
        GroupPicksBest = [.. groups.Select(g => g.Pick == Pick.Best)];
        Points = [.. rules.Select(r => Nanos.From(r.Points))];
    }

    public ImmutableArray<Rule> Rules { get; }

    public ImmutableArray<RuleGroup> Groups { get; }

    /// <summary>By rule: its group, or −1.</summary>
    public int[] GroupOf { get; }

    public long[] Points { get; }

    public Bounds[] GroupLimits { get; }

    public bool[] GroupPicksBest { get; }

    public Bounds Limits { get; }

    public static AxisPlan From<TRule>(Axis<TRule> axis)
        where TRule : Rule
    {
        var numbers = axis.Groups.Select((group, number) => (group.Name, number)).ToDictionary(g => g.Name, g => g.number, StringComparer.Ordinal);
        return new AxisPlan(
            ImmutableArray<Rule>.CastUp(axis.Rules),
            axis.Groups,
            [.. axis.Rules.Select(r => r.Group is { } group ? numbers[group] : -1)],
            Bounds.From(axis.Limits));
    }
}

/// <summary>Limits in billionths; what has no limit has one that no sum reaches.</summary>
internal readonly record struct Bounds(Int128 Min, Int128 Max)
{
    public static Bounds From(Limits limits) => new(
        limits.Min is { } min ? Nanos.From(min) : Int128.MinValue,
        limits.Max is { } max ? Nanos.From(max) : Int128.MaxValue);

    public Int128 Clamp(Int128 sum) => sum < Min ? Min : sum > Max ? Max : sum;
}
