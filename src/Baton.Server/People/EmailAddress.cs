using System.Net.Mail;

namespace Baton.Server.People;

/// <summary>The address that somebody is known by here.</summary>
internal static class EmailAddress
{
    private const int Longest = 254;

    /// <summary>True of an address that mail can be sent to from anywhere, and nothing around it.</summary>
    public static bool Is(string text) =>
        text.Length <= Longest && MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal);
}
