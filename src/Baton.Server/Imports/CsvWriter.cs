using System.Buffers;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>
/// Writes CSV in UTF-8 as RFC 4180 has it, with LF at the end of records: a field is quoted only when it holds the delimiter, a quote,
/// a line end or what else is asked for. Values are not altered to protect spreadsheets, so what is written reads back the same. The text gathers in memory
/// until <see cref="DrainTo"/>, so that each of several threads can write a part of a file.
/// </summary>
public sealed class CsvWriter
{
    private readonly byte _delimiter;
    private readonly SearchValues<byte> _special;
    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private int _recordStart;
    private int _fields;   // of the record being written

    /// <summary>Begins with nothing written.</summary>
    /// <param name="delimiter">What separates fields; see <see cref="CsvDialect.IsDelimiter"/>.</param>
    /// <param name="alsoQuoted">Characters of ASCII that whoever reads the file may take for the delimiter.</param>
    public CsvWriter(char delimiter = ',', ReadOnlySpan<byte> alsoQuoted = default)
    {
        if (!CsvDialect.IsDelimiter(delimiter))
        {
            throw new ArgumentOutOfRangeException(nameof(delimiter));
        }

        _delimiter = (byte)delimiter;
        _special = SearchValues.Create([_delimiter, CsvStructure.Quote, (byte)'\r', (byte)'\n', .. alsoQuoted]);
    }

    /// <summary>What was written since the last <see cref="DrainTo"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Writes a field of UTF-8 bytes.</summary>
    public void Field(ReadOnlySpan<byte> value)
    {
        var target = BeginField(2 * value.Length + 2);   // every byte a quote, in quotes
        if (value.IndexOfAny(_special) < 0)
        {
            value.CopyTo(target);
            _length += value.Length;
        }
        else
        {
            _length += Quoted(value, target);
        }
    }

    /// <summary>Writes a field of text.</summary>
    public void Field(ReadOnlySpan<char> value)
    {
        int most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        Field(rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes a number, a date or the like, in the invariant culture.</summary>
    /// <param name="value">Must take no more than 128 bytes.</param>
    /// <param name="format">As the type defines it; empty for its default.</param>
    public void Field<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[128];
        if (!value.TryFormat(text, out int written, format, System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new ArgumentException($"{value} takes more than {text.Length} bytes.", nameof(value));
        }
        Field(text[..written]);
    }

    /// <summary>Ends the record. One of a single empty field is written as <c>""</c>, since a blank line would be no record.</summary>
    public void EndRecord()
    {
        if (_fields == 1 && _length == _recordStart)
        {
            _length += Quoted(default, Room(2));
        }

        Room(1)[0] = (byte)'\n';
        _recordStart = ++_length;
        _fields = 0;
    }

    /// <summary>Moves what was written to <paramref name="target"/> and begins anew.</summary>
    public void DrainTo(Stream target)
    {
        target.Write(Written);
        _recordStart -= _length;
        _length = 0;
    }

    private Span<byte> BeginField(int most)
    {
        var target = Room(most + 1);
        if (_fields++ == 0)
        {
            return target;
        }

        target[0] = _delimiter;
        _length++;
        return target[1..];
    }

    private Span<byte> Room(int most)
    {
        if (_buffer.Length - _length < most)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + most));
        }

        return _buffer.AsSpan(_length);
    }

    private static int Quoted(ReadOnlySpan<byte> value, Span<byte> target)
    {
        int at = 0;
        target[at++] = CsvStructure.Quote;
        foreach (byte b in value)
        {
            if (b == CsvStructure.Quote)
            {
                target[at++] = CsvStructure.Quote;
            }

            target[at++] = b;
        }
        target[at++] = CsvStructure.Quote;
        return at;
    }
}
