using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using NodaTime;

namespace Baton.Core.Tests.Scoring;

/// <summary>A playbook and facts made from a seed: few names and values, so that rules, caps, ties and repeats meet often.</summary>
internal sealed class RandomWorld(int seed)
{
    private static readonly string[] EventNames = ["Quote Requested", "page", "Email Opened", "Unsubscribed"];
    private static readonly string[] Decays = ["", "decay: { percent: 25, every: 7d }", "decay: { percent: 100, every: 10d }", "decay: { percent: 33.333, every: 2d }", "decay: { half_life: 5d }", "decay: { half_life: 30d }"];
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    private readonly Random _random = new(seed);

    /// <summary>A moment in the ninety days in which facts occur, or shortly after.</summary>
    public Instant Moment() => Start + Duration.FromMinutes(_random.Next(100 * 24 * 60));

    public Playbook Playbook()
    {
        var yaml = new StringBuilder("name: Random\n");
        if (Chance(0.3))
        {
            yaml.AppendLine("range: { min: -20, max: 60 }");
        }

        Axis(yaml, "fit", i => $"points: {Points()}, when: {AttributeCondition(2)}");
        Axis(yaml, "engagement", i => string.Join(", ", EngagementParts()));
        yaml.AppendLine("grades: { fit: { A: 20, B: 10, C: 0 }, engagement: { 1: 20, 2: 10, 3: 3 } }");
        if (Chance(0.8))
        {
            var score = _random.Next(0, 25);
            yaml.AppendLine(CultureInfo.InvariantCulture, $"stages: {{ mql: {{ score: {score} }}, sql: {{ score: {score + _random.Next(20)}, engagement: {_random.Next(-5, 15)}, fit: {_random.Next(-10, 5)} }} }}");
        }

        var (playbook, mistakes) = PlaybookReader.Read(yaml.ToString());
        return playbook ?? (mistakes.All(m => m.Message.Contains("can never be reached", StringComparison.Ordinal))
            ? Playbook() // A threshold above what the axes allow is a mistake; the next world has another.
            : throw new InvalidOperationException(string.Join("\n", mistakes) + "\n" + yaml));
    }

    public Facts Facts(int most = 40)
    {
        var events = Many(most, i => NewEvent($"m{i}")).ToList();
        events.AddRange(events.Where(_ => Chance(0.2)).ToList());
        return new Facts([.. events], [.. Many(6, i => NewEdit($"e{i}"))], [.. Many(4, i => NewEdit($"a{i}"))]);
    }

    /// <summary>The facts and others that contradict them: under the same ids and at the same times, with another content.</summary>
    public Facts Contradicted(Facts facts)
    {
        var events = facts.Events.Where(_ => Chance(0.3)).Select(e => new Event(e.Id, Pick(EventNames), e.Occurred, e.Received, Properties("path", "value")));
        var edits = facts.Edits.Where(_ => Chance(0.3)).Select(e => new Edit(e.Id, e.Occurred, Properties("title", "employees", "country")));
        return facts with { Events = [.. facts.Events, .. events], Edits = [.. facts.Edits, .. edits] };
    }

    public Facts Shuffled(Facts facts) => new(Shuffled(facts.Events), Shuffled(facts.Edits), Shuffled(facts.AccountEdits));

    /// <summary>The facts dealt to two leads, some of them to both.</summary>
    public (Facts One, Facts Other) Split(Facts facts)
    {
        var (events, edits, accountEdits) = (Split(facts.Events), Split(facts.Edits), Split(facts.AccountEdits));
        return (new Facts(events.One, edits.One, accountEdits.One), new Facts(events.Other, edits.Other, accountEdits.Other));
    }

    private Event NewEvent(string id)
    {
        var occurred = Moment();
        return new Event(id, Pick(EventNames), occurred, Chance(0.1) ? occurred - Duration.FromDays(1) : occurred + Duration.FromHours(1), Properties("path", "value"));
    }

    // Edits fall on few moments, so that ties happen.
    private Edit NewEdit(string id) => new(id, Start + Duration.FromDays(10 * _random.Next(9)), Properties("title", "employees", "country"));

    private List<KeyValuePair<string, Value>> Properties(params string[] names) => [.. names
        .Where(_ => Chance(0.7))
        .Select(name => KeyValuePair.Create(name, SomeValue()))];

    private Value SomeValue() => _random.Next(8) switch
    {
        0 => Value.Missing,
        1 => Value.Of(_random.Next(5)),
        2 => Value.Of(Chance(0.5)),
        3 => Value.Of("1,200"),
        4 => Value.Of(" Plant Manager "),
        5 => Value.Of("/pricing"),
        6 => Value.Of("plant manager"),
        _ => Value.Of(_random.Next(5).ToString(CultureInfo.InvariantCulture)),
    };

    private void Axis(StringBuilder yaml, string name, Func<int, string> rule)
    {
        yaml.AppendLine(CultureInfo.InvariantCulture, $"{name}:");
        Limits(yaml, "  ");
        yaml.AppendLine("  groups:");
        foreach (var group in (string[])["g1", "g2"])
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $"    {group}:");
            yaml.AppendLine(CultureInfo.InvariantCulture, $"      pick: {(Chance(0.5) ? "best" : "sum")}");
            Limits(yaml, "      ");
        }

        yaml.AppendLine("  rules:");
        for (var i = _random.Next(1, 7); i > 0; i--)
        {
            var group = _random.Next(4) switch { 0 => ", group: g1", 1 => ", group: g2", _ => "" };
            yaml.AppendLine(CultureInfo.InvariantCulture, $"    - {{ name: {name} {i}{group}, {rule(i)} }}");
        }
    }

    private void Limits(StringBuilder yaml, string indent)
    {
        if (Chance(0.4))
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $"{indent}max: {_random.Next(0, 30)}.5");
        }

        if (Chance(0.4))
        {
            yaml.AppendLine(CultureInfo.InvariantCulture, $"{indent}min: {-_random.Next(1, 15)}");
        }
    }

    private IEnumerable<string> EngagementParts()
    {
        yield return $"points: {Points()}";
        yield return Chance(0.5) ? $"event: {Pick(EventNames)}" : "event: [Quote Requested, page]";
        if (Chance(0.5))
        {
            yield return $"where: {Condition(["path", "value"], 2)}";
        }

        if (Chance(0.5))
        {
            yield return $"max: {_random.Next(1, 5)}";
        }

        if (Chance(0.5))
        {
            yield return $"max_per_day: {_random.Next(1, 3)}";
        }

        if (Pick(Decays) is { Length: > 0 } decay)
        {
            yield return decay;
        }
    }

    private string AttributeCondition(int depth) => Condition(["title", "employees", "country", "account.title"], depth);

    private string Condition(string[] properties, int depth) => (depth == 0 ? 9 : _random.Next(9)) switch
    {
        0 => $"{{ all: [{Condition(properties, depth - 1)}, {Condition(properties, depth - 1)}] }}",
        1 => $"{{ any: [{Condition(properties, depth - 1)}, {Condition(properties, depth - 1)}] }}",
        2 => $"{{ not: {Condition(properties, depth - 1)} }}",
        _ => $"{{ {Pick(properties)}: {{ {Pick(["eq: 3", "neq: 2", "gte: 2", "lt: 100", "between: [1, 1500]", "in: [plant manager, /pricing]", "not_in: [1, 2]", "has: true", "not_has: true", "contains: plant", "starts_with: /pri", "eq: yes", "matches: '^[a-z ]+$'"])} }} }}",
    };

    private string Points() => (_random.Next(-12, 25) + Pick([0m, 0m, 0.5m, 0.25m, 0.3333m])).ToString(CultureInfo.InvariantCulture);

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private IEnumerable<T> Many<T>(int most, Func<int, T> make) => Enumerable.Range(0, _random.Next(most + 1)).Select(make).ToList();

    private ImmutableArray<T> Shuffled<T>(ImmutableArray<T> items) => [.. items.OrderBy(_ => _random.Next())];

    private (ImmutableArray<T> One, ImmutableArray<T> Other) Split<T>(ImmutableArray<T> items)
    {
        var dealt = items.Select(item => (item, to: _random.Next(5))).ToList();
        return ([.. dealt.Where(d => d.to is 0 or 1 or 4).Select(d => d.item)], [.. dealt.Where(d => d.to is 2 or 3 or 4).Select(d => d.item)]);
    }
}
