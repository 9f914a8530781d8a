using System.Collections.Concurrent;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>What all threads that read events share.</summary>
/// <param name="builder">Receives the facts.</param>
/// <param name="leads">Who is known.</param>
/// <param name="now">In Unix milliseconds. An event that does not say when it came in came in by now.</param>
internal sealed class EventContext(FactTableBuilder builder, LeadDirectory leads, long now)
{
    /// <summary>Somebody with more devices than this only costs more time.</summary>
    private const int MostTiesLookedAt = 8;

    private readonly ConcurrentBag<EventReading> _readings = [];
    private readonly Tie?[] _tiesOfLeads = new Tie?[leads.Count];
    private readonly ConcurrentDictionary<int, Tie> _tiesOfStrangers = new();

    public FactTableBuilder Builder => builder;

    /// <summary>Something to read a block into, from the bag where <see cref="EventReading.Merge"/> leaves it.</summary>
    public EventReading NewReading() => _readings.TryTake(out var used) ? used : new EventReading(this);

    /// <summary>Takes back what was merged.</summary>
    public void Return(EventReading reading) => _readings.Add(reading);

    public LeadDirectory Leads => leads;

    public long Now => now;

    /// <summary>True where it is merged already that the owner has this id from this time on, as nearly every call repeats.</summary>
    public bool KnowsTie(int owner, long id, bool isVisitor, long time)
    {
        var tie = LastTieOf(owner);
        for (var i = 0; tie is not null && i < MostTiesLookedAt; i++, tie = tie.Before)
        {
            if (tie.Id == id && tie.IsVisitor == isVisitor && tie.Time <= time)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Merges that an owner has an id, under which <paramref name="other"/> came in; by one thread at a time.</summary>
    public void AddTie(int owner, long id, int other, bool isVisitor, long time)
    {
        if (KnowsTie(owner, id, isVisitor, time))
        {
            return;
        }

        if (isVisitor)
        {
            builder.Ties.AddVisitor(other, owner, time);
        }
        else
        {
            builder.Ties.Add(owner, other, time);
        }

        var tie = new Tie(id, isVisitor, time, LastTieOf(owner));
        if (owner >= 0)
        {
            Volatile.Write(ref _tiesOfLeads[owner], tie);
        }
        else
        {
            _tiesOfStrangers[owner] = tie;
        }
    }

    private Tie? LastTieOf(int owner) => owner >= 0 ? Volatile.Read(ref _tiesOfLeads[owner]) : _tiesOfStrangers.GetValueOrDefault(owner);

    private sealed record Tie(long Id, bool IsVisitor, long Time, Tie? Before);
}
