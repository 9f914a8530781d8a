using System.Text.Json;
using Baton.Server.Api;

namespace Baton.Server.Handoffs;

/// <summary>Briefs as they are kept and as the API has them.</summary>
internal static class BriefJson
{
    private static readonly JsonSerializerOptions Options = Make();

    public static string Write(Brief brief) => JsonSerializer.Serialize(brief, Options);

    public static Brief Read(string json) => JsonSerializer.Deserialize<Brief>(json, Options)!;

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { IgnoreReadOnlyProperties = true };
        ApiJson.Configure(options);
        return options;
    }
}
