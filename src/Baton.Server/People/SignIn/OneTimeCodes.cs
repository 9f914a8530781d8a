using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>
/// The codes that authenticator apps show (RFC 6238: six digits for half a minute, SHA-1). A code is taken once, as the RFC asks for: whoever has looked over
/// somebody's shoulder comes too late.
/// </summary>
internal sealed class OneTimeCodes(IDatabase database, IClock clock) : IUserTwoFactorTokenProvider<Login>
{
    private const int Digits = 6;
    private const int SecondsOfStep = 30;

    /// <summary>By how many steps the clock of a device may be wrong, and a slow hand late.</summary>
    private const int Tolerance = 2;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Login> manager, Login user)
    {
        if (user.TotpKey is null || token.Length != Digits)
        {
            return false;
        }

        var (key, now) = (BytesOf(user.TotpKey), clock.GetCurrentInstant().ToUnixTimeSeconds() / SecondsOfStep);
        for (var step = now - Tolerance; step <= now + Tolerance; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(key, step)), Encoding.UTF8.GetBytes(token)) && await TakeAsync(user, step))
            {
                return true;
            }
        }

        return false;
    }

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Login> manager, Login user) => Task.FromResult(user.TotpKey is not null);

    public Task<string> GenerateAsync(string purpose, UserManager<Login> manager, Login user) => throw new NotSupportedException("Codes are made by people's devices.");

    /// <summary>False where this code or a newer one was taken before, be it at this very moment.</summary>
    private async Task<bool> TakeAsync(Login user, long step) => await database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "UPDATE person SET totp_step = @step WHERE workspace_id = @WorkspaceId AND person_id = @PersonId AND (totp_step IS NULL OR totp_step < @step)",
            new { user.WorkspaceId, user.PersonId, step },
            transaction),
        default) == 1;

    private static string CodeOf(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // It is what the apps do, and collisions are of no use here.
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    private static byte[] BytesOf(string key)
    {
        var (bytes, bits, value) = (new List<byte>(), 0, 0);
        foreach (var letter in key)
        {
            (value, bits) = ((value << 5) | Base32.IndexOf(letter, StringComparison.Ordinal), bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(value >> bits));
                value &= (1 << bits) - 1;
            }
        }

        return [.. bytes];
    }
}
