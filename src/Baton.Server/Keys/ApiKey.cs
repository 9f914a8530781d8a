using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Server.Keys;

/// <summary>What a program shows to be let in: the workspace's id and 160 random bits, in text.</summary>
/// <remarks>That a key names its workspace lets every question about it name the workspace, too.</remarks>
internal readonly record struct ApiKey(string Text)
{
    private const string Prefix = "baton_";
    private const int RandomBytes = 20;

    /// <summary>What everybody may see of it, to tell it from others: how all keys begin, and its last four letters. The rest is not kept.</summary>
    public string Hint => Prefix + "…" + Text[^4..];

    /// <summary>What is kept of it. It is too random to be guessed from its hash, so the hash needs no salt and no rounds.</summary>
    public byte[] Hash => SHA256.HashData(Encoding.UTF8.GetBytes(Text));

    /// <summary>A new key for a workspace.</summary>
    public static ApiKey New(Guid workspaceId)
    {
        Span<byte> bytes = stackalloc byte[16 + RandomBytes];
        workspaceId.TryWriteBytes(bytes, bigEndian: true, out _);
        RandomNumberGenerator.Fill(bytes[16..]);
        return new ApiKey(Prefix + Base64Url.EncodeToString(bytes));
    }

    /// <summary>The workspace that the key names; null where the text is no key.</summary>
    public static Guid? WorkspaceOf(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 100)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[96];
        return Base64Url.IsValid(text.AsSpan(Prefix.Length)) && Base64Url.TryDecodeFromChars(text.AsSpan(Prefix.Length), bytes, out var length) && length == 16 + RandomBytes
            ? new Guid(bytes[..16], bigEndian: true)
            : null;
    }
}
