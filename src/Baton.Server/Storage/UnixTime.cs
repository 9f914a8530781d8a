using System.Buffers.Binary;
using NodaTime;

namespace Baton.Server.Storage;

/// <summary>Times as the database keeps them: UTC, in Unix milliseconds.</summary>
internal static class UnixTime
{
    /// <summary>The moment; null where the column has none.</summary>
    public static Instant? ToInstant(long? milliseconds) => milliseconds is { } known ? Instant.FromUnixTimeMilliseconds(known) : null;

    /// <summary>The least of the ids of version 7 that can be made at a moment: what is newer than it has a greater one.</summary>
    public static Guid FirstIdAt(Instant at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(0, at.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
