using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Baton.Server.Tests.People;

/// <summary>What an authenticator app shows (RFC 6238, with the usual half minute and six digits).</summary>
internal static class Totp
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string At(string key, DateTimeOffset time)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, time.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // It is what the apps do.
        var hash = HMACSHA1.HashData(Bytes(key), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15, 4)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string key)
    {
        var (bytes, bits, value) = (new List<byte>(), 0, 0);
        foreach (var letter in key)
        {
            (value, bits) = ((value << 5) | Letters.IndexOf(letter, StringComparison.Ordinal), bits + 5);
            if (bits >= 8)
            {
                bytes.Add((byte)(value >> (bits - 8)));
                (value, bits) = (value & ((1 << (bits - 8)) - 1), bits - 8);
            }
        }

        return [.. bytes];
    }
}
