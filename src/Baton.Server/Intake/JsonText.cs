using System.Text.Json;

namespace Baton.Server.Intake;

/// <summary>What stands in JSON, as text in UTF-8.</summary>
internal static class JsonText
{
    /// <summary>The name that the reader is at.</summary>
    public static ReadOnlySpan<byte> NameOf(scoped ref Utf8JsonReader reader) => reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan;

    /// <summary>A text, number or yes/no; of a list its values with semicolons between, and nothing of an object or null. The reader goes to its end.</summary>
    public static ReadOnlySpan<byte> ValueOf(scoped ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when !reader.ValueIsEscaped:
                return reader.ValueSpan;
            case JsonTokenType.String:
                return Unescaped(ref reader);
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return reader.ValueSpan;
            case JsonTokenType.StartArray:
                return ListOf(ref reader);
            default:
                reader.Skip();
                return default;
        }
    }

    /// <summary>A name or text without its escapes; one with half of a surrogate pair, which is no text, as it is written.</summary>
    private static ReadOnlySpan<byte> Unescaped(scoped ref Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        try
        {
            return text.AsSpan(0, reader.CopyString(text));
        }
        catch (InvalidOperationException)
        {
            reader.ValueSpan.CopyTo(text);
            return text;
        }
    }

    private static ReadOnlySpan<byte> ListOf(scoped ref Utf8JsonReader reader)
    {
        var values = new List<byte>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (values.Count > 0)
            {
                values.Add((byte)';');
            }

            values.AddRange(ValueOf(ref reader));
        }

        return values.ToArray();
    }
}
