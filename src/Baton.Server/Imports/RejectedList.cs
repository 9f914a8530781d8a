using System.Runtime.CompilerServices;
using Baton.Server.Storage;

namespace Baton.Server.Imports;

/// <summary>The rows of an import that were skipped, as CSV: where each stands, why it was skipped, and the row as it is.</summary>
internal sealed class RejectedList
{
    private const int WrittenAtATime = 1 << 16;
    private const int RowsAtATime = 1_000;

    private readonly CsvWriter _writer = new();
    private readonly Stream _stream;

    /// <summary>Begins with the header.</summary>
    public RejectedList(Stream stream)
    {
        _stream = stream;
        foreach (var name in (string[])["line", "reason", "row"])
        {
            _writer.Field(name);
        }

        _writer.EndRecord();
    }

    /// <summary>Every row of an import that was skipped, in the order of the file.</summary>
    public static async IAsyncEnumerable<RejectedRow> AllAsync(IDatabase database, Import import, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var line = 0L; ;)
        {
            var rows = await ImportTable.RejectedAsync(database, import, line, RowsAtATime, cancel);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < RowsAtATime)
            {
                yield break;
            }

            line = rows[^1].Line;
        }
    }

    /// <summary>Adds a row.</summary>
    public void Add(RejectedRow row)
    {
        _writer.Field(row.Line);
        _writer.Field(row.Reason);
        _writer.Field(row.Text);
        _writer.EndRecord();
        if (_writer.Written.Length >= WrittenAtATime)
        {
            Finish();
        }
    }

    /// <summary>Writes what is still in memory.</summary>
    public void Finish() => _writer.DrainTo(_stream);
}
