using System.Text;
using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

/// <summary>
/// The rules for CSV written down a second time, as plainly as can be: one byte after the other, one record after the other, no blocks.
/// A record that does not end within <c>limit</c> bytes, and is not the rest of the file, is too long or has a quote that is never closed.
/// </summary>
public static class PlainCsv
{
    public static Outcome Read(byte[] bytes, int limit, char delimiter = ',')
    {
        var records = new List<ReadRecord>();
        var rejected = new List<RejectedRow>();
        int at = 0;
        while (at < bytes.Length)
        {
            bool whole = bytes.Length - at < limit;
            var window = bytes[at..Math.Min(bytes.Length, at + limit)];
            long line = 1 + LinesIn(bytes[..at]);
            var (fields, end, opened) = Record(window, delimiter, whole);

            int behind = opened >= 0 ? BehindLine(window, opened, whole) : end < 0 ? -1 : BehindLine(window, end, whole);
            if (behind < 0)
            {
                rejected.Add(RejectedRow.Of(line, RejectedRow.TooLong(limit), window));
                int from = window[^1] == '\r' ? at + window.Length - 1 : at + window.Length;
                at = BehindLine(bytes, from, whole: true);
            }
            else
            {
                string neverClosed = RejectedRow.NeverClosed(line + LinesIn(window[..Math.Max(opened, 0)]));
                if (opened >= 0)
                {
                    rejected.Add(RejectedRow.Of(line, neverClosed, window.AsSpan(0, behind)));
                }
                else if (end > 0)
                {
                    records.Add(new ReadRecord(line, Outcome.Join(fields.Select(Encoding.UTF8.GetString))));
                }

                at += behind;
            }
        }
        return new Outcome(records, rejected);
    }

    /// <summary>The fields, the offset of the line end or -1, and the offset of a quote that is never closed or -1.</summary>
    private static (List<byte[]> Fields, int End, int Opened) Record(byte[] bytes, char delimiter, bool whole)
    {
        var fields = new List<byte[]>();
        var field = new List<byte>();
        for (int i = 0; ;)
        {
            if (i < bytes.Length && bytes[i] == '"')
            {
                int opened = i++;
                bool lineEnd = false;
                for (; ; i++)
                {
                    if (i == bytes.Length)
                    {
                        return (fields, -1, opened);
                    }

                    bool quote = bytes[i] == '"';
                    if (quote && i + 1 == bytes.Length && !whole)
                    {
                        return (fields, -1, opened);
                    }

                    if (quote && i + 1 < bytes.Length && bytes[i + 1] == '"')
                    {
                        i++;
                    }
                    else if (quote)
                    {
                        break;
                    }

                    lineEnd |= bytes[i] is (byte)'\r' or (byte)'\n';
                    field.Add(bytes[i]);
                }
                i++;
                if (lineEnd && IsText(i))
                {
                    return (fields, -1, opened);
                }
            }
            for (; IsText(i); i++)
            {
                field.Add(bytes[i]);
            }

            fields.Add([.. field]);
            field.Clear();
            if (i == bytes.Length)
            {
                return (fields, whole ? i : -1, -1);
            }

            if (bytes[i] != delimiter)
            {
                return (fields, i, -1);
            }

            i++;
        }

        bool IsText(int i) => i < bytes.Length && bytes[i] != delimiter && bytes[i] is not ((byte)'\r' or (byte)'\n');
    }

    private static int BehindLine(byte[] bytes, int from, bool whole)
    {
        for (int i = from; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n')
            {
                return i + 1;
            }

            if (bytes[i] != '\r')
            {
                continue;
            }

            if (i + 1 == bytes.Length)
            {
                return whole ? i + 1 : -1;
            }

            return bytes[i + 1] == '\n' ? i + 2 : i + 1;
        }
        return whole ? bytes.Length : -1;
    }

    private static int LinesIn(byte[] bytes)
    {
        int lines = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && !(i + 1 < bytes.Length && bytes[i + 1] == '\n')))
            {
                lines++;
            }
        }
        return lines;
    }
}
