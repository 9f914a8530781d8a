namespace Baton.Server.People.SignIn;

/// <summary>What people call a browser that calls itself so: <c>Firefox, Linux</c>.</summary>
internal static class DeviceWords
{
    // Those that pretend to be others come before those.
    private static readonly (string Sign, string Name)[] Browsers = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl")];
    private static readonly (string Sign, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux")];

    public static string Of(string userAgent) => (Find(Browsers, userAgent), Find(Systems, userAgent)) switch
    {
        (null, null) => userAgent.Length == 0 ? "—" : userAgent,
        var (browser, system) => string.Join(", ", ((string?[])[browser, system]).OfType<string>()),
    };

    private static string? Find((string Sign, string Name)[] known, string userAgent) =>
        Array.Find(known, one => userAgent.Contains(one.Sign, StringComparison.OrdinalIgnoreCase)).Name;
}
