using System.Globalization;
using System.Net;
using System.Reflection;
using Baton.Core.Documents;
using Baton.Server.Delivery;

namespace Baton.Server.Hosting;

/// <summary>One of the <see cref="ServerOptions"/>, with its names: <c>--seconds-to-drain</c>, <c>BATON_SECONDS_TO_DRAIN</c>, <c>secondsToDrain</c>.</summary>
internal sealed class Setting
{
    private static readonly ServerOptions Defaults = new();

    private readonly PropertyInfo _property;

    private Setting(PropertyInfo property)
    {
        _property = property;
        About = property.GetCustomAttribute<SettingAttribute>() ?? new SettingAttribute($"See {property.Name} in the documentation.");
        Words = string.Concat(property.Name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"-{letter}" : $"{letter}")).ToLowerInvariant();
    }

    /// <summary>Every setting, in the order of their properties.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. typeof(ServerOptions).GetProperties().Where(property => property.SetMethod is not null).Select(property => new Setting(property))];

    public SettingAttribute About { get; }

    /// <summary>The name on the command line.</summary>
    public string Flag => "--" + Words;

    /// <summary>The name of the environment variable.</summary>
    public string Variable => "BATON_" + Words.Replace('-', '_').ToUpperInvariant();

    /// <summary>The name in <c>baton.json</c>.</summary>
    public string Key => char.ToLowerInvariant(_property.Name[0]) + _property.Name[1..];

    /// <summary>What holds where nothing is said; empty for nothing.</summary>
    public string Default => Convert.ToString(_property.GetValue(Defaults), CultureInfo.InvariantCulture) ?? "";

    /// <summary>What it takes, as the end of <c>takes …</c>.</summary>
    public string Allowed =>
        _property.PropertyType == typeof(int)
            ? string.Create(CultureInfo.InvariantCulture, $"{(About.ZeroIsOff ? "0 or " : "")}a whole number from {About.Least:N0}{(About.Most == int.MaxValue ? "" : $" to {About.Most:N0}")}")
            : About.OneOf.Length > 0 ? string.Join(" or ", About.OneOf)
            : "a text";

    private string Words { get; }

    /// <summary>The setting of this name, however it is written; null where there is none.</summary>
    public static Setting? Find(string name) => All.FirstOrDefault(setting => Plain(setting.Words) == Plain(name));

    /// <summary>Sets it.</summary>
    /// <returns>Null, or why not, as the end of a sentence that begins with the setting's name.</returns>
    public string? TrySet(ServerOptions options, string text)
    {
        if (_property.PropertyType == typeof(int))
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                || number > About.Most
                || (number < About.Least && !(number == 0 && About.ZeroIsOff)))
            {
                return $"takes {Allowed}, not \"{text}\".";
            }

            _property.SetValue(options, number);
            return null;
        }

        if (About.OneOf.Length > 0 && !About.OneOf.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return $"takes {Allowed}, not \"{text}\"{NearestWord.HintOrStop(text, About.OneOf)}";
        }

        if (Problem(text) is { } problem)
        {
            return problem;
        }

        _property.SetValue(options, text);
        return null;
    }

    private string? Problem(string text) => _property.Name switch
    {
        nameof(ServerOptions.Data) when text.Length == 0 => "is empty. Name a SQLite file, or a PostgreSQL database.",
        nameof(ServerOptions.Urls) when ServerOptions.Split(text) is var urls && (urls.Length == 0 || Array.Exists(urls, url => !IsAddress(url))) =>
            $"takes addresses such as http://0.0.0.0:8080, separated by semicolons, not \"{text}\". TLS is spoken by a proxy before Baton.",
        nameof(ServerOptions.Telemetry) when text.Length > 0 && !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") =>
            $"takes the address of an OTLP collector such as http://127.0.0.1:4318, not \"{text}\".",
        nameof(ServerOptions.Proxies) when Array.Find(ServerOptions.Split(text), part => !IPNetwork.TryParse(part, out _) && !IPAddress.TryParse(part, out _)) is { } wrong =>
            $"takes addresses such as 10.0.0.7 and networks such as 10.0.0.0/8, separated by semicolons; \"{wrong}\" is neither.",
        nameof(ServerOptions.DeliverTo) when Array.Find(ServerOptions.Split(text), part => !IsPlace(part)) is { } wrong =>
            $"takes networks such as 10.0.0.0/8, addresses and names of hosts, separated by semicolons; \"{wrong}\" is none.",
        nameof(ServerOptions.SmtpHost) when text.Length > 0 && Uri.CheckHostName(text) == UriHostNameType.Unknown => $"takes the name or the address of a server, without a port, not \"{text}\".",
        nameof(ServerOptions.MailFrom) when text.Length > 0 && MailBody.AddressOf(text) is null => $"takes one e-mail address, such as Baton <baton@acme.example>, not \"{text}\".",
        _ => null,
    };

    private static bool IsPlace(string part) => IPNetwork.TryParse(part, out _) || Uri.CheckHostName(part) != UriHostNameType.Unknown;

    /// <summary>Kestrel takes <c>http://*:8080</c>, which is no URI.</summary>
    private static bool IsAddress(string url) =>
        Uri.TryCreate(url.Replace("://*", "://any", StringComparison.Ordinal).Replace("://+", "://any", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri.Scheme == "http";

    private static string Plain(string name) =>
        name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
