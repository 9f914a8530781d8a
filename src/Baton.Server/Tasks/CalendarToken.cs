using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Server.Tasks;

/// <summary>What makes the address of somebody's calendar secret: the workspace's id and 160 random bits, in text.</summary>
/// <remarks>That it names its workspace lets every question about it name the workspace, too.</remarks>
internal readonly record struct CalendarToken(string Text)
{
    private const int RandomBytes = 20;
    private const int Letters = (16 + RandomBytes) * 4 / 3;

    /// <summary>What is kept of it. It is too random to be guessed from its hash, so the hash needs no salt and no rounds.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    /// <summary>A new one for a workspace.</summary>
    public static CalendarToken New(Guid workspaceId)
    {
        Span<byte> bytes = stackalloc byte[16 + RandomBytes];
        workspaceId.TryWriteBytes(bytes, bigEndian: true, out _);
        RandomNumberGenerator.Fill(bytes[16..]);
        return new CalendarToken(Base64Url.EncodeToString(bytes));
    }

    /// <summary>The workspace that it names; null where the text is none.</summary>
    public static Guid? WorkspaceOf(string text)
    {
        Span<byte> bytes = stackalloc byte[16 + RandomBytes];
        return text.Length == Letters && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length) && length == bytes.Length
            ? new Guid(bytes[..16], bigEndian: true)
            : null;
    }
}
