namespace Baton.Server.Imports;

/// <summary>Knows where one record of a format ends and the next begins, so that a file can be cut into blocks of whole records.</summary>
public abstract class RecordCutter
{
    /// <summary>CSV: a line end inside quotes does not end a record.</summary>
    /// <param name="delimiter">What separates fields; see <see cref="CsvDialect.IsDelimiter"/>.</param>
    public static RecordCutter Csv(char delimiter) => new CsvCutter((byte)delimiter);

    /// <summary>One record a line, ended by LF (a CR before it belongs to the line): NDJSON.</summary>
    public static RecordCutter Lines { get; } = new LineCutter();

    /// <summary>The length of the whole records at the beginning; 0 when the first one does not end in these bytes.</summary>
    /// <param name="bytes">A full block, or the rest of the file.</param>
    /// <param name="atEnd">Whether the file ends with these bytes.</param>
    internal abstract int Cut(ReadOnlySpan<byte> bytes, bool atEnd);

    /// <summary>The offset behind the first physical line; -1 when it does not end in these bytes.</summary>
    internal abstract int FirstLine(ReadOnlySpan<byte> bytes, bool atEnd);

    /// <summary>The number of physical lines that end in <paramref name="bytes"/>.</summary>
    internal abstract long CountLines(ReadOnlySpan<byte> bytes);
}

internal sealed class LineCutter : RecordCutter
{
    internal override int Cut(ReadOnlySpan<byte> bytes, bool atEnd) => atEnd ? bytes.Length : bytes.LastIndexOf((byte)'\n') + 1;

    internal override int FirstLine(ReadOnlySpan<byte> bytes, bool atEnd) => bytes.IndexOf((byte)'\n') is var end and >= 0 ? end + 1 : -1;

    internal override long CountLines(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n');
}
