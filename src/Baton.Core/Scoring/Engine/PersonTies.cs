namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Which ids are one person. User ids and e-mail addresses that are tied are one person, and ties chain. Two leads never become one: of ties
/// that would join them the earliest hold, in whatever order they came. A visitor's anonymous id is one person's too, the one of its earliest
/// tie, and joins nobody: people share devices.
/// </summary>
internal sealed class PersonTies
{
    private readonly List<Tie> _ties = [];
    private readonly List<Tie> _visitors = [];

    /// <summary>Since a time, in Unix milliseconds, two owners (see <see cref="EventBatch.Owners"/>) are known to be one person.</summary>
    public void Add(int one, int other, long since) => _ties.Add(new Tie(since, one, other));

    /// <summary>Since a time, in Unix milliseconds, a visitor is known to be an owner.</summary>
    public void AddVisitor(int visitor, int owner, long since) => _visitors.Add(new Tie(since, owner, visitor));

    /// <returns>By stranger: the lead that the stranger is, or −1.</returns>
    /// <param name="idOfLead">By lead: the hash of the id, which no order of arrival changes.</param>
    /// <param name="idOfStranger">By stranger: the hash of the id.</param>
    public int[] LeadOfStranger(IReadOnlyList<long> idOfLead, long[] idOfStranger)
    {
        var people = new People(idOfLead.Count, idOfStranger.Length);
        if (!people.UniteAll(_ties))
        {
            // Which tie goes before another matters only where they contradict each other.
            people = new People(idOfLead.Count, idOfStranger.Length);
            people.UniteAll(_ties.OrderBy(t => t.Since).ThenBy(t => Math.Min(Key(t.One), Key(t.Other))).ThenBy(t => Math.Max(Key(t.One), Key(t.Other))));
        }

        var lead = new int[idOfStranger.Length];
        var visits = EarliestOfVisitors(idOfStranger.Length, Key);
        for (var stranger = 0; stranger < lead.Length; stranger++)
        {
            lead[stranger] = people.LeadOf(~stranger) is >= 0 and var known ? known : visits[stranger] is { } visit ? people.LeadOf(visit.One) : -1;
        }

        return lead;

        long Key(int owner) => owner >= 0 ? idOfLead[owner] : idOfStranger[~owner];
    }

    /// <summary>By stranger: its earliest tie as a visitor, if it has one.</summary>
    private Tie?[] EarliestOfVisitors(int strangers, Func<int, long> key)
    {
        var earliest = new Tie?[strangers];
        foreach (var tie in _visitors.Where(t => t.Other < 0))
        {
            ref var known = ref earliest[~tie.Other];
            if (known is not { } before || (tie.Since, key(tie.One)).CompareTo((before.Since, key(before.One))) < 0)
            {
                known = tie;
            }
        }

        return earliest;
    }

    private readonly record struct Tie(long Since, int One, int Other);

    /// <summary>Disjoint sets of owners; a set's root is its lead where it has one.</summary>
    private sealed class People
    {
        private readonly int _leads;
        private readonly int[] _parent;

        public People(int leads, int strangers)
        {
            _leads = leads;
            _parent = new int[leads + strangers];
            for (var node = 0; node < _parent.Length; node++)
            {
                _parent[node] = node;
            }
        }

        /// <returns>False where some tie would have made one of two leads.</returns>
        public bool UniteAll(IEnumerable<Tie> ties)
        {
            var all = true;
            foreach (var tie in ties)
            {
                all &= Unite(RootOf(tie.One), RootOf(tie.Other));
            }

            return all;
        }

        public int LeadOf(int owner) => RootOf(owner) is var root && root < _leads ? root : -1;

        private bool Unite(int one, int other)
        {
            if (Math.Max(one, other) < _leads)
            {
                return one == other;
            }

            // Leads come first, so the smaller root is the lead if either is.
            _parent[Math.Max(one, other)] = Math.Min(one, other);
            return true;
        }

        private int RootOf(int owner)
        {
            var node = owner >= 0 ? owner : _leads + ~owner;
            while (_parent[node] != node)
            {
                node = _parent[node] = _parent[_parent[node]];
            }

            return node;
        }
    }
}
