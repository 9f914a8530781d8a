using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>
/// Keeps the write-ahead log of a SQLite file from growing without end. SQLite copies it back by itself, but it starts afresh only at a moment at
/// which nobody reads an older state, which under many readers may never come. So, once the log is large, writing pauses for a quarter of a second
/// at most, in which readers come to its end.
/// </summary>
internal sealed class SqliteLog(SqliteFile file, DatabaseOptions options)
{
    private const int MillisecondsToWait = 250;

    private long _nextTry = options.LogSize;

    /// <summary>To be called after a commit.</summary>
    public void KeepSmall(SqliteConnection connection)
    {
        var size = Size();
        if (size < _nextTry)
        {
            return;
        }

        var usual = connection.ExecuteScalar<long>("PRAGMA busy_timeout");
        connection.Execute(FormattableString.Invariant($"PRAGMA busy_timeout = {MillisecondsToWait}"));
        var isHeld = connection.ExecuteScalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
        connection.Execute(FormattableString.Invariant($"PRAGMA busy_timeout = {usual}"));
        _nextTry = isHeld ? size + options.LogSize : options.LogSize;
        if (isHeld)
        {
            options.Notice(string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Log} has grown to {size >> 20:N0} MiB, because something has been reading an older state of the database all along. It shrinks when that ends."));
        }
    }

    private long Size() => new FileInfo(file.Log) is { Exists: true } log ? log.Length : 0;
}
