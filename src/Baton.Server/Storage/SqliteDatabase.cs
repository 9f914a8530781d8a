using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Baton.Server.Storage;

/// <summary>One SQLite file. Other programs, such as the command line while the server runs, may have it open as well.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    private readonly SqliteFile _file;
    private readonly DatabaseOptions _options;
    private readonly WriteQueue _queue;
    private readonly Task _writer;

    public SqliteDatabase(SqliteFile file, DatabaseOptions options)
    {
        GuidHandler.Register();
        InstantHandler.Register();
        _file = file;
        _options = options;
        _queue = new WriteQueue(options.QueueCapacity);
        _writer = WriterThread.Start("Baton writes to SQLite", new SqliteWriter(file, _queue, options).Run);
    }

    public Dialect Dialect => Dialect.Sqlite;

    public Task<DbConnection> OpenReadAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<DbConnection>(_file.OpenToRead());
        }
        catch (SqliteException e) when (SqliteFailure.Explain(e, _file.Path) is { } unavailable)
        {
            return Task.FromException<DbConnection>(unavailable);
        }
    }

    public Task<T> WriteAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel) => _queue.AddAsync(work, cancel);

    public DatabaseUnavailableException? LastWriteFailure => _queue.LastFailure;

    public Task MigrateAsync(CancellationToken cancel) => Task.Run(() => Migrate(cancel), cancel);

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _writer;
        _file.ClosePool();
    }

    private void Migrate(CancellationToken cancel)
    {
        try
        {
            using var connection = _file.OpenToMigrate();
            var runner = new MigrationRunner(Dialect.Sqlite, _file.Path, _options);

            // A transaction of SQLite begins with its only lock for writing.
            runner.Run(connection, connection.BeginTransaction, cancel);
        }
        catch (SqliteException e) when (SqliteFailure.Explain(e, _file.Path) is not null)
        {
            throw SqliteFailure.Explain(e, _file.Path)!;
        }
    }
}
