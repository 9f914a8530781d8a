using NodaTime;

namespace Baton.Server.Demo;

/// <summary>What demo data to make. Equal options make byte-identical files, on every machine.</summary>
public sealed record DemoOptions
{
    /// <summary>Orders a number of leads and events, drawn from a seed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1 lead or 0 events.</exception>
    public DemoOptions(int leads, int events, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        Leads = leads;
        Events = events;
        Seed = seed;
    }

    /// <summary>Rows of <c>leads.csv</c>, header excluded.</summary>
    public int Leads { get; }

    /// <summary>Lines of <c>events.ndjson</c> and rows of <c>events.csv</c>, duplicates included.</summary>
    public int Events { get; }

    /// <summary>Any number; another seed makes another market.</summary>
    public long Seed { get; }

    /// <summary>The end, exclusive, of the year in which everything happens; midnight at the end of June 2026 in Berlin by default.</summary>
    public Instant Until { get; init; } = Instant.FromUtc(2026, 6, 30, 22, 0);

    /// <summary>How the events are written; NDJSON by default.</summary>
    public EventFormat Format { get; init; } = EventFormat.Ndjson;
}

/// <summary>The files that carry the events.</summary>
public enum EventFormat
{
    /// <summary><c>events.ndjson</c>: one call of Segment's tracking API a line.</summary>
    Ndjson,

    /// <summary><c>events.csv</c>: the same events as a flat table.</summary>
    Csv,

    /// <summary>Both files, with the same events in the same order.</summary>
    Both,
}
