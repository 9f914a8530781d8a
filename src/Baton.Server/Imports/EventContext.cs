using System.Collections.Concurrent;
using System.Text;
using Baton.Core.Scoring.Engine;
using Baton.Server.Intake;

namespace Baton.Server.Imports;

/// <summary>What all threads that read events share.</summary>
/// <param name="builder">Receives the facts.</param>
/// <param name="leads">Who is known.</param>
/// <param name="now">Unix milliseconds. Events that say neither when they came in nor anything earlier happened by now.</param>
internal sealed class EventContext(FactTableBuilder builder, LeadDirectory leads, long now)
{
    private const int LongestUserAgent = 512;
    private const int MostUserAgents = 50_000;

    private readonly ConcurrentDictionary<string, bool> _machines = new(StringComparer.Ordinal);

    public FactTableBuilder Builder => builder;

    public LeadDirectory Leads => leads;

    public long Now => now;

    /// <summary>Whether the user agent is a machine's. The few that a file has are remembered.</summary>
    public bool IsMachine(ReadOnlySpan<byte> userAgent)
    {
        Span<char> text = stackalloc char[LongestUserAgent];
        userAgent = userAgent[..Math.Min(userAgent.Length, LongestUserAgent)];
        text = text[..Encoding.UTF8.GetChars(userAgent, text)];
        var known = _machines.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var isMachine))
        {
            return isMachine;
        }

        isMachine = MachineTraffic.IsMachine(text);
        if (_machines.Count < MostUserAgents)
        {
            known.TryAdd(text, isMachine);
        }

        return isMachine;
    }
}
