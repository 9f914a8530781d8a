using System.Collections.Concurrent;
using System.Text;
using Baton.Core.Conditions;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Numbers events by what the playbook can see of them: the name, and the properties that a rule listening to that name asks about. Millions of
/// events come in a few hundred kinds, so each rule's condition runs once a kind. Safe for any number of threads.
/// </summary>
internal sealed class EventKinds
{
    /// <summary>
    /// With more kinds than this (a rule asks about something that differs in every event), an event's rules are found at once and its kind is
    /// those rules, so that memory stays small. Two such events of one id and one time are then told apart by their rules only.
    /// </summary>
    private const int MostKinds = 200_000;

    private readonly EventRules _rules;
    private readonly ConcurrentDictionary<long, int> _numbers = new(HashComparer.Instance);
    private readonly ConcurrentDictionary<int, Kind> _kinds = new();
    private readonly ConcurrentDictionary<long, int[]> _askedOf = new(HashComparer.Instance);
    private int _count;

    public EventKinds(EventRules rules) => _rules = rules;

    /// <summary>What the playbook sees of an event: the values of the properties, or, past <see cref="MostKinds"/>, the rules that match.</summary>
    private sealed record Kind(string Name, Value[] Values, int[]? Rules);

    /// <summary>The names of the events that some rule listens to.</summary>
    public IEnumerable<string> Asked => _rules.Names;

    /// <summary>The names of the events that were seen; null past <see cref="MostKinds"/>, where they are no longer kept.</summary>
    public IReadOnlyCollection<string>? Names =>
        _count >= MostKinds ? null : _kinds.Values.Select(kind => kind.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The properties that rules ask about and no event that they listen to has, though there are such events; empty past <see cref="MostKinds"/>.
    /// </summary>
    public IEnumerable<string> UnseenProperties
    {
        get
        {
            var (asked, seen) = (new HashSet<int>(), new HashSet<int>());
            foreach (var kinds in (_count >= MostKinds ? [] : _kinds.Values).GroupBy(kind => kind.Name, StringComparer.OrdinalIgnoreCase))
            {
                var ofName = _rules.AskedOf(kinds.Key);
                asked.UnionWith(ofName);
                seen.UnionWith(ofName.Where(property => kinds.Any(kind => !kind.Values[property].IsMissing)));
            }

            return asked.Except(seen).Select(property => _rules.Tests.Properties[property]);
        }
    }

    /// <summary>The number of the event's kind.</summary>
    public int Of(EventDraft draft)
    {
        var name = Hash64.Of(draft.Name);
        if (!_askedOf.TryGetValue(name, out var asked))
        {
            asked = AskedOf(draft, name);
        }

        var key = name;
        foreach (var property in asked)
        {
            key = Hash64.Combine(key, Hash64.Of(draft[property]));
        }

        return _numbers.TryGetValue(key, out var number) ? number : Add(key, draft);
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

    /// <summary>By kind: its <see cref="EventRules.ContentOf"/>.</summary>
    public long[] Contents()
    {
        var contents = new long[_count];
        foreach (var (content, number) in _numbers)
        {
            contents[number] = content;
        }

        return contents;
    }

    private int[] AskedOf(EventDraft draft, long name)
    {
        var asked = _rules.AskedOf(Encoding.UTF8.GetString(draft.Name).Trim());

        // A file of endless names must not fill the memory; a name that no rule listens to asks nothing.
        return _askedOf.Count < MostKinds ? _askedOf.GetOrAdd(name, asked) : asked;
    }

    private int Add(long key, EventDraft draft)
    {
        var kind = new Kind(Encoding.UTF8.GetString(draft.Name).Trim(), draft.Values(), Rules: null);
        if (Volatile.Read(ref _count) >= MostKinds)
        {
            kind = new Kind("", [], Match(kind));
            key = kind.Rules!.Aggregate(Hash64.OfPosition(kind.Rules!.Length), (hash, rule) => Hash64.Combine(hash, rule));
        }

        return _numbers.GetOrAdd(
            key,
            static (_, state) =>
            {
                var number = Interlocked.Increment(ref state.Self._count) - 1;
                state.Self._kinds[number] = state.Kind;
                return number;
            },
            (Self: this, Kind: kind));
    }

    private int[] Match(Kind kind) =>
        [.. _rules.ListeningTo(kind.Name).Where(rule => _rules.Matches(rule, new ValueAnswers(_rules.Tests, kind.Values)))];
}
