using System.Runtime.CompilerServices;
using System.Text;

namespace Baton.Server.Imports;

/// <summary>
/// The rows of one block of a <see cref="CsvTable"/>. A row shorter than the header misses its last values; one that is longer is
/// rejected unless the extra fields are empty; one of nothing but delimiters and blanks is skipped, as spreadsheets leave them behind.
/// </summary>
public ref struct CsvRows
{
    private readonly List<RejectedRow> rejected;
    private readonly int columns;
    private CsvRecords records;

    internal CsvRows(Block block, char delimiter, int columns, List<RejectedRow> rejected)
    {
        this.rejected = rejected;
        this.columns = columns;
        records = new CsvRecords(block.Bytes, delimiter, block.FirstLine, rejected);
        if (block.TooLong is not null) rejected.Add(block.TooLong);
    }

    /// <summary>The physical line the row begins on, from 1.</summary>
    public long Line => records.Line;

    /// <summary>A value without its quotes, in UTF-8, valid until the next row; empty when the row is too short to have it.</summary>
    /// <param name="column">From 0, below the number of names in the header.</param>
    public ReadOnlySpan<byte> this[int column]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => column < records.Count ? records[column] : default;
    }

    /// <summary>A value as text; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(this[column]);

    /// <summary>Goes on to the next row; false when the block has no more.</summary>
    public bool MoveNext()
    {
        while (records.MoveNext())
        {
            if (IsBlank()) continue;
            if (records.Count <= columns || HasOnlyEmptyExtras()) return true;
            Reject(RejectedRow.TooManyFields(records.Count, columns));
        }
        return false;
    }

    /// <summary>Rejects the row for a reason of the consumer's, for example "the date '31.02.2026' does not exist".</summary>
    public void Reject(string reason) => rejected.Add(RejectedRow.Of(Line, reason, records.Raw));

    private readonly bool IsBlank() =>
        records.RawLength == records.Count - 1 || (records.Count == 1 && records.Raw.Trim(" \t"u8).IsEmpty);

    private bool HasOnlyEmptyExtras()
    {
        for (int i = columns; i < records.Count; i++)
        {
            if (!records[i].IsEmpty) return false;
        }
        return true;
    }
}
