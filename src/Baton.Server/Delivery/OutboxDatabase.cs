using System.Data.Common;
using Baton.Server.Storage;

namespace Baton.Server.Delivery;

/// <summary>The database, which rings the bell after each commit that has added messages.</summary>
internal sealed class OutboxDatabase(IDatabase database, OutboxBell bell) : IDatabase
{
    public Dialect Dialect => database.Dialect;

    public DatabaseUnavailableException? LastWriteFailure => database.LastWriteFailure;

    public Task<DbConnection> OpenReadAsync(CancellationToken cancel) => database.OpenReadAsync(cancel);

    public async Task<T> WriteAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel)
    {
        var (result, hasAdded) = await database.WriteAsync(
            transaction =>
            {
                // Work runs from its beginning to its end on one thread.
                Outbox.HasAdded = false;
                var done = work(transaction);
                return (done, Outbox.HasAdded);
            },
            cancel);
        if (hasAdded)
        {
            bell.Ring();
        }

        return result;
    }

    public Task MigrateAsync(CancellationToken cancel) => database.MigrateAsync(cancel);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}
