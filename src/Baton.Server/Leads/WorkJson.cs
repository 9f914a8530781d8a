using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Core.Conditions;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What sales is doing about a lead and what was found out about it, as the table <c>lead</c> keeps them. What is kept must stay readable.</summary>
internal static class WorkJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new InstantConverter(), new DurationConverter(), new ValueConverter(), new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>Null where there is nothing to keep.</summary>
    public static string? Write(Work work) => work.Equals(Work.None) ? null : JsonSerializer.Serialize(work, Options);

    public static Work ReadWork(string? json) => json is null ? Work.None : JsonSerializer.Deserialize<Work>(json, Options)!;

    /// <inheritdoc cref="Write(Work)"/>
    public static string? Write(Answers answers) => answers.All.IsEmpty ? null : JsonSerializer.Serialize(answers.All, Options);

    public static Answers ReadAnswers(string? json) => json is null ? Answers.None : new Answers([.. JsonSerializer.Deserialize<List<Answer>>(json, Options)!]);

    /// <summary>Unix milliseconds.</summary>
    private sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Instant.FromUnixTimeMilliseconds(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
    }

    /// <summary>Milliseconds.</summary>
    private sealed class DurationConverter : JsonConverter<Duration>
    {
        public override Duration Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Duration.FromMilliseconds(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, Duration value, JsonSerializerOptions options) => writer.WriteNumberValue((long)value.TotalMilliseconds);
    }

    /// <summary>Its text; what compares it reads it as a number or a date where that is asked for.</summary>
    private sealed class ValueConverter : JsonConverter<Value>
    {
        public override Value Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Value.Of(reader.GetString());

        public override void Write(Utf8JsonWriter writer, Value value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
