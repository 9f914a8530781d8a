using System.Security.Cryptography;
using System.Text;

namespace Baton.Server.Intake;

/// <summary>Makes an event's id of the sender's message id.</summary>
internal static class MessageId
{
    /// <summary>The same id for the same text, and another for any other, even where somebody looks for two that meet: a UUID of version 8.</summary>
    /// <remarks>Kept in databases, so it never changes.</remarks>
    public static Guid ToEventId(ReadOnlySpan<byte> messageId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(messageId, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <inheritdoc cref="ToEventId(ReadOnlySpan{byte})"/>
    public static Guid ToEventId(string messageId) => ToEventId(Encoding.UTF8.GetBytes(messageId));
}
