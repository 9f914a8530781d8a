using System.Numerics;

namespace Baton.Server.Imports;

/// <summary>Cuts CSV behind line ends that are not inside quotes.</summary>
internal sealed class CsvCutter(byte delimiter) : RecordCutter
{
    internal override int Cut(ReadOnlySpan<byte> bytes, bool atEnd)
    {
        if (atEnd)
        {
            return bytes.Length;
        }

        // The LF that belongs to a CR at the very end may still come.
        var structure = new CsvStructure(bytes.EndsWith((byte)'\r') ? bytes[..^1] : bytes, delimiter);
        int whole = 0;
        for (; ; )
        {
            bool irregular = false;
            while (!irregular && structure.MoveNext())
            {
                if (structure.LineEnds != 0)
                {
                    whole = structure.Offset + CsvStructure.Width - BitOperations.LeadingZeroCount(structure.LineEnds);
                }
                irregular = structure.IsIrregular;
            }
            if (!irregular && whole > 0)
            {
                return whole;
            }

            int behind = BehindRecord(bytes, whole);
            if (behind < 0)
            {
                return whole;
            }

            whole = behind;
            structure.MoveTo(whole);
        }
    }

    internal override int FirstLine(ReadOnlySpan<byte> bytes, bool atEnd) => LineEnds.Behind(bytes, 0, atEnd);

    internal override long CountLines(ReadOnlySpan<byte> bytes) => LineEnds.Count(bytes);

    /// <summary>The offset behind the record that begins at <paramref name="start"/>, or -1 when it does not end in these bytes.</summary>
    private int BehindRecord(ReadOnlySpan<byte> bytes, int start)
    {
        for (int from = start; ;)
        {
            var field = CarefulCsv.ReadField(bytes, delimiter, from, atEnd: false, out int end);
            // In the middle of a block the field may yet be closed in the next block, which will begin with its record.
            if (field == FieldEnd.RanOut && start > 0)
            {
                return -1;
            }

            if (field != FieldEnd.Regular)
            {
                return LineEnds.Behind(bytes, from, atEnd: false);
            }

            if (end == bytes.Length || bytes[end] != delimiter)
            {
                return LineEnds.Behind(bytes, end, atEnd: false);
            }

            from = end + 1;
        }
    }
}
