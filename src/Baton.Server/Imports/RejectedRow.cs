using System.Globalization;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>A record that was not read, to be handed back to the user with the reason.</summary>
/// <param name="Line">The physical line the record begins on, from 1.</param>
/// <param name="Reason">What is wrong, for example "has 7 fields, the header has 5".</param>
/// <param name="Text">The record as it stands in the file, at most its first 200 characters.</param>
public sealed record RejectedRow(long Line, string Reason, string Text)
{
    /// <summary>The length to which <see cref="Text"/> is cut, in UTF-16 characters.</summary>
    public const int TextLength = 200;

    /// <summary>Rejects the record <paramref name="record"/>, of which only the beginning needs to be there.</summary>
    internal static RejectedRow Of(long line, string reason, ReadOnlySpan<byte> record)
    {
        // No character takes more than four bytes for each UTF-16 code unit it becomes.
        string text = Encoding.UTF8.GetString(record[..Math.Min(record.Length, 4 * TextLength)].TrimEnd("\r\n"u8));
        if (text.Length > TextLength)
        {
            text = text[..(char.IsHighSurrogate(text[TextLength - 1]) ? TextLength - 1 : TextLength)];
        }

        return new RejectedRow(line, reason, text);
    }

    internal static string NeverClosed(long line) =>
        string.Create(CultureInfo.InvariantCulture, $"a quote opens on line {line} and is never closed");

    internal static string TooLong(long line, int limit) => string.Create(
        CultureInfo.InvariantCulture, $"line {line} is longer than {(limit == Block.Size ? "1 MiB" : $"{limit} bytes")}");

    internal static string TooManyFields(int fields, int columns) =>
        string.Create(CultureInfo.InvariantCulture, $"has {fields} fields, the header has {columns}");
}
