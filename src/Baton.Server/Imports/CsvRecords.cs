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
    private readonly ReadOnlySpan<byte> bytes;
    private readonly byte delimiter;
    private readonly ICollection<RejectedRow> rejected;
    private CsvStructure structure;
    private ulong pending;    // the separators of the structure's chunk that are not yet taken
    private int start;        // of the record
    private int next;         // record's start
    private int[] ends;       // of the fields: the offset of the delimiter or line end behind each
    private int count;
    private long line;        // of the byte at lineOffset
    private int lineOffset;
    private bool mayNeedUnescaping;
    private byte[] unescaped; // fields with doubled quotes, one behind the other
    private int unescapedLength;

    /// <summary>Begins before the first record.</summary>
    /// <param name="bytes">Whole records in UTF-8; a last record without a line end is whole too.</param>
    /// <param name="delimiter">What separates fields; see <see cref="CsvDialect.IsDelimiter"/>.</param>
    /// <param name="firstLine">The physical line the bytes begin on, from 1.</param>
    /// <param name="rejected">Gets the records that cannot be read, in order.</param>
    public CsvRecords(ReadOnlySpan<byte> bytes, char delimiter, long firstLine, ICollection<RejectedRow> rejected)
    {
        this.bytes = bytes;
        this.delimiter = (byte)delimiter;
        this.rejected = rejected;
        structure = new CsvStructure(bytes, (byte)delimiter);
        line = firstLine;
        ends = new int[64];
        unescaped = [];
    }

    /// <summary>The number of fields of the record, at least 1.</summary>
    public readonly int Count => count;

    /// <summary>The physical line the record begins on, from 1. Counted when asked for.</summary>
    public long Line => LineAt(start);

    /// <summary>The record as it stands in the file, quotes and all, without its line end.</summary>
    public readonly ReadOnlySpan<byte> Raw => bytes[start..ends[count - 1]];

    /// <summary>The length of <see cref="Raw"/> in bytes.</summary>
    internal readonly int RawLength => ends[count - 1] - start;

    /// <summary>The offset of the next record.</summary>
    internal readonly int Next => next;

    /// <summary>The physical line the next record begins on.</summary>
    internal long NextLine => LineAt(next);

    /// <summary>A field without its quotes, valid until the next record.</summary>
    /// <param name="field">From 0, below <see cref="Count"/>.</param>
    public ReadOnlySpan<byte> this[int field]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)field >= (uint)count) ThrowNoSuchField(field);
            int from = field == 0 ? start : ends[field - 1] + 1;
            var raw = bytes[from..ends[field]];
            if (raw.Length == 0 || raw[0] != CsvStructure.Quote) return raw;
            return mayNeedUnescaping ? Unescape(raw[1..]) : raw[1..^1];
        }
    }

    /// <summary>Goes on to the next record; false when there is none.</summary>
    public bool MoveNext()
    {
        while (next < bytes.Length)
        {
            start = next;
            count = 0;
            unescapedLength = 0;
            mayNeedUnescaping = structure.HasDoubledQuotes;
            if (TryRead() && ends[0] - start + count > 1) return true;   // that sum is 1 for an empty line
        }
        return false;
    }

    private bool TryRead()
    {
        for (; ; )
        {
            // In locals, which the processor keeps in registers: this loop runs for every field.
            ulong separators = pending;
            int offset = structure.Offset;
            while (separators != 0)
            {
                int end = offset + BitOperations.TrailingZeroCount(separators);
                separators &= separators - 1;
                AddField(end);
                if (bytes[end] == delimiter) continue;

                pending = separators;
                next = BehindLineEnd(end);
                return true;
            }
            pending = 0;
            if (structure.IsIrregular) return TryReadCarefully();
            if (structure.MoveNext())
            {
                pending = structure.Separators;
                mayNeedUnescaping |= structure.HasDoubledQuotes;
            }
            else if (structure.EndsInside) return TryReadCarefully();
            else
            {
                AddField(bytes.Length);   // the last record needs no line end
                next = bytes.Length;
                return true;
            }
        }
    }

    private bool TryReadCarefully()
    {
        count = 0;
        mayNeedUnescaping = true;
        for (int from = start; ;)
        {
            bool regular = CarefulCsv.ReadField(bytes, delimiter, from, atEnd: true, out int end) == FieldEnd.Regular;
            if (regular && end < bytes.Length && bytes[end] == delimiter)
            {
                AddField(end);
                from = end + 1;
                continue;
            }

            if (regular)
            {
                AddField(end);
                next = BehindLineEnd(end);
            }
            else
            {
                int behind = LineEnds.Behind(bytes, from, atEnd: true);
                next = behind < 0 ? bytes.Length : behind;
                rejected.Add(RejectedRow.Of(LineAt(start), RejectedRow.NeverClosed(LineAt(from)), bytes[start..next]));
            }
            structure.MoveTo(next);
            pending = 0;
            return regular;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddField(int end)
    {
        if ((uint)count >= (uint)ends.Length) Array.Resize(ref ends, 2 * count);
        ends[count++] = end;
    }

    private readonly int BehindLineEnd(int end)
    {
        int behind = Math.Min(end + 1, bytes.Length);
        return behind < bytes.Length && bytes[end] == (byte)'\r' && bytes[behind] == (byte)'\n' ? behind + 1 : behind;
    }

    private long LineAt(int offset)
    {
        // Lines are counted forward from the last place asked about, or back to it when a later line was asked about before.
        if (offset >= lineOffset) line += LineEnds.Count(bytes[lineOffset..offset]);
        else line -= LineEnds.Count(bytes[offset..lineOffset]);
        lineOffset = offset;
        return line;
    }

    private static void ThrowNoSuchField(int field) => throw new ArgumentOutOfRangeException(nameof(field));

    /// <summary>The field whose opening quote is already taken off.</summary>
    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> rest)
    {
        int quote = rest.IndexOf(CsvStructure.Quote);
        if (quote == rest.Length - 1) return rest[..quote];

        // An earlier array lives on with the fields that were cut from it.
        if (unescaped.Length - unescapedLength < rest.Length)
        {
            unescaped = new byte[Math.Max(4096, 2 * rest.Length)];
            unescapedLength = 0;
        }
        var target = unescaped.AsSpan(unescapedLength);
        int length = 0;
        for (; ; )
        {
            rest[..quote].CopyTo(target[length..]);
            length += quote;
            rest = rest[(quote + 1)..];
            if (rest.Length == 0 || rest[0] != CsvStructure.Quote) break;

            target[length++] = CsvStructure.Quote;
            rest = rest[1..];
            quote = rest.IndexOf(CsvStructure.Quote);
        }
        rest.CopyTo(target[length..]);   // what stands behind the closing quote
        length += rest.Length;
        unescapedLength += length;
        return target[..length];
    }
}
