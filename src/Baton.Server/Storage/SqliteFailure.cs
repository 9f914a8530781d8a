using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Baton.Server.Storage;

/// <summary>Which failures of SQLite are about the file and its disk, not about a statement, and what to do about each.</summary>
internal static class SqliteFailure
{
    /// <summary>The failure in words; null where it is none of the file's.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="path">What to call the file, to people.</param>
    public static DatabaseUnavailableException? Explain(Exception failure, string path) =>
        failure is SqliteException sqlite && Words(sqlite.SqliteErrorCode, path) is { } words ? new DatabaseUnavailableException(words, failure) : null;

    /// <summary>True where another program has the file, which will pass.</summary>
    public static bool IsLocked(Exception failure) =>
        (failure as SqliteException ?? failure.InnerException as SqliteException)?.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    private static string? Words(int code, string path) => code switch
    {
        raw.SQLITE_FULL => $"The disk of {path} is full. Free some space; nothing has to be restarted.",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => $"{path} may not be written. Change the permissions of the file and its folder, or put it on a disk that can be written.",
        raw.SQLITE_IOERR => $"The disk of {path} fails: reading or writing ended in an error. Check the disk, then the system's log.",
        raw.SQLITE_CANTOPEN => $"{path} cannot be opened. Check that its folder exists and may be read and written.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL => $"Another program has kept {path} locked for seconds. Wait for it to end, or stop it.",
        raw.SQLITE_CORRUPT => $"{path} is damaged. Stop Baton and put a backup in its place.",
        raw.SQLITE_NOTADB => $"{path} is not a SQLite database. Name another file, or put a backup in its place.",
        raw.SQLITE_NOMEM => $"There is not enough memory to work with {path}. Free some and try again.",
        _ => null,
    };
}
