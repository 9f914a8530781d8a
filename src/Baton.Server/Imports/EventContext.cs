using System.Collections.Concurrent;
using System.Text;
using Baton.Core.Scoring.Engine;
using Baton.Server.Intake;

namespace Baton.Server.Imports;

/// <summary>What all threads that read events share.</summary>
internal sealed class EventContext
{
    private const int LongestUserAgent = 512;
    private const int MostUserAgents = 50_000;

    private readonly ConcurrentDictionary<string, bool> _machines = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> _knownMachines;

    /// <param name="builder">Receives the facts.</param>
    /// <param name="leads">Who is known.</param>
    /// <param name="now">In Unix milliseconds. An event that does not say when it came in came in by now.</param>
    public EventContext(FactTableBuilder builder, LeadDirectory leads, long now)
    {
        (Builder, Leads, Now) = (builder, leads, now);
        _knownMachines = _machines.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public FactTableBuilder Builder { get; }

    public LeadDirectory Leads { get; }

    public long Now { get; }

    /// <summary>Whether the user agent is a machine's. The few that a file has are remembered.</summary>
    public bool IsMachine(ReadOnlySpan<byte> userAgent)
    {
        Span<char> text = stackalloc char[LongestUserAgent];
        userAgent = userAgent[..Math.Min(userAgent.Length, LongestUserAgent)];
        text = text[..Encoding.UTF8.GetChars(userAgent, text)];
        if (_knownMachines.TryGetValue(text, out var isMachine))
        {
            return isMachine;
        }

        isMachine = MachineTraffic.IsMachine(text);
        if (_machines.Count < MostUserAgents)
        {
            _knownMachines.TryAdd(text, isMachine);
        }

        return isMachine;
    }
}
