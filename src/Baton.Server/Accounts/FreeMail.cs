using System.Collections.Frozen;

namespace Baton.Server.Accounts;

/// <summary>The providers where anybody can have an address, so that it says nothing of a company.</summary>
internal static class FreeMail
{
    private static readonly FrozenSet<string> Providers = new[] { "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "gmx.de", "web.de" }
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for the domain, in lower case, of a provider.</summary>
    public static bool IsProvider(string domain) => Providers.Contains(domain);
}
