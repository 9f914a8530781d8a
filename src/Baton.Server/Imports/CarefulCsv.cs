namespace Baton.Server.Imports;

/// <summary>How a field of a <see cref="CarefulCsv"/> record ended.</summary>
internal enum FieldEnd
{
    /// <summary>At a delimiter, a line end or the end of the file.</summary>
    Regular,

    /// <summary>Its opening quote was never closed.</summary>
    NeverClosed,

    /// <summary>The bytes ended before its closing quote.</summary>
    RanOut,
}

/// <summary>
/// The rules of CSV, followed one field after the other. They hold for every record; for the regular ones <see cref="CsvStructure"/>
/// finds the same faster. Whoever cuts blocks and whoever reads records go by both, so they agree about where a record ends.
/// <list type="bullet">
/// <item>A quote is special only as the first byte of a field: <c>5" pipe</c> is text.</item>
/// <item>Behind a closing quote stands a delimiter, a line end or nothing. Other text there is forgiven when the field stayed on its
/// line: <c>"a"b</c> is <c>ab</c>, as in Excel.</item>
/// <item>When the field went over a line end, such a quote is the opening quote of a later field, and shows that this one was never
/// closed. Its record is broken; the next one begins with the line behind the opening quote.</item>
/// </list>
/// </summary>
internal static class CarefulCsv
{
    /// <summary>Reads a field.</summary>
    /// <param name="bytes">The block.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="from">Where the field begins.</param>
    /// <param name="atEnd">Whether nothing follows the bytes; else a quote at their end may yet be half of a doubled one.</param>
    /// <param name="end">The offset of the delimiter or line end behind the field, or the number of bytes.</param>
    public static FieldEnd ReadField(ReadOnlySpan<byte> bytes, byte delimiter, int from, bool atEnd, out int end)
    {
        end = from;
        if (from < bytes.Length && bytes[from] == CsvStructure.Quote)
        {
            end = BehindClosingQuote(bytes, from + 1);
            if (end < 0 || (end == bytes.Length && !atEnd))
            {
                return FieldEnd.RanOut;
            }

            bool closes = end == bytes.Length || bytes[end] == delimiter || bytes[end] is (byte)'\r' or (byte)'\n';
            if (!closes && bytes[from..end].ContainsAny((byte)'\r', (byte)'\n'))
            {
                return FieldEnd.NeverClosed;
            }
        }
        int length = bytes[end..].IndexOfAny(delimiter, (byte)'\r', (byte)'\n');
        end = length < 0 ? bytes.Length : end + length;
        return FieldEnd.Regular;
    }

    private static int BehindClosingQuote(ReadOnlySpan<byte> bytes, int at)
    {
        for (; ; )
        {
            int quote = bytes[at..].IndexOf(CsvStructure.Quote);
            if (quote < 0)
            {
                return -1;
            }

            at += quote + 1;
            if (at == bytes.Length || bytes[at] != CsvStructure.Quote)
            {
                return at;
            }

            at++;
        }
    }
}
