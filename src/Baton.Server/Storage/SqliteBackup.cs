using System.Globalization;
using Baton.Server.Imports;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Baton.Server.Storage;

/// <summary>
/// A copy of a SQLite file as it was at one moment, made while others read and write it. It is seen whole, checked and on the disk, or not at all.
/// </summary>
internal static class SqliteBackup
{
    private const int PagesAtOnce = 4_096;   // of 4 KiB; between two lots, stopping is heard
    private const int MostNames = 1_000;

    /// <returns>The copy's length in bytes.</returns>
    /// <param name="data">The file to copy, which exists.</param>
    /// <param name="target">Where the copy goes; a file that is there is replaced at the end.</param>
    /// <param name="cancel">Leaves the target as it was.</param>
    /// <exception cref="DatabaseUnavailableException">The file cannot be read, is damaged, or the copy cannot be written.</exception>
    public static long Run(string data, string target, CancellationToken cancel)
    {
        var copy = FreeName(Path.GetDirectoryName(Path.GetFullPath(target))!);
        try
        {
            Explained(data, copy, () => Copy(data, copy, cancel));
            Explained(copy, copy, () => Check(copy));
            Flush(copy);
            File.Move(copy, target, overwrite: true);
            Folder.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
            return new FileInfo(target).Length;
        }
        catch (Exception e) when (e is IOException and not FileFailedException or UnauthorizedAccessException)
        {
            throw new FileFailedException(FileProblem.Unwritable(target, e), e);
        }
        finally
        {
            foreach (var left in new[] { copy, copy + "-journal", copy + "-wal", copy + "-shm" })
            {
                File.Delete(left);
            }
        }
    }

    private static void Copy(string data, string copy, CancellationToken cancel)
    {
        using var from = Open(data, SqliteOpenMode.ReadWrite);
        using var to = Open(copy, SqliteOpenMode.ReadWriteCreate);

        // As long as this reads, the copy is of this moment, and what others write does not make it start again.
        using var moment = from.BeginSnapshot();
        from.ExecuteScalar<long>("SELECT count(*) FROM sqlite_schema", transaction: moment);
        using var backup = raw.sqlite3_backup_init(to.Handle!, "main", from.Handle!, "main");
        int state;
        while ((state = raw.sqlite3_backup_step(backup, PagesAtOnce)) == raw.SQLITE_OK)
        {
            cancel.ThrowIfCancellationRequested();
        }

        if (state != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(state, to.Handle!);
        }
    }

    private static void Check(string copy)
    {
        using var connection = Open(copy, SqliteOpenMode.ReadWrite);
        if (connection.ExecuteScalar<string>("PRAGMA integrity_check(1)") is var found && found != "ok")
        {
            throw new DatabaseUnavailableException($"The database is damaged ({found}). No copy was kept; go back to an earlier one.", null);
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(path), Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Explained(string path, string copy, Action step)
    {
        try
        {
            step();
        }
        catch (SqliteException e) when (SqliteFailure.Explain(e, path) is not null)
        {
            // Of the two files only the copy is written.
            throw SqliteFailure.Explain(e, e.SqliteErrorCode == raw.SQLITE_FULL ? copy : path)!;
        }
    }

    private static void Flush(string file)
    {
        using var written = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(written);
    }

    private static string FreeName(string folder) => Enumerable.Range(0, MostNames)
        .Select(attempt => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".baton-{Environment.ProcessId}-{attempt}.part")))
        .First(name => !File.Exists(name));
}
