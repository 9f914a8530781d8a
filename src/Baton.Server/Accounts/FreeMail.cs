using System.Collections.Frozen;
using System.Reflection;

namespace Baton.Server.Accounts;

/// <summary>
/// The providers where anybody can have an address, for ever or for ten minutes, so that it says nothing of a company. The list is
/// <c>free-mail.txt</c>; its first lines say whose it is and how it is renewed.
/// </summary>
internal static class FreeMail
{
    private static readonly FrozenSet<string> Providers = Read();

    /// <summary>
    /// True for the domain, in lower case, of a provider. A domain below it is none unless it is listed itself: companies rent them
    /// (<c>acme.t-online.de</c>), and the list names those that are given away.
    /// </summary>
    public static bool IsProvider(string domain) => Providers.Contains(domain);

    private static FrozenSet<string> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("free-mail.txt")!);
        return reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').ToFrozenSet(StringComparer.Ordinal);
    }
}
