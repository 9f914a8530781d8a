using System.Collections.Concurrent;
using System.Text;
using Baton.Core.Scoring.Engine;
using Baton.Server.Intake;

namespace Baton.Server.Imports;

/// <summary>What all threads that read events share.</summary>
/// <param name="builder">Receives the facts.</param>
/// <param name="leads">Who is known.</param>
/// <param name="now">In Unix milliseconds. An event that does not say when it came in came in by now.</param>
internal sealed class EventContext(FactTableBuilder builder, LeadDirectory leads, long now)
{
    private const int MostUserAgents = 50_000;

    private readonly ConcurrentDictionary<long, bool> _machines = new();
    private readonly Tie?[] _ties = new Tie?[leads.Count];

    public FactTableBuilder Builder => builder;

    public LeadDirectory Leads => leads;

    public long Now => now;

    /// <summary>Whether the user agent is a machine's. The few that a file has are remembered.</summary>
    public bool IsMachine(ReadOnlySpan<byte> userAgent)
    {
        var hash = MessageHash.Of(userAgent);
        if (_machines.TryGetValue(hash, out var isMachine))
        {
            return isMachine;
        }

        isMachine = MachineTraffic.IsMachine(Encoding.UTF8.GetString(userAgent));
        if (_machines.Count < MostUserAgents)
        {
            _machines.TryAdd(hash, isMachine);
        }

        return isMachine;
    }

    /// <summary>True where it is merged already that the lead has this anonymous id from this time on, as nearly every call repeats.</summary>
    public bool KnowsTie(int lead, long anonymousId, long time) =>
        Volatile.Read(ref _ties[lead]) is { } tie && tie.AnonymousId == anonymousId && tie.Time <= time;

    /// <summary>Merges a tie; by one thread at a time.</summary>
    public void AddTie(int lead, long anonymousId, long time)
    {
        builder.Tie(anonymousId, lead, time);
        if (!KnowsTie(lead, anonymousId, time))
        {
            Volatile.Write(ref _ties[lead], new Tie(anonymousId, time));
        }
    }

    private sealed record Tie(long AnonymousId, long Time);
}
