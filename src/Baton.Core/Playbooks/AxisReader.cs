using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Documents;

namespace Baton.Core.Playbooks;

/// <summary>Reads <c>fit</c> and <c>engagement</c>: limits, groups and rules.</summary>
internal sealed class AxisReader(Mistakes mistakes, AttributeHints hints)
{
    private const decimal MostPoints = 1_000_000;
    private const int MostOccurrences = 1_000_000;

    internal static readonly string[] AxisNames = ["min", "max", "groups", "rules"];
    internal static readonly string[] GroupNames = ["pick", "min", "max"];
    internal static readonly string[] FitRuleNames = ["name", "points", "group", "when"];
    internal static readonly string[] EngagementRuleNames = ["name", "points", "group", "event", "where", "max_per_day", "max", "decay"];
    internal static readonly string[] DecayNames = ["percent", "every", "half_life"];

    private readonly Dictionary<string, int> _ruleLines = new(StringComparer.OrdinalIgnoreCase);

    public Axis<FitRule> Fit(Node? node) => Axis(node, "`fit`", FitRuleNames, FitRuleOf);

    public Axis<EngagementRule> Engagement(Node? node) => Axis(node, "`engagement`", EngagementRuleNames, EngagementRuleOf);

    private Axis<TRule> Axis<TRule>(Node? node, string title, string[] ruleNames, Func<Section, string, decimal, string?, TRule?> ruleOf)
        where TRule : Rule
    {
        if (node is null || Section.From(node, title, AxisNames, mistakes) is not { } section)
        {
            return new Axis<TRule>(default, [], []);
        }

        var groups = GroupsOf(section["groups"]);
        var rules = ImmutableArray.CreateBuilder<TRule>();
        switch (section["rules"])
        {
            case ListNode list:
                rules.AddRange(list.Items.Select(item => RuleOf(item, ruleNames, groups, ruleOf)).OfType<TRule>());
                break;
            case { } wrong:
                mistakes.Add(wrong, $"`rules` takes a list, each rule starting with `- name: …`, not {wrong.Kind}");
                break;
        }

        return new Axis<TRule>(LimitsOf(section), groups, rules.ToImmutable());
    }

    private Limits LimitsOf(Section section)
    {
        var limits = new Limits(section.Number("min", -MostPoints, MostPoints, 4), section.Number("max", -MostPoints, MostPoints, 4));
        if (limits.Min > limits.Max)
        {
            mistakes.Add(section["min"]!, $"`min` {limits.Min} is above `max` {limits.Max}; exchange them");
        }

        return limits;
    }

    private ImmutableArray<RuleGroup> GroupsOf(Node? node)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not MapNode map)
        {
            mistakes.Add(node, $"`groups` takes names, each with its limits, such as `e-mail: {{ max: 10 }}`, not {node.Kind}");
            return [];
        }

        return [.. map.Entries.Select(GroupOf)];
    }

    private RuleGroup GroupOf(Entry entry)
    {
        var name = entry.Key.Text.Trim();
        if (name.Length == 0)
        {
            mistakes.Add(entry.Key, "a group's name is missing here");
        }

        if (Section.From(entry.Value, $"the group `{name.Shortened()}`", GroupNames, mistakes) is not { } section)
        {
            // The group is there, if wrong, so that its rules are not told that it is not.
            return new RuleGroup(name, Pick.Sum, default);
        }

        var pick = Pick.Sum;
        switch (section.Text("pick"))
        {
            case null or "sum":
                break;
            case "best":
                pick = Pick.Best;
                break;
            case var other:
                mistakes.Add(section["pick"]!, $"`pick` is `sum` or `best`, not `{other.Shortened()}`");
                break;
        }

        return new RuleGroup(name, pick, LimitsOf(section));
    }

    private TRule? RuleOf<TRule>(Node node, string[] names, ImmutableArray<RuleGroup> groups, Func<Section, string, decimal, string?, TRule?> ruleOf)
        where TRule : Rule
    {
        if (Section.From(node, "the rule", names, mistakes) is not { } section)
        {
            return null;
        }

        var name = section.RequiredText("name", "Asked for a quote");
        if (name is not null && !_ruleLines.TryAdd(name, section["name"]!.Line))
        {
            mistakes.Add(section["name"]!, $"a rule on line {_ruleLines[name]} is already called `{name.Shortened()}`; every rule needs a name of its own");
        }

        var points = section.RequiredNumber("points", "10", -MostPoints, MostPoints, 4);
        var group = section.Text("group");
        if (group is not null && groups.All(g => g.Name != group))
        {
            mistakes.Add(section["group"]!, groups.IsEmpty
                ? $"there are no `groups` here yet; add `groups: {{ {group.Shortened()}: {{ max: 10 }} }}` above `rules`"
                : $"there is no group `{group.Shortened()}`{NearestWord.Hint(group, groups.Select(g => g.Name))}");
        }

        return ruleOf(section, name ?? "", points ?? 0, group);
    }

    private FitRule? FitRuleOf(Section section, string name, decimal points, string? group)
    {
        if (section.Required("when", "{ title: { contains: manager } }") is not { } when)
        {
            return null;
        }

        hints.Look(when);
        return ConditionReader.Read(when, mistakes) is { } condition ? new FitRule(name, points, group, condition) : null;
    }

    private EngagementRule EngagementRuleOf(Section section, string name, decimal points, string? group) => new(
        name,
        points,
        group,
        EventsOf(section.Required("event", "Quote Requested")),
        section["where"] is { } where ? ConditionReader.Read(where, mistakes) : null,
        section.Whole("max_per_day", 1, MostOccurrences),
        section.Whole("max", 1, MostOccurrences),
        DecayOf(section["decay"]));

    private ImmutableArray<string> EventsOf(Node? node)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        IReadOnlyList<Node> items = node switch { null => [], ListNode list => list.Items, var one => [one] };
        if (node is ListNode { Items.Count: 0 })
        {
            mistakes.Add(node, "`event` takes at least one event's name");
        }

        foreach (var item in items)
        {
            if (item is not ScalarNode { IsEmpty: false } scalar || scalar.Text.Trim().Length == 0)
            {
                mistakes.Add(item, $"`event` takes an event's name or a list of them, not {item.Kind}");
            }
            else if (names.Contains(scalar.Text.Trim(), StringComparer.OrdinalIgnoreCase))
            {
                mistakes.Add(item, $"the event {scalar.Kind} is already in this list");
            }
            else
            {
                names.Add(scalar.Text.Trim());
            }
        }

        return names.ToImmutable();
    }

    private Decay DecayOf(Node? node)
    {
        var none = new Decay.None();
        if (node is null or ScalarNode { Text: "none" } || Section.From(node, "`decay`", DecayNames, mistakes) is not { } section)
        {
            return none;
        }

        if (section["half_life"] is not null)
        {
            if (section["percent"] is { } percentToo)
            {
                mistakes.Add(percentToo, "a decay has either `percent` with `every`, or `half_life`; keep one");
            }

            return section.Days("half_life") is { } days ? new Decay.HalfLife(days) : none;
        }

        var percent = section.RequiredNumber("percent", "10", 0.001m, 100, 3);
        _ = section.Required("every", "30d");
        return percent is { } p && section.Days("every") is { } every ? new Decay.Linear(p, every) : none;
    }
}
