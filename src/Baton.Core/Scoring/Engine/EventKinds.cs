using System.Collections.Concurrent;
using Baton.Core.Conditions;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Numbers events by what the playbook can see of them: the name, and the properties that a rule listening to that name asks about. Millions of
/// events come in a few hundred kinds, so each rule's condition runs once a kind. Safe for any number of writers.
/// </summary>
internal sealed class EventKinds
{
    /// <summary>
    /// With more kinds than this (a rule asks about something that differs in every event), an event's rules are found at once and its kind is
    /// those rules, so that memory stays small.
    /// </summary>
    private const int MostKinds = 200_000;

    private const char Separator = '\u001F';

    private readonly EventRules _rules;
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly ConcurrentDictionary<int, Kind> _kinds = new();
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _askedOf;
    private int _count;

    public EventKinds(EventRules rules)
    {
        _rules = rules;
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _askedOf = rules.EventNames
            .ToDictionary(name => name, name => rules.ListeningTo(name).SelectMany(rules.PropertiesOf).Distinct().ToArray(), StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What the playbook sees of an event: the values of the properties, or, past <see cref="MostKinds"/>, the rules that match.</summary>
    private sealed record Kind(string Name, Value[] Values, int[]? Rules);

    /// <summary>The number of the event's kind.</summary>
    public int Of(EventDraft draft)
    {
        var key = Key(draft);
        if (_lookup.TryGetValue(key, out var number))
        {
            return number;
        }

        var kind = new Kind(draft.Name.ToString(), draft.Values(), Rules: null);
        if (Volatile.Read(ref _count) >= MostKinds)
        {
            kind = kind with { Values = [], Rules = Match(kind) };
            return Add(Separator + string.Join(Separator, kind.Rules), kind);
        }

        return Add(key.ToString(), kind);
    }

    /// <summary>The rules that each kind matches.</summary>
    public int[][] Match()
    {
        var rules = new int[_count][];
        foreach (var (number, kind) in _kinds)
        {
            rules[number] = kind.Rules ?? Match(kind);
        }

        return rules;
    }

    private int Add(string key, Kind kind) => _numbers.GetOrAdd(
        key,
        static (_, state) =>
        {
            var number = Interlocked.Increment(ref state.Self._count) - 1;
            state.Self._kinds[number] = state.Kind;
            return number;
        },
        (Self: this, Kind: kind));

    private int[] Match(Kind kind) =>
        [.. _rules.ListeningTo(kind.Name).Where(rule => _rules.Matches(rule, new ValueAnswers(_rules.Tests, kind.Values)))];

    private ReadOnlySpan<char> Key(EventDraft draft)
    {
        if (!_askedOf.TryGetValue(draft.Name, out var properties) || properties.Length == 0)
        {
            return draft.Name;
        }

        var key = draft.KeyBuffer;
        key.Clear();
        key.Append(draft.Name);
        foreach (var property in properties)
        {
            key.Append(Separator);
            key.Append(draft[property]);
        }

        return key.Text;
    }
}
