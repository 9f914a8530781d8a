using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>A time in which somebody does not work although they otherwise would.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its end, which is not part of it; null where nobody knows it yet.</param>
public readonly record struct Absence(Instant From, Instant? To)
{
    /// <summary>True where the moment is in it.</summary>
    public bool Covers(Instant at) => at >= From && (To is not { } to || at < to);
}
