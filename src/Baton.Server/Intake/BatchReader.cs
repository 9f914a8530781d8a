using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Baton.Server.Imports;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>Reads a request to Segment's tracking API: one call, or a batch of them.</summary>
internal static class BatchReader
{
    /// <summary>The most bytes of a call.</summary>
    public const int MostBytesOfCall = 32 << 10;

    /// <summary>The most bytes of a batch.</summary>
    public const int MostBytesOfBatch = 500 << 10;

    /// <summary>The most bytes of a batch's calls, each with what the batch says of all: a context of many bytes is not for many calls.</summary>
    public const int MostBytesCompleted = 16 << 20;

    /// <summary>How deep a call may be nested inside its batch. What is deeper than its reader goes is refused alone.</summary>
    private const int Deepest = 100_000;

    /// <summary>The most calls of a batch.</summary>
    public const int MostCalls = 2_500;

    /// <summary>Finds the calls of a batch and what it says of them all.</summary>
    /// <param name="json">Valid UTF-8.</param>
    /// <param name="envelope">What the batch says beside its calls.</param>
    /// <returns>Where each call stands.</returns>
    /// <exception cref="JsonException">It is no JSON object with a list named <c>batch</c>.</exception>
    public static List<Range> Split(ReadOnlySpan<byte> json, out Envelope envelope)
    {
        List<Range>? calls = null;
        envelope = default;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Deepest });
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "an object, `{…}`, is expected");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("batch"u8))
            {
                Expect(ref reader, JsonTokenType.StartArray, "`batch` is a list, `[…]`");
                calls = ItemsOf(ref reader);
            }
            else if (name.SequenceEqual("sentAt"u8))
            {
                envelope = envelope with { SentAt = TimeOf(ref reader) };
            }
            else if (name.SequenceEqual("writeKey"u8))
            {
                envelope = envelope with { WriteKey = TextOf(ref reader) };
            }
            else if (name.SequenceEqual("context"u8) && reader.TokenType == JsonTokenType.StartObject)
            {
                envelope = envelope with { Context = ObjectOf(ref reader, json) };
            }
            else if (name.SequenceEqual("integrations"u8) && reader.TokenType == JsonTokenType.StartObject)
            {
                envelope = envelope with { Integrations = ObjectOf(ref reader, json) };
            }
            else
            {
                reader.Skip();
            }
        }

        if (reader.Read())
        {
            throw new JsonException("there is more behind the object");
        }

        return calls ?? throw new JsonException("there is no list `batch`");
    }

    /// <summary>The write key in the body of a single call; null where it has none. A call that is no JSON has none, either.</summary>
    public static string? WriteKeyOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isKey = reader.ValueSpan.SequenceEqual("writeKey"u8);
                reader.Read();
                if (isKey)
                {
                    return TextOf(ref reader);
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Whoever reads the call itself tells what is wrong with it.
        }

        return null;
    }

    /// <summary>A call with what its batch says of all: the call's own word goes before.</summary>
    public static byte[] Complete(ReadOnlySpan<byte> call, in Envelope envelope)
    {
        if (envelope.Context.IsEmpty && envelope.Integrations.IsEmpty)
        {
            return call.ToArray();
        }

        using var document = Parse(call);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return call.ToArray();
        }

        var whole = new RawObject(call.Length + envelope.Context.Length + envelope.Integrations.Length + 64);
        foreach (var property in document.RootElement.EnumerateObject().Where(property => !property.NameEquals("context"u8) && !property.NameEquals("integrations"u8)))
        {
            whole.Add(property);
        }

        Merge(whole, document.RootElement, "context", envelope.Context);
        Merge(whole, document.RootElement, "integrations", envelope.Integrations);
        return whole.ToBytes();
    }

    private static void Merge(RawObject whole, JsonElement call, string name, ReadOnlyMemory<byte> ofBatch)
    {
        var own = call.TryGetProperty(name, out var said) && said.ValueKind == JsonValueKind.Object ? said.EnumerateObject().ToList() : [];
        var merged = new RawObject(ofBatch.Length + 64);
        if (!ofBatch.IsEmpty)
        {
            using var document = JsonDocument.Parse(ofBatch);
            var known = own.Select(NameOf).ToHashSet();
            foreach (var property in document.RootElement.EnumerateObject().Where(property => !known.Contains(NameOf(property))))
            {
                merged.Add(property);
            }
        }

        own.ForEach(merged.Add);
        whole.Add(name, merged.ToBytes());
    }

    /// <summary>The name as it is written, each byte a character.</summary>
    private static string NameOf(JsonProperty property) => Encoding.Latin1.GetString(JsonMarshal.GetRawUtf8PropertyName(property));

    private static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return JsonDocument.ParseValue(ref reader);
    }

    /// <summary>An object that is put together of pieces as they are written: what is no text to .NET, such as half of a surrogate pair, stays.</summary>
    private sealed class RawObject(int expected)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(expected);

        public void Add(JsonProperty property)
        {
            Start();
            _bytes.Write(JsonMarshal.GetRawUtf8PropertyName(property));
            _bytes.Write("\":"u8);
            _bytes.Write(JsonMarshal.GetRawUtf8Value(property.Value));
        }

        public void Add(string name, ReadOnlySpan<byte> value)
        {
            Start();
            _bytes.Write(Encoding.UTF8.GetBytes(name));
            _bytes.Write("\":"u8);
            _bytes.Write(value);
        }

        public byte[] ToBytes() => _bytes.WrittenCount == 0 ? [.. "{}"u8] : [.. _bytes.WrittenSpan, (byte)'}'];

        private void Start() => _bytes.Write(_bytes.WrittenCount == 0 ? "{\""u8 : ",\""u8);
    }

    private static List<Range> ItemsOf(ref Utf8JsonReader reader)
    {
        var items = new List<Range>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(start..(int)reader.BytesConsumed);
        }

        return items;
    }

    private static Instant? TimeOf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && EventTime.TryParse(Encoding.UTF8.GetBytes(TextOf(ref reader) ?? ""), out var time)
            ? Instant.FromUnixTimeMilliseconds(time)
            : Skipped<Instant?>(ref reader);

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return Skipped<string?>(ref reader);
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            return null;
        }
    }

    private static byte[] ObjectOf(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed].ToArray();
    }

    private static T? Skipped<T>(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string otherwise)
    {
        if (reader.TokenType != type)
        {
            throw new JsonException(otherwise);
        }
    }
}

/// <summary>What a batch says of all its calls.</summary>
/// <param name="WriteKey">Who sends it, where the body says so.</param>
/// <param name="SentAt">When it was sent, by the sender's clock.</param>
/// <param name="Context">A JSON object that every call's <c>context</c> is merged into.</param>
/// <param name="Integrations">The same of <c>integrations</c>.</param>
internal readonly record struct Envelope(string? WriteKey, Instant? SentAt, ReadOnlyMemory<byte> Context, ReadOnlyMemory<byte> Integrations)
{
    /// <summary>How many bytes each call gets more, at most.</summary>
    public int Bytes => Context.Length + Integrations.Length;
}
