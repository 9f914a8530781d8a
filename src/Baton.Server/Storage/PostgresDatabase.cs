using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Baton.Server.Storage;

/// <summary>A PostgreSQL database, which any number of nodes may share.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly string _name;
    private readonly DatabaseOptions _options;
    private readonly WriteQueue _queue;
    private readonly Task _writers;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _statistics;

    public PostgresDatabase(NpgsqlConnectionStringBuilder location, DatabaseOptions options)
    {
        GuidHandler.Register();
        InstantHandler.Register();
        _source = NpgsqlDataSource.Create(location);
        _name = $"PostgreSQL at {location.Host}, database {location.Database ?? location.Username}";
        _options = options;
        _queue = new WriteQueue(options.QueueCapacity);
        _writers = Task.WhenAll(Enumerable.Range(1, options.PostgresWriters).Select(number =>
            WriterThread.Start(FormattableString.Invariant($"Baton writes to PostgreSQL ({number})"), new PostgresWriter(_source, _name, _queue, number).Run)));
        _statistics = Task.Run(() => new PostgresStatistics(_source).RunAsync(_closing.Token));
    }

    public Dialect Dialect => Dialect.Postgres;

    public async Task<DbConnection> OpenReadAsync(CancellationToken cancel)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancel);
        }
        catch (Exception e) when (PostgresFailure.Explain(e, _name) is not null)
        {
            throw PostgresFailure.Explain(e, _name)!;
        }
    }

    public Task<T> WriteAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel) => _queue.AddAsync(work, cancel);

    public DatabaseUnavailableException? LastWriteFailure => _queue.LastFailure;

    public Task MigrateAsync(CancellationToken cancel) => Task.Run(() => Migrate(cancel), cancel);

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _writers;
        await _closing.CancelAsync();
        await _statistics;
        _closing.Dispose();
        await _source.DisposeAsync();
    }

    private void Migrate(CancellationToken cancel)
    {
        try
        {
            using var connection = _source.OpenConnection();
            new MigrationRunner(Dialect.Postgres, _name, _options).Run(connection, () => BeginAlone(connection), cancel);
        }
        catch (Exception e) when (PostgresFailure.Explain(e, _name) is not null)
        {
            throw PostgresFailure.Explain(e, _name)!;
        }
    }

    private static NpgsqlTransaction BeginAlone(NpgsqlConnection connection)
    {
        const long MigrationLock = 0x4261746F6E;   // "Baton"; let go at the end of the transaction
        var transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        connection.Execute("SELECT pg_advisory_xact_lock(@key)", new { key = MigrationLock }, transaction, commandTimeout: 0);
        return transaction;
    }
}
