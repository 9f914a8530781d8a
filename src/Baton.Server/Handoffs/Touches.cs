using System.Text.Json;
using Baton.Server.Intake;

namespace Baton.Server.Handoffs;

/// <summary>Reads from a call where the visit came from.</summary>
internal static class Touches
{
    private static readonly string[] SearchEngines = ["google.", "bing.", "duckduckgo.", "yahoo.", "ecosia.", "baidu.", "yandex."];
    private static readonly string[] SocialNetworks = ["linkedin.", "facebook.", "twitter.", "x.com", "instagram.", "xing.", "youtube.", "t.co"];

    public static BriefTouch Of(StoredEvent visit)
    {
        using var json = JsonDocument.Parse(visit.Payload);
        var context = Member(json.RootElement, "context");
        var (campaign, page) = (Member(context, "campaign"), Member(context, "page"));
        var properties = Member(json.RootElement, "properties");
        var (source, medium) = (Text(campaign, "source"), Text(campaign, "medium"));
        var referrer = Text(page, "referrer") ?? Text(properties, "referrer");
        return new BriefTouch(
            visit.Occurred,
            visit.Name,
            ChannelOf(source, medium, referrer),
            source,
            medium,
            Text(campaign, "name"),
            referrer,
            PageOf(properties, page));
    }

    /// <summary>The page where something happened; null where nothing says it.</summary>
    public static string? PageOf(StoredEvent visit)
    {
        using var json = JsonDocument.Parse(visit.Payload);
        return PageOf(Member(json.RootElement, "properties"), Member(Member(json.RootElement, "context"), "page"));
    }

    private static string? PageOf(JsonElement properties, JsonElement page) => Text(properties, "url") ?? Text(page, "url") ?? Text(properties, "path") ?? Text(page, "path") ?? Text(properties, "$current_url") ?? Text(properties, "page_location");

    /// <summary>As web analytics group visits.</summary>
    private static string ChannelOf(string? source, string? medium, string? referrer) => (medium?.ToLowerInvariant(), source, referrer) switch
    {
        ("cpc" or "ppc" or "paid" or "paidsearch" or "sem", _, _) => "paid search",
        ("paid_social" or "paidsocial" or "paid-social" or "cpm" or "display" or "banner", _, _) => "advertising",
        ("email" or "e-mail" or "newsletter", _, _) => "e-mail",
        ("social" or "organic_social" or "organic-social", _, _) => "social network",
        ("referral" or "affiliate" or "partner", _, _) => "referral",
        ("organic", _, _) => "search",
        ({ Length: > 0 } other, _, _) => other,
        (_, { Length: > 0 } named, _) => named,
        (_, _, { Length: > 0 } from) => Array.Exists(SearchEngines, engine => HostOf(from).Contains(engine, StringComparison.OrdinalIgnoreCase)) ? "search"
            : Array.Exists(SocialNetworks, network => HostOf(from).Contains(network, StringComparison.OrdinalIgnoreCase)) ? "social network"
            : "referral",
        _ => "direct",
    };

    private static string HostOf(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : address;

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } known ? known : null;
}
