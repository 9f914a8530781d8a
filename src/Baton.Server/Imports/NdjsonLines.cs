namespace Baton.Server.Imports;

/// <summary>The lines of one block of NDJSON. Blank lines are skipped; whether a line is JSON is for the consumer to find out.</summary>
public ref struct NdjsonLines
{
    private readonly List<RejectedRow> _rejected;
    private ReadOnlySpan<byte> _rest;
    private long _nextLine;

    internal NdjsonLines(Block block, List<RejectedRow> rejected)
    {
        _rejected = rejected;
        _rest = block.Bytes;
        _nextLine = block.FirstLine;
        if (block.TooLong is not null)
        {
            rejected.Add(block.TooLong);
        }
    }

    /// <summary>The line without its line end and the blanks around it, in UTF-8.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>The number of the line, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads every line of a file, once, on several threads.</summary>
    /// <param name="file">From its beginning; stays the caller's to dispose.</param>
    /// <param name="parse">Turns the lines of a block into a result; called for different blocks on different threads at a time.</param>
    /// <param name="merge">Gets the results in file order, on one thread at a time.</param>
    /// <param name="reject">Gets the lines that were not read, in file order, just before their block's result is merged.</param>
    /// <param name="workers">From 1 up; the calling thread is one of them.</param>
    /// <param name="cancel">Stops between two blocks.</param>
    /// <exception cref="FileFailedException">The file turned out damaged; everything before that place was merged.</exception>
    public static void Read<T>(
        InputFile file, Func<NdjsonLines, T> parse, Action<T> merge, Action<RejectedRow> reject, int workers, CancellationToken cancel) =>
        BlockReader.Read(
            file.Text,
            RecordCutter.Lines,
            block =>
            {
                var rows = new List<RejectedRow>();
                return (Result: parse(new NdjsonLines(block, rows)), Rejected: rows);
            },
            parsed =>
            {
                parsed.Rejected.ForEach(reject);
                merge(parsed.Result);
            },
            workers,
            cancel);

    /// <summary>Reads the lines a block at a time, once, each block when it is asked for.</summary>
    /// <param name="file">From its beginning; stays the caller's to dispose.</param>
    /// <param name="parse">Turns the lines of a block into a result.</param>
    /// <returns>The results, each with the lines of its block that were not read.</returns>
    internal static IEnumerable<(T Result, List<RejectedRow> Rejected)> Each<T>(InputFile file, Func<NdjsonLines, T> parse) => BlockReader.Each(
        file.Text,
        RecordCutter.Lines,
        block =>
        {
            var rejected = new List<RejectedRow>();
            return (parse(new NdjsonLines(block, rejected)), rejected);
        },
        firstLine: 1);

    /// <summary>Goes on to the next line that is not blank; false when the block has no more.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf((byte)'\n');
            Current = (end < 0 ? _rest : _rest[..end]).Trim(" \t\r"u8);
            Line = _nextLine++;
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (!Current.IsEmpty)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Rejects the line for a reason of the consumer's, for example "is not JSON: '}' is missing".</summary>
    public readonly void Reject(string reason) => _rejected.Add(RejectedRow.Of(Line, reason, Current));
}
