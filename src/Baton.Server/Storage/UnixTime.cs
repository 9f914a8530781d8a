using NodaTime;

namespace Baton.Server.Storage;

/// <summary>Times as the database keeps them: UTC, in Unix milliseconds.</summary>
internal static class UnixTime
{
    /// <summary>The moment; null where the column has none.</summary>
    public static Instant? ToInstant(long? milliseconds) => milliseconds is { } known ? Instant.FromUnixTimeMilliseconds(known) : null;
}
