using System.Globalization;
using System.Net.Mail;
using System.Text;
using Baton.Core.Documents;

namespace Baton.Server.People;

/// <summary>The address that somebody is known by here.</summary>
internal static class EmailAddress
{
    private const int Longest = 254;

    /// <summary>What is wrong with an address, and what to write instead, without the last stop; null for nothing.</summary>
    public static string? Problem(string text) => Is(text) ? null
        : text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && !Ascii.IsValid(text.AsSpan(0, at))
            ? $"`{text.Shortened()}` has letters before the @ that many mail servers do not take. Write it with letters from a to z there, such as joerg@example.com"
        : $"`{text.Shortened()}` is no e-mail address. Write it as ann@example.com";

    /// <summary>True of an address that mail can be sent to from anywhere, and nothing around it.</summary>
    public static bool Is(string text) =>
        text.Length <= Longest && MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal) && Ascii.IsValid(address.User)
        && !text.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format) && !address.Host.StartsWith('[');
}
