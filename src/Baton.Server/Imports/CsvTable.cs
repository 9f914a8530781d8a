using System.Diagnostics.CodeAnalysis;

namespace Baton.Server.Imports;

/// <summary>A CSV file whose dialect and header are known and whose rows are still to be read.</summary>
public sealed class CsvTable
{
    private readonly InputFile _file;
    private readonly long _firstRowLine;

    private CsvTable(InputFile file, CsvDialect dialect, CsvHeader header, long firstRowLine)
    {
        _file = file;
        _firstRowLine = firstRowLine;
        Dialect = dialect;
        Header = header;
    }

    /// <summary>How the fields are separated.</summary>
    public CsvDialect Dialect { get; }

    /// <summary>The columns.</summary>
    public CsvHeader Header { get; }

    /// <summary>Reads the header; the rows are left for <see cref="Read"/>.</summary>
    /// <param name="file">From its beginning; stays the caller's to dispose.</param>
    /// <param name="delimiter">The delimiter if the user named it (<see cref="CsvDialect.IsDelimiter"/>); null to find it.</param>
    /// <param name="table">The table.</param>
    /// <param name="problem">Why there is none: no header, or one that cannot be read.</param>
    public static bool TryOpen(
        InputFile file, char? delimiter, [NotNullWhen(true)] out CsvTable? table, [NotNullWhen(false)] out FileProblem? problem)
    {
        table = null;
        var head = file.Head;
        bool whole = head.Length < InputFile.HeadSize;
        var dialect = CsvDialect.Sniff(head, whole, delimiter);
        var rejected = new List<RejectedRow>();
        var records = new CsvRecords(head[dialect.Preamble..], dialect.Delimiter, dialect.Preamble == 0 ? 1 : 2, rejected);
        bool found = records.MoveNext();
        int rows = Math.Min(dialect.Preamble + records.Next, head.Length);

        problem = rejected.Count > 0 ? FileProblem.HeaderBroken(file.Name, $"it {rejected[0].Reason}")
            : !found ? FileProblem.NoHeader(file.Name)
            : records.Count > CsvHeader.Most ? FileProblem.TooManyColumns(file.Name, records.Count)
            : rows == head.Length && !whole ? FileProblem.HeaderBroken(file.Name, "it is longer than 1 MiB")
            : null;
        if (problem is not null)
        {
            return false;
        }

        table = new CsvTable(file, dialect, CsvHeader.Of(records), records.NextLine);
        file.Skip(rows);
        return true;
    }

    /// <summary>Reads every row, once.</summary>
    /// <param name="parse">Turns the rows of a block into a result; called for different blocks on different threads at a time.</param>
    /// <param name="merge">Gets the results in file order, on one thread at a time.</param>
    /// <param name="reject">Gets the rows that were not read, in file order, just before their block's result is merged.</param>
    /// <param name="workers">From 1 up; the calling thread is one of them.</param>
    /// <param name="cancel">Stops between two blocks.</param>
    /// <exception cref="FileFailedException">The file turned out damaged; everything before that place was merged.</exception>
    public void Read<T>(Func<CsvRows, T> parse, Action<T> merge, Action<RejectedRow> reject, int workers, CancellationToken cancel) =>
        BlockReader.Read(
            _file.Text,
            RecordCutter.Csv(Dialect.Delimiter),
            block =>
            {
                var rejected = new List<RejectedRow>();
                return (Result: parse(new CsvRows(block, Dialect.Delimiter, Header.Names.Count, rejected)), Rejected: rejected);
            },
            parsed =>
            {
                parsed.Rejected.ForEach(reject);
                merge(parsed.Result);
            },
            workers,
            _firstRowLine,
            Block.Size,
            cancel);

    /// <summary>Reads the rows a block at a time, once, each block when it is asked for.</summary>
    /// <param name="parse">Turns the rows of a block into a result.</param>
    /// <returns>The results, each with the rows of its block that were not read.</returns>
    internal IEnumerable<(T Result, List<RejectedRow> Rejected)> Each<T>(Func<CsvRows, T> parse) => BlockReader.Each(
        _file.Text,
        RecordCutter.Csv(Dialect.Delimiter),
        block =>
        {
            var rejected = new List<RejectedRow>();
            return (parse(new CsvRows(block, Dialect.Delimiter, Header.Names.Count, rejected)), rejected);
        },
        _firstRowLine);
}
