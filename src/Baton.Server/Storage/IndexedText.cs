using System.Security.Cryptography;
using System.Text;

namespace Baton.Server.Storage;

/// <summary>Texts from outside that are part of a key.</summary>
internal static class IndexedText
{
    /// <summary>In bytes of UTF-8; an index has no room for much longer ones.</summary>
    private const int Longest = 300;

    /// <summary>The text, or its hash where it is too long for an index. Kept in databases, so it never changes for a text.</summary>
    public static string Of(string text) => text.Length > Longest / 3 && Encoding.UTF8.GetByteCount(text) > Longest
        ? "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))
        : text;
}
