using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Baton.Server.People.SignIn;

/// <summary>What only one browser or person knows. Only a hash of it is kept; it has enough randomness that a fast one will do.</summary>
internal static class Secret
{
    private const int Bytes = 32;

    /// <summary>256 random bits, as letters that a cookie or an address takes.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <inheritdoc cref="Hash"/>
    public static string HashText(string secret) => Convert.ToBase64String(Hash(secret));
}
