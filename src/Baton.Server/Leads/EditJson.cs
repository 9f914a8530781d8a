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

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(json.Length));
        try
        {
            return Read(buffer.AsSpan(0, Encoding.UTF8.GetBytes(json, buffer)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Lists read thousands of these at once, so they are read without a document in between.
    private static ImmutableArray<Edit> Read(ReadOnlySpan<byte> json)
    {
        var edits = ImmutableArray.CreateBuilder<Edit>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            edits.Add(ReadEdit(ref reader));
        }

        return edits.DrainToImmutable();
    }

    private static Edit ReadEdit(ref Utf8JsonReader reader)
    {
        var (id, at, set) = ("", 0L, new List<KeyValuePair<string, Value>>());
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("at"u8))
            {
                reader.Read();
                at = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("set"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    set.Add(KeyValuePair.Create(name, Value.Of(reader.GetString())));
                }
            }
            else
            {
                reader.Skip();
            }
        }

        return new Edit(id, Instant.FromUnixTimeMilliseconds(at), set);
    }
}
