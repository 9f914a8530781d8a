using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>A SQLite file, and how Baton opens it: with a write-ahead log, so that reading and writing do not wait for each other.</summary>
/// <param name="Path">From the root.</param>
internal sealed record SqliteFile(string Path)
{
    private const int SecondsToWaitForLock = 5;
    private const int SecondsToWaitForMigration = 60;

    // Every commit is on the disk before it is told (FULL). The log is copied back after 4,000 pages of 4 KiB rather than 1,000: fewer flushes
    // for imports, and still a small file. A log that had to grow shrinks to 64 MiB when it starts afresh.
    private const string Writing =
        """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -65536;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA journal_size_limit = 67108864;
        """;

    private const string Reading =
        """
        PRAGMA query_only = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -16384;
        """;

    static SqliteFile()
    {
        SQLitePCL.Batteries_V2.Init();

        // No connection is used by two threads at once, so none needs a mutex of its own.
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
    }

    /// <summary>The write-ahead log beside the file.</summary>
    public string Log => Path + "-wal";

    /// <summary>Finds the file's place and creates its folder. The file itself need not exist.</summary>
    /// <exception cref="DatabaseRefusedException">The path is empty or a folder, or the folder cannot be created.</exception>
    public static SqliteFile At(string location)
    {
        if (string.IsNullOrWhiteSpace(location))
        {
            throw new DatabaseRefusedException("The database has no name. Give the path of a file, or of PostgreSQL: postgres://user:password@host/name.");
        }

        var path = System.IO.Path.GetFullPath(location);
        if (Directory.Exists(path) || System.IO.Path.EndsInDirectorySeparator(location))
        {
            throw new DatabaseRefusedException($"{location} is a folder. Name a file in it for the database.");
        }

        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseRefusedException($"The folder of {location} cannot be created. Choose another place or change its permissions.", e);
        }

        return new SqliteFile(path);
    }

    /// <summary>A connection of its own to write with. Creates the file.</summary>
    public SqliteSession OpenToWrite() => Open(SqliteOpenMode.ReadWriteCreate, isPooled: false, SecondsToWaitForLock, Writing);

    /// <summary>A connection of its own to change the schema with, which waits longer for others that do the same.</summary>
    public SqliteSession OpenToMigrate() => Open(SqliteOpenMode.ReadWriteCreate, isPooled: false, SecondsToWaitForMigration, Writing);

    /// <summary>A connection from the pool to read with. The file has to exist.</summary>
    public SqliteSession OpenToRead() => Open(SqliteOpenMode.ReadWrite, isPooled: true, SecondsToWaitForLock, Reading);

    /// <summary>Closes the connections in the pool.</summary>
    public void ClosePool()
    {
        using var any = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWrite, isPooled: true, SecondsToWaitForLock));
        SqliteConnection.ClearPool(any);
    }

    private SqliteSession Open(SqliteOpenMode mode, bool isPooled, int secondsToWait, string pragmas)
    {
        var connection = new SqliteSession(ConnectionString(mode, isPooled, secondsToWait));
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = FormattableString.Invariant($"PRAGMA busy_timeout = {secondsToWait * 1000};\n{pragmas}");
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private string ConnectionString(SqliteOpenMode mode, bool isPooled, int secondsToWait) => new SqliteConnectionStringBuilder
    {
        DataSource = Path,
        Mode = mode,
        Pooling = isPooled,
        DefaultTimeout = secondsToWait,
    }.ToString();
}
