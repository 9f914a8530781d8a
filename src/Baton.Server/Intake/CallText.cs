using System.Globalization;
using System.Text.Json;

namespace Baton.Server.Intake;

/// <summary>Makes the JSON of calls fit to be kept and handed on.</summary>
internal static class CallText
{
    private const int Escape = 6;   // \u1234

    // A call that is nested deeper is refused, and its key is cut out all the same.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 100_000 };

    /// <summary>Puts U+FFFD, the sign for what is no character, in the place of escapes that are half of a surrogate pair: strict readers refuse the whole text for one.</summary>
    /// <param name="json">Changed in place.</param>
    public static void Mend(Span<byte> json)
    {
        for (var rest = json; rest.IndexOf((byte)'\\') is >= 0 and var at;)
        {
            rest = rest[at..];
            var length = !rest.StartsWith("\\u"u8) ? Math.Min(2, rest.Length)
                : !char.IsSurrogate(EscapedAt(rest)) ? Escape
                : char.IsHighSurrogate(EscapedAt(rest)) && rest.Length > Escape && rest[Escape..].StartsWith("\\u"u8) && char.IsLowSurrogate(EscapedAt(rest[Escape..])) ? 2 * Escape
                : Replace(rest);
            rest = rest[Math.Min(length, rest.Length)..];
        }
    }

    /// <summary>A copy without the member <c>writeKey</c>, which SDKs for browsers send with each call: keys are nowhere kept.</summary>
    /// <param name="json">A JSON object; what is none stays as it is.</param>
    public static byte[] WithoutKey(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\"writeKey\""u8) < 0)
        {
            return json.ToArray();
        }

        try
        {
            var kept = new List<byte>(json.Length);
            var reader = new Utf8JsonReader(json, Options);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return json.ToArray();
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isKey, start) = (reader.ValueSpan.SequenceEqual("writeKey"u8), (int)reader.TokenStartIndex);
                reader.Skip();
                if (!isKey)
                {
                    kept.Add(kept.Count == 0 ? (byte)'{' : (byte)',');
                    kept.AddRange(json[start..(int)reader.BytesConsumed]);
                }
            }

            return kept.Count == 0 ? [.. "{}"u8] : [.. kept, (byte)'}'];
        }
        catch (JsonException)
        {
            // It is no JSON, which whoever reads it tells.
            return json.ToArray();
        }
    }

    private static char EscapedAt(ReadOnlySpan<byte> escape) =>
        escape.Length >= Escape && ushort.TryParse(escape[2..Escape], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? (char)code : '\0';

    private static int Replace(Span<byte> escape)
    {
        "\\ufffd"u8.CopyTo(escape);
        return Escape;
    }
}
