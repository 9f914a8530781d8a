using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Server.Scoring;

namespace Baton.Server.Logs;

/// <summary>How a line of the log is written. One line is one line, whatever is in it.</summary>
internal static class LogFormat
{
    private static readonly string[] OwnKeys = ["time", "level", "from", "message", "failure"];

    /// <summary>For programs: one JSON object, which has each key once.</summary>
    public static byte[] Json(LogLine line)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("time", line.Time);
            json.WriteString("level", line.LevelName);
            json.WriteString("from", line.Category);
            json.WriteString("message", line.Message);
            var taken = new HashSet<string>(OwnKeys, StringComparer.Ordinal);
            foreach (var (name, value) in line.Fields)
            {
                Write(json, KeyOf(name, taken), value);
            }

            Write(json, line.Failure, "failure");
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    /// <summary>For people: the time, the level, who says it and what; below it, indented, what was thrown.</summary>
    public static byte[] Text(LogLine line)
    {
        var text = new StringBuilder()
            .Append(line.Time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)).Append("  ")
            .Append(line.LevelName.PadRight(9))
            .Append(ScoreText.Printable(line.Message)).Append('\n');
        for (var failure = line.Failure; failure is not null; failure = failure.Cause)
        {
            text.Append("    ").Append(ScoreText.Printable(failure.Type)).Append(failure.Code is null ? "" : $" ({failure.Code})").Append('\n');
            foreach (var frame in failure.Stack)
            {
                text.Append("      ").Append(ScoreText.Printable(frame)).Append('\n');
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A value that is called as another key is, such as <c>message</c>, becomes <c>messageValue</c>.</summary>
    private static string KeyOf(string name, HashSet<string> taken)
    {
        var key = JsonNamingPolicy.CamelCase.ConvertName(name);
        while (!taken.Add(key))
        {
            key += "Value";
        }

        return key;
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, Failure? failure, string name)
    {
        if (failure is null)
        {
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("type", failure.Type);
        if (failure.Code is { } code)
        {
            json.WriteString("code", code);
        }

        json.WriteStartArray("stack");
        foreach (var frame in failure.Stack)
        {
            json.WriteStringValue(frame);
        }

        json.WriteEndArray();
        Write(json, failure.Cause, "cause");
        json.WriteEndObject();
    }
}
