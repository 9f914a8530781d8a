using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Baton.Core.Conditions;
using Baton.Core.Leads;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// Facts about attributes as they are kept: <c>[{"id":"…","at":1774965909123,"set":{"title":"Plant Manager","employees":120}}]</c>, the time in Unix
/// milliseconds.
/// </summary>
internal static class EditJson
{
    /// <summary>Nothing is known.</summary>
    public const string None = "[]";

    public static string Write(ImmutableArray<Edit> edits)
    {
        if (edits.IsEmpty)
        {
            return None;
        }

        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var edit in edits)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, edit.Id);
                json.WriteNumber("at"u8, edit.Occurred.ToUnixTimeMilliseconds());
                json.WriteStartObject("set"u8);
                foreach (var (name, value) in edit.Attributes)
                {
                    json.WriteString(name, value.Text);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public static ImmutableArray<Edit> Read(string json)
    {
        if (json.Length <= None.Length)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(edit => new Edit(
            edit.GetProperty("id"u8).GetString()!,
            Instant.FromUnixTimeMilliseconds(edit.GetProperty("at"u8).GetInt64()),
            [.. edit.GetProperty("set"u8).EnumerateObject().Select(set => KeyValuePair.Create(set.Name, Value.Of(set.Value.GetString())))]))];
    }
}
