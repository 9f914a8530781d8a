using System.Runtime.CompilerServices;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>
/// The rows of one block of a <see cref="CsvTable"/>. A row shorter than the header misses its last values; one that is longer is
/// rejected unless the extra fields are empty; one of nothing but delimiters and blanks is skipped, as spreadsheets leave them behind.
/// </summary>
public ref struct CsvRows
{
    private readonly List<RejectedRow> _rejected;
    private readonly int _columns;
    private CsvRecords _records;

    internal CsvRows(Block block, char delimiter, int columns, List<RejectedRow> rejected)
    {
        _rejected = rejected;
        _columns = columns;
        _records = new CsvRecords(block.Bytes, delimiter, block.FirstLine, rejected);
        if (block.TooLong is not null)
        {
            rejected.Add(block.TooLong);
        }
    }

    /// <summary>The physical line the row begins on, from 1.</summary>
    public long Line => _records.Line;

    /// <summary>A value without its quotes, in UTF-8, valid until the next row; empty when the row is too short to have it.</summary>
    /// <param name="column">From 0, below the number of names in the header.</param>
    public ReadOnlySpan<byte> this[int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => column < _records.Count ? _records[column] : default;
    }

    /// <summary>Whether the row has fewer fields than the header; the last are read as blank.</summary>
    public readonly bool IsShort => _records.Count < _columns;

    /// <summary>A value as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(this[column]);

    /// <summary>The row as it stands in the file, quotes and all; bytes that are not UTF-8 become U+FFFD.</summary>
    public readonly string Raw => Encoding.UTF8.GetString(_records.Raw);

    /// <summary>Goes on to the next row; false when the block has no more.</summary>
    public bool MoveNext()
    {
        while (_records.MoveNext())
        {
            if (IsBlank())
            {
                continue;
            }

            if (_records.Count < _columns && _records.IsIrregular)
            {
                Reject(RejectedRow.StrayQuote(_records.Count, _columns));
                continue;
            }

            if (_records.Count <= _columns || HasOnlyEmptyExtras())
            {
                return true;
            }

            Reject(RejectedRow.TooManyFields(_records.Count, _columns));
        }
        return false;
    }

    /// <summary>Rejects the row for a reason of the consumer's, for example "the date '31.02.2026' does not exist".</summary>
    public void Reject(string reason) => _rejected.Add(RejectedRow.Of(Line, reason, _records.Raw));

    private readonly bool IsBlank() =>
        _records.RawLength == _records.Count - 1 || (_records.Count == 1 && _records.Raw.Trim(" \t"u8).IsEmpty);

    private bool HasOnlyEmptyExtras()
    {
        for (int i = _columns; i < _records.Count; i++)
        {
            if (!_records[i].IsEmpty)
            {
                return false;
            }
        }
        return true;
    }
}
