using System.Data.Common;

namespace Baton.Server.Storage;

/// <summary>Where Baton keeps everything: one SQLite file, or PostgreSQL.</summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>For the few statements that differ.</summary>
    Dialect Dialect { get; }

    /// <summary>
    /// An open connection to read with, from a pool; the caller disposes it. Each statement sees what was committed when it began;
    /// <see cref="Snapshot.BeginSnapshot"/> lets several see the same.
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">The database cannot be reached or opened.</exception>
    Task<DbConnection> OpenReadAsync(CancellationToken cancel);

    /// <summary>Runs <paramref name="work"/> in a transaction and hands over its result once the commit is durable.</summary>
    /// <param name="work">
    /// Runs on a thread for writing, and perhaps again from the start: it does nothing that a rollback does not undo. What it throws comes to
    /// the caller, after a rollback, except for <see cref="WriteConflictException"/>, which asks for another run.
    /// </param>
    /// <param name="cancel">Withdraws work that waits. Work that has begun is finished.</param>
    /// <exception cref="DatabaseBusyException">Too much work waits already, or this work met other changes on every run. Try again later.</exception>
    /// <exception cref="DatabaseUnavailableException">
    /// The database cannot be written. Nothing was changed, unless the connection was lost during the commit, which may then have come through:
    /// work has to be such that doing it twice is doing it once.
    /// </exception>
    Task<T> WriteAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel);

    /// <summary>Why the last write could not be done for want of a database that works; null where it could, or nothing was written yet.</summary>
    DatabaseUnavailableException? LastWriteFailure { get; }

    /// <summary>Brings the schema up to date: applies the numbered files that are not applied yet. Any number of nodes may do so at once.</summary>
    /// <exception cref="DatabaseRefusedException">A newer Baton has written this database, or a file was changed after it was applied.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be reached, opened or written.</exception>
    Task MigrateAsync(CancellationToken cancel);
}
