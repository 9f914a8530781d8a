using Baton.Core.Leads;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Gathers leads, events and edits as files give them, and lays them out as a <see cref="FactTable"/>. Numbers (symbols, kinds, strangers) may be
/// asked for by any thread at any time; leads and batches are added by one thread at a time.
/// </summary>
internal sealed class FactTableBuilder
{
    private readonly ScoringPlan _plan;
    private readonly SymbolColumn[] _columns;
    private readonly List<int>[] _attributes;
    private readonly List<long> _leads = [];
    private readonly List<EventBatch> _batches = [];
    private readonly IdNumbers _strangers = new();
    private readonly EditLog _edits = new();

    /// <param name="plan">What asks about the facts.</param>
    /// <param name="asOf">In Unix milliseconds. Facts after it are left out.</param>
    public FactTableBuilder(ScoringPlan plan, long asOf)
    {
        (_plan, AsOf) = (plan, asOf);
        _columns = [.. plan.Attributes.Properties.Select(_ => new SymbolColumn())];
        _attributes = [.. plan.Attributes.Properties.Select(_ => new List<int>())];
        Kinds = new EventKinds(plan.Events);
    }

    public int Leads => _leads.Count;

    public EventKinds Kinds { get; }

    /// <summary>What did not make it into the table, and why; complete once <see cref="Build"/> has run.</summary>
    public EventCounts Counts { get; } = new();

    /// <summary>The number of an attribute in its one spelling (<see cref="AttributeName"/>), or −1 where the playbook does not ask about it.</summary>
    public int FindAttribute(string spelling) => _plan.Attributes.Find(spelling);

    /// <summary>The number of an event's property in its one spelling, or −1 where the playbook does not ask about it.</summary>
    public int FindEventProperty(string spelling) => _plan.Events.Tests.Find(spelling);

    /// <summary>The moment that the facts are as of, in Unix milliseconds. Facts after it are left out.</summary>
    public long AsOf { get; }

    /// <summary>The attributes that the playbook asks about, in their one spelling.</summary>
    public IReadOnlyList<string> Attributes => _plan.Attributes.Properties;

    /// <summary>The properties of events that the playbook asks about, in their one spelling.</summary>
    public IReadOnlyList<string> EventProperties => _plan.Events.Tests.Properties;

    /// <summary>What the rules ask of events.</summary>
    public EventRules EventRules => _plan.Events;

    public EventDraft NewDraft() => new(_plan.Events);

    public int SymbolOf(int attribute, ReadOnlySpan<char> text) => _columns[attribute].Of(text);

    /// <summary>Somebody under an id that is no lead's, or not yet: the <see cref="Hash64"/> of the id.</summary>
    public int StrangerOf(long hash) => _strangers.Of(hash);

    /// <summary>Adds a lead of whom nothing is known and returns its number.</summary>
    /// <param name="hash">The <see cref="Hash64"/> of its id.</param>
    public int AddLead(long hash)
    {
        _leads.Add(hash);
        foreach (var column in _attributes)
        {
            column.Add(SymbolColumn.Missing);
        }

        return Leads - 1;
    }

    /// <summary>Sets what a lead's row says of it; edits of any time come after it. A missing value leaves what an earlier row said.</summary>
    public void Set(int lead, int attribute, int symbol)
    {
        if (symbol != SymbolColumn.Missing)
        {
            _attributes[attribute][lead] = symbol;
        }
    }

    /// <summary>Adds events in the order of their arrival.</summary>
    public void Add(EventBatch batch) => _batches.Add(batch);

    /// <summary>
    /// Which owners (see <see cref="EventBatch.Owners"/>) are one person. That is no fact of a moment: a visitor who says tomorrow who they are was
    /// the same person yesterday.
    /// </summary>
    public PersonTies Ties { get; } = new();

    /// <summary>An <c>identify</c> call's word on one attribute of an owner (see <see cref="EventBatch.Owners"/>).</summary>
    public void Edit(int owner, int attribute, int symbol, long time, ReadOnlySpan<byte> id)
    {
        if (time <= AsOf)
        {
            _edits.Lead(owner, attribute, symbol, time, id);
        }
    }

    /// <summary>A <c>group</c> call's word on one attribute of an account.</summary>
    public void EditAccount(string account, int attribute, int symbol, long time, ReadOnlySpan<byte> id)
    {
        if (time <= AsOf)
        {
            _edits.Account(account, attribute, symbol, time, id);
        }
    }

    /// <summary>An owner works for an account; of several, the newest word holds.</summary>
    public void Join(int owner, string account, long time, ReadOnlySpan<byte> id)
    {
        if (time <= AsOf)
        {
            _edits.Join(owner, account, time, id);
        }
    }

    /// <summary>Lays the facts out. The builder is used up.</summary>
    public FactTable Build(CancellationToken cancel)
    {
        var attributes = Array.ConvertAll(_attributes, column => column.ToArray());
        var values = Array.ConvertAll(_columns, column => column.Values());
        var leadOfStranger = Ties.LeadOfStranger(_leads, _strangers.Hashes());
        _edits.Apply(attributes, values, leadOfStranger, _plan.Attributes.Properties);
        var events = EventLayout.From(_batches, Leads, AsOf, leadOfStranger, Kinds.Contents(), Counts, cancel);
        return new FactTable
        {
            Leads = Leads,
            Attributes = attributes,
            Values = values,
            FirstEvent = events.First,
            EventCount = events.Count,
            Kinds = events.Kinds,
            Times = events.Times,
            EventKinds = Kinds,
            AsOf = AsOf,
        };
    }
}

/// <summary>How many events there were, and how many of them say nothing about the leads as of the moment.</summary>
internal sealed class EventCounts
{
    /// <summary>All events that were added.</summary>
    public long Read { get; set; }

    /// <summary>Events of people who are not among the leads.</summary>
    public long OfStrangers { get; set; }

    /// <summary>Events after the moment.</summary>
    public long Later { get; set; }

    /// <summary>Events that were there before, under the same id.</summary>
    public long Repeated { get; set; }
}
