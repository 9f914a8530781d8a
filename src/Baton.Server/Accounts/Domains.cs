namespace Baton.Server.Accounts;

/// <summary>The domains by which companies are known, in lower case.</summary>
internal static class Domains
{
    /// <summary>The domain of an e-mail address; null where it has none.</summary>
    public static string? OfAddress(string address) =>
        address.LastIndexOf('@') is >= 0 and var at && address[(at + 1)..].Trim('.').ToLowerInvariant() is var domain && domain.Contains('.', StringComparison.Ordinal)
            ? domain
            : null;

    /// <summary>The domain of a website: <c>acme.com</c> of <c>https://www.acme.com/about</c>; null where the text is none.</summary>
    public static string? OfWebsite(string website)
    {
        var text = website.Trim().ToLowerInvariant();
        var isUri = Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : "https://" + text, UriKind.Absolute, out var uri);
        var host = isUri && uri!.HostNameType == UriHostNameType.Dns ? uri.IdnHost.Trim('.') : "";
        return !host.Contains('.', StringComparison.Ordinal) ? null : host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }
}
