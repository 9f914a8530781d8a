using NodaTime;

namespace Baton.Bench.Handoffs;

/// <summary>A time that moves when it is told to.</summary>
internal sealed class BenchClock(Instant start) : IClock
{
    public Instant Now { get; set; } = start;

    public Instant GetCurrentInstant() => Now;
}
