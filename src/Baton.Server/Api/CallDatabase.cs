using System.Data.Common;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Api;

/// <summary>
/// The database, in which what a call with an <c>Idempotency-Key</c> changes is noted as done in the same transaction. So it is done once, even where
/// the node dies before the answer is kept, or another node has taken the call for given up.
/// </summary>
internal sealed class CallDatabase(IDatabase database) : IDatabase
{
    private static readonly AsyncLocal<CallAttempt?> Current = new();

    public Dialect Dialect => database.Dialect;

    public DatabaseUnavailableException? LastWriteFailure => database.LastWriteFailure;

    /// <summary>Carries out a call; all that it writes until it has ended belongs to this attempt.</summary>
    public static async Task RunAsync(CallAttempt attempt, Func<Task> call)
    {
        Current.Value = attempt;
        try
        {
            await call();
        }
        finally
        {
            Current.Value = null;
        }
    }

    public Task<DbConnection> OpenReadAsync(CancellationToken cancel) => database.OpenReadAsync(cancel);

    public Task<T> WriteAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel) => Current.Value is not { } attempt
        ? database.WriteAsync(work, cancel)
        : database.WriteAsync(
            transaction =>
            {
                attempt.NoteDone(transaction);
                return work(transaction);
            },
            cancel);

    public Task MigrateAsync(CancellationToken cancel) => database.MigrateAsync(cancel);

    public ValueTask DisposeAsync() => database.DisposeAsync();
}

/// <summary>A call with an <c>Idempotency-Key</c> that is being carried out.</summary>
/// <param name="WorkspaceId">Whose.</param>
/// <param name="KeyId">The key that the call came with.</param>
/// <param name="Key">Its <c>Idempotency-Key</c>.</param>
/// <param name="StartedAt">When this attempt began, in Unix milliseconds; another one begins a minute later at the earliest.</param>
internal sealed record CallAttempt(Guid WorkspaceId, Guid KeyId, string Key, long StartedAt)
{
    /// <summary>The status of a call that was carried out and whose answer is not kept, or not yet.</summary>
    public const short Done = 0;

    /// <summary>Notes that the call is done, once the transaction is committed.</summary>
    /// <exception cref="CallTakenOverException">Another attempt has begun: what this one does is undone.</exception>
    public void NoteDone(DbTransaction transaction)
    {
        var noted = transaction.Connection!.Execute(
            $"""
            UPDATE idempotent_call SET status = {Done}
            WHERE workspace_id = @WorkspaceId AND key_id = @KeyId AND idempotency_key = @Key AND started_at = @StartedAt AND (status IS NULL OR status = {Done})
            """,
            this,
            transaction);
        if (noted == 0)
        {
            throw new CallTakenOverException();
        }
    }
}

/// <summary>A call took so long that another attempt at it has begun.</summary>
internal sealed class CallTakenOverException() : Exception("Another attempt at this call has begun.");
