using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Api;

/// <summary>How the API reads and writes JSON: camelCase, times as ISO 8601, written in UTC, numbers as numbers.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;   // it is read by programs and people, and stands in no HTML
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new RawJsonConverter());
    }

    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Times.TryRead(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out var instant)
                ? instant
                : throw new JsonException($"a time such as {Times.Examples} is expected");

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class RawJsonConverter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("It is only written.");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}

/// <summary>JSON as it is kept, handed on as it is.</summary>
/// <param name="Utf8">One valid value.</param>
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    public static RawJson Of(string json) => new(Encoding.UTF8.GetBytes(json));
}
