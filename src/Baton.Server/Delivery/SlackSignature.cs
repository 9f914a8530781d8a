using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>Tells whether a call is Slack's: HMAC-SHA256, with the secret of the app, over <c>v0:</c>, the time and the body.</summary>
internal static class SlackSignature
{
    public const string Header = "X-Slack-Signature";
    public const string TimeHeader = "X-Slack-Request-Timestamp";

    /// <summary>So old, or so far ahead, may a call be: what is older was recorded.</summary>
    private static readonly Duration Oldest = Duration.FromMinutes(5);

    /// <summary>True where one of the secrets has made the signature, not long ago.</summary>
    /// <param name="secrets">The signing secrets of the apps that may call.</param>
    /// <param name="timestamp">The call's header, in seconds.</param>
    /// <param name="signature">The call's header, <c>v0=</c> and 64 hexadecimal digits.</param>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="now">The time.</param>
    public static bool Holds(IEnumerable<string> secrets, string? timestamp, string? signature, ReadOnlySpan<byte> body, Instant now)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - seconds) > Oldest.TotalSeconds || signature is null)
        {
            return false;
        }

        foreach (var secret in secrets)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(secret, seconds, body)), Encoding.UTF8.GetBytes(signature)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The signature of a body.</summary>
    public static string Of(string secret, long seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v0:{seconds}:")));
        hash.AppendData(body);
        return "v0=" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
