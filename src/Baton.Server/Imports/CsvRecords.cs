using System.Numerics;
using System.Runtime.CompilerServices;

namespace Baton.Server.Imports;

/// <summary>
/// Reads the records of CSV bytes one by one without allocating for them. Lenient like Excel: a quote is special only as the first
/// byte of a field (<c>5" pipe,abc</c> is two fields), doubled quotes are one, quoted fields may hold line ends, text behind a closing
/// quote belongs to the field. Empty lines are skipped. A record with a quote that is never closed is rejected with its line, and
/// reading goes on with the next line.
/// </summary>
public ref struct CsvRecords
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly byte _delimiter;
    private readonly ICollection<RejectedRow> _rejected;
    private CsvStructure _structure;
    private ulong _pending;    // the separators of the structure's chunk that are not yet taken
    private int _start;        // of the record
    private int _next;         // record's start
    private int[] _ends;       // of the fields: the offset of the delimiter or line end behind each
    private int _count;
    private long _line;        // of the byte at lineOffset
    private int _lineOffset;
    private bool _mayNeedUnescaping;
    private byte[] _unescaped; // fields with doubled quotes, one behind the other
    private int _unescapedLength;

    /// <summary>Begins before the first record.</summary>
    /// <param name="bytes">Whole records in UTF-8; a last record without a line end is whole too.</param>
    /// <param name="delimiter">What separates fields; see <see cref="CsvDialect.IsDelimiter"/>.</param>
    /// <param name="firstLine">The physical line the bytes begin on, from 1.</param>
    /// <param name="rejected">Gets the records that cannot be read, in order.</param>
    public CsvRecords(ReadOnlySpan<byte> bytes, char delimiter, long firstLine, ICollection<RejectedRow> rejected)
    {
        _bytes = bytes;
        _delimiter = (byte)delimiter;
        _rejected = rejected;
        _structure = new CsvStructure(bytes, (byte)delimiter);
        _line = firstLine;
        _ends = new int[64];
        _unescaped = [];
    }

    /// <summary>The number of fields of the record, at least 1.</summary>
    public readonly int Count => _count;

    /// <summary>The physical line the record begins on, from 1. Counted when asked for.</summary>
    public long Line => LineAt(_start);

    /// <summary>The record as it stands in the file, quotes and all, without its line end.</summary>
    public readonly ReadOnlySpan<byte> Raw => _bytes[_start.._ends[_count - 1]];

    /// <summary>The length of <see cref="Raw"/> in bytes.</summary>
    /// <summary>Whether the record's quotes are not those of a well-formed one, so that its fields are a guess.</summary>
    internal bool IsIrregular { get; private set; }

    internal readonly int RawLength => _ends[_count - 1] - _start;

    /// <summary>The offset of the next record.</summary>
    internal readonly int Next => _next;

    /// <summary>The physical line the next record begins on.</summary>
    internal long NextLine => LineAt(_next);

    /// <summary>A field without its quotes, valid until the next record.</summary>
    /// <param name="field">From 0, below <see cref="Count"/>.</param>
    public ReadOnlySpan<byte> this[int field]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)field >= (uint)_count)
            {
                ThrowNoSuchField(field);
            }

            int from = field == 0 ? _start : _ends[field - 1] + 1;
            var raw = _bytes[from.._ends[field]];
            if (raw.Length == 0 || raw[0] != CsvStructure.Quote)
            {
                return raw;
            }

            return _mayNeedUnescaping ? Unescape(raw[1..]) : raw[1..^1];
        }
    }

    /// <summary>Goes on to the next record; false when there is none.</summary>
    public bool MoveNext()
    {
        while (_next < _bytes.Length)
        {
            _start = _next;
            _count = 0;
            _unescapedLength = 0;
            _mayNeedUnescaping = _structure.HasDoubledQuotes;
            IsIrregular = false;
            if (TryRead() && _ends[0] - _start + _count > 1)
            {
                return true;   // that sum is 1 for an empty line
            }
        }
        return false;
    }

    private bool TryRead()
    {
        for (; ; )
        {
            // In locals, which the processor keeps in registers: this loop runs for every field.
            ulong separators = _pending;
            int offset = _structure.Offset;
            while (separators != 0)
            {
                int end = offset + BitOperations.TrailingZeroCount(separators);
                separators &= separators - 1;
                AddField(end);
                if (_bytes[end] == _delimiter)
                {
                    continue;
                }

                _pending = separators;
                _next = BehindLineEnd(end);
                return true;
            }
            _pending = 0;
            if (_structure.IsIrregular)
            {
                return TryReadCarefully();
            }

            if (_structure.MoveNext())
            {
                _pending = _structure.Separators;
                _mayNeedUnescaping |= _structure.HasDoubledQuotes;
            }
            else if (_structure.EndsInside)
            {
                return TryReadCarefully();
            }
            else
            {
                AddField(_bytes.Length);   // the last record needs no line end
                _next = _bytes.Length;
                return true;
            }
        }
    }

    private bool TryReadCarefully()
    {
        _count = 0;
        _mayNeedUnescaping = true;
        IsIrregular = true;
        for (int from = _start; ;)
        {
            bool regular = CarefulCsv.ReadField(_bytes, _delimiter, from, atEnd: true, out int end) == FieldEnd.Regular;
            if (regular && end < _bytes.Length && _bytes[end] == _delimiter)
            {
                AddField(end);
                from = end + 1;
                continue;
            }

            if (regular)
            {
                AddField(end);
                _next = BehindLineEnd(end);
            }
            else
            {
                int behind = LineEnds.Behind(_bytes, from, atEnd: true);
                _next = behind < 0 ? _bytes.Length : behind;
                _rejected.Add(RejectedRow.Of(LineAt(_start), RejectedRow.NeverClosed(LineAt(from)), _bytes[_start.._next]));
            }
            _structure.MoveTo(_next);
            _pending = 0;
            return regular;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddField(int end)
    {
        if ((uint)_count >= (uint)_ends.Length)
        {
            Array.Resize(ref _ends, 2 * _count);
        }

        _ends[_count++] = end;
    }

    private readonly int BehindLineEnd(int end)
    {
        int behind = Math.Min(end + 1, _bytes.Length);
        return behind < _bytes.Length && _bytes[end] == (byte)'\r' && _bytes[behind] == (byte)'\n' ? behind + 1 : behind;
    }

    private long LineAt(int offset)
    {
        // Lines are counted forward from the last place asked about, or back to it when a later line was asked about before.
        if (offset >= _lineOffset)
        {
            _line += LineEnds.Count(_bytes[_lineOffset..offset]);
        }
        else
        {
            _line -= LineEnds.Count(_bytes[offset.._lineOffset]);
        }

        _lineOffset = offset;
        return _line;
    }

    private static void ThrowNoSuchField(int field) => throw new ArgumentOutOfRangeException(nameof(field));

    /// <summary>The field whose opening quote is already taken off.</summary>
    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> rest)
    {
        int quote = rest.IndexOf(CsvStructure.Quote);
        if (quote == rest.Length - 1)
        {
            return rest[..quote];
        }

        // An earlier array lives on with the fields that were cut from it.
        if (_unescaped.Length - _unescapedLength < rest.Length)
        {
            _unescaped = new byte[Math.Max(4096, 2 * rest.Length)];
            _unescapedLength = 0;
        }
        var target = _unescaped.AsSpan(_unescapedLength);
        int length = 0;
        for (; ; )
        {
            rest[..quote].CopyTo(target[length..]);
            length += quote;
            rest = rest[(quote + 1)..];
            if (rest.Length == 0 || rest[0] != CsvStructure.Quote)
            {
                break;
            }

            target[length++] = CsvStructure.Quote;
            rest = rest[1..];
            quote = rest.IndexOf(CsvStructure.Quote);
        }
        rest.CopyTo(target[length..]);   // what stands behind the closing quote
        length += rest.Length;
        _unescapedLength += length;
        return target[..length];
    }
}
