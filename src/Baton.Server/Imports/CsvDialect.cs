namespace Baton.Server.Imports;

/// <summary>How a CSV file separates its fields.</summary>
/// <param name="Delimiter">The byte between two fields.</param>
/// <param name="Preamble">The length in bytes of Excel's first line <c>sep=;</c>, 0 when the file has none.</param>
public sealed record CsvDialect(char Delimiter, int Preamble)
{
    private const int SampleRecords = 200;

    // In the order in which they win when nothing else decides.
    private static ReadOnlySpan<char> Candidates => ",;\t|";

    /// <summary>The delimiter in words, for showing to the user: "comma", "semicolon", "tab", or the character itself.</summary>
    public string DelimiterName => Delimiter switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        '|' => "bar",
        var other => $"'{other}'",
    };

    /// <summary>Whether it can separate fields: any ASCII character but NUL, the quote and line ends.</summary>
    public static bool IsDelimiter(char delimiter) => delimiter is > '\0' and < '\x80' and not ('"' or '\r' or '\n');

    /// <summary>
    /// Recognises the dialect from the beginning of a file: what <c>sep=</c> says, else the delimiter that gives the most records the
    /// same number of fields, two or more, and among equals the one that gives more fields. A file of one column gets the comma.
    /// </summary>
    /// <param name="head">The beginning of the file in UTF-8 without a byte order mark.</param>
    /// <param name="whole">Whether that is the whole file.</param>
    /// <param name="delimiter">The delimiter if the user named it; null to find it.</param>
    public static CsvDialect Sniff(ReadOnlySpan<byte> head, bool whole, char? delimiter = null)
    {
        if (delimiter is { } named && !IsDelimiter(named))
        {
            throw new ArgumentOutOfRangeException(nameof(delimiter));
        }

        var said = SaidByExcel(head, out int preamble);
        return new CsvDialect(delimiter ?? said ?? MostRegular(head[preamble..], whole), preamble);
    }

    private static char? SaidByExcel(ReadOnlySpan<byte> head, out int preamble)
    {
        preamble = 0;
        int behind = LineEnds.Behind(head, 0, atEnd: true);
        if (behind < 0)
        {
            return null;
        }

        var line = head[..behind].TrimEnd("\r\n"u8);
        if (line is [CsvStructure.Quote, .., CsvStructure.Quote])
        {
            line = line[1..^1];
        }

        if (line is not [(byte)'s' or (byte)'S', (byte)'e' or (byte)'E', (byte)'p' or (byte)'P', (byte)'=', var said])
        {
            return null;
        }

        if (!IsDelimiter((char)said))
        {
            return null;
        }

        preamble = behind;
        return (char)said;
    }

    private static char MostRegular(ReadOnlySpan<byte> head, bool whole)
    {
        char best = Candidates[0];
        var bestFit = default((double Share, int Fields));
        foreach (char candidate in Candidates)
        {
            int length = RecordCutter.Csv(candidate).Cut(head, whole);
            var fit = Fit(head[..length], candidate);
            if (fit.CompareTo(bestFit) <= 0)
            {
                continue;
            }

            best = candidate;
            bestFit = fit;
        }
        return best;
    }

    /// <summary>
    /// The commonest number of fields and the share of records that have it; (0, 0) when that number is 1 or the header has one field:
    /// commas in every row of prose do not make columns.
    /// </summary>
    private static (double Share, int Fields) Fit(ReadOnlySpan<byte> sample, char delimiter)
    {
        var rejected = new List<RejectedRow>();
        var records = new CsvRecords(sample, delimiter, 1, rejected);
        var recordsByFields = new SortedDictionary<int, int>();
        int total = 0;
        int headers = 0;
        for (; total < SampleRecords && records.MoveNext(); total++)
        {
            if (total == 0)
            {
                headers = records.Count;
            }

            recordsByFields[records.Count] = recordsByFields.GetValueOrDefault(records.Count) + 1;
        }
        if (headers < 2)
        {
            return default;
        }

        var (fields, common) = recordsByFields.MaxBy(pair => pair.Value);
        return fields < 2 ? default : ((double)common / (total + rejected.Count), fields);
    }
}
