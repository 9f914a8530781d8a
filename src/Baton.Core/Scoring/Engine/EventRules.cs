using System.Collections.Immutable;
using System.Text;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Playbooks;

namespace Baton.Core.Scoring.Engine;

/// <summary>Which engagement rules an event matches, and what an occurrence of a given age is worth.</summary>
internal sealed class EventRules
{
    /// <summary>Ages up to this many days are looked up, older ones computed.</summary>
    private const int TableLength = 512;

    private static readonly int[] NoRules = [];

    private readonly Dictionary<string, int[]> _byEvent;
    private readonly CompiledCondition[] _where;
    private readonly EngagementRule[] _rules;
    private readonly long[][] _worth;
    private readonly int[] _maxPerDay;
    private readonly int[] _max;

    public EventRules(Playbook playbook)
    {
        _rules = [.. playbook.Engagement.Rules];
        _where = [.. _rules.Select(r => CompiledCondition.From(r.Where, Tests, PropertyName.Of))];
        _byEvent = _rules
            .SelectMany((rule, number) => rule.Events.Select(name => (name, number)))
            .GroupBy(pair => pair.name, pair => pair.number, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
        Occasions = [.. _rules.Select(Occasion.Of)];
        _worth = [.. _rules.Select(WorthByAge)];
        _maxPerDay = [.. _rules.Select(r => r.MaxPerDay ?? int.MaxValue)];
        _max = [.. _rules.Select(r => r.Max ?? int.MaxValue)];
    }

    public TestTable Tests { get; } = new();

    /// <summary>What each rule counts.</summary>
    public ImmutableArray<Occasion> Occasions { get; }

    /// <summary>The names of the events that some rule listens to.</summary>
    public IEnumerable<string> Names => _byEvent.Keys;

    /// <summary>The rules that listen to an event of this name, without regard to case.</summary>
    public int[] ListeningTo(string name) => _byEvent.GetValueOrDefault(name, NoRules);

    /// <summary>The numbers of the properties that the rules listening to an event of this name ask about.</summary>
    public int[] AskedOf(string name) =>
        [.. ListeningTo(name).SelectMany(rule => _where[rule].Tests.Select(test => Tests.Tests[test].Property)).Distinct()];

    /// <summary>
    /// A hash of the name and of what the rules ask about. Of two events with one id and one time the one with the smaller content counts: which
    /// of them that is does not matter, but it must not hang on their order.
    /// </summary>
    public long ContentOf(Event found)
    {
        var content = Hash64.Of(Encoding.UTF8.GetBytes(found.Name));
        foreach (var property in AskedOf(found.Name))
        {
            content = Hash64.Combine(content, Hash64.Of(Encoding.UTF8.GetBytes(found.Properties[Tests.Properties[property]].Text)));
        }

        return content;
    }

    public bool Matches<TAnswers>(int rule, in TAnswers answers)
        where TAnswers : IAnswers, allows ref struct => _where[rule].Holds(answers);

    /// <summary>The values of the properties that some rule asks about, by their number.</summary>
    public Value[] ValuesOf(Properties properties)
    {
        var values = new Value[Tests.Properties.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = properties[Tests.Properties[i]];
        }

        return values;
    }

    /// <summary>
    /// Adds what a rule's occurrences are worth. <paramref name="tallies"/> are the rule's, newest day first: at most <c>max_per_day</c> of a day
    /// count, and from the newest day back until <c>max</c> is reached.
    /// </summary>
    /// <returns>How many occurrences there are and how many of them count.</returns>
    public (int Seen, int Counted) Worth(ReadOnlySpan<Tally> tallies, int asOfDay, out Int128 nanos)
    {
        var rule = tallies[0].Rule;
        var (seen, counted) = (0, 0);
        nanos = 0;
        foreach (var (_, day, count) in tallies)
        {
            seen += count;
            var counts = Math.Min(Math.Min(count, _maxPerDay[rule]), _max[rule] - counted);
            if (counts > 0)
            {
                counted += counts;
                nanos += Math.BigMul(Worth(rule, asOfDay - day), counts);
            }
        }

        return (seen, counted);
    }

    private long Worth(int rule, int age)
    {
        var table = _worth[rule];
        return age < table.Length ? table[age] : WorthAt(_rules[rule], age);
    }

    private static long[] WorthByAge(EngagementRule rule)
    {
        var table = new long[TableLength];
        for (var age = 0; age < table.Length; age++)
        {
            table[age] = WorthAt(rule, age);
        }

        return table;
    }

    private static long WorthAt(EngagementRule rule, int age) => Nanos.From(rule.Points * rule.Decay.Left(age));
}
