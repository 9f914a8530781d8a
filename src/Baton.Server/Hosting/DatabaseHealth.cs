using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Hosting;

/// <summary>
/// Whether the database can be read and written. Asking is cheap however often it is done: an answer is good for a second, and nothing is written but
/// to find out whether writing, which has failed, works again.
/// </summary>
internal sealed class DatabaseHealth(IDatabase database, IClock clock) : IDisposable
{
    private static readonly Duration GoodFor = Duration.FromSeconds(1);
    private static readonly Duration BetweenTrials = Duration.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _asking = new(1);
    private Instant _asked = Instant.MinValue;
    private Instant _tried = Instant.MinValue;
    private string? _reading;

    /// <summary>Why it cannot be read, and why not written, for people who have not said who they are; null where it can be.</summary>
    public async Task<(string? Reading, string? Writing)> ProblemsAsync(CancellationToken cancel)
    {
        await _asking.WaitAsync(cancel);
        try
        {
            var now = clock.GetCurrentInstant();
            if (now - GoodFor >= _asked || now < _asked)
            {
                _reading = await ReadAsync(cancel);
                _asked = now;
            }

            if (database.LastWriteFailure is null)
            {
                return (_reading, null);
            }

            if (_reading is null && (now - BetweenTrials >= _tried || now < _tried))
            {
                _tried = now;
                await TryToWriteAsync();
            }

            return (_reading, database.LastWriteFailure is { } failure ? Databases.ExplainToStrangers(failure) : null);
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<string?> ReadAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            await using var connection = await database.OpenReadAsync(patience.Token);
            await connection.ExecuteScalarAsync<int?>(new CommandDefinition("SELECT version FROM schema_version LIMIT 1", cancellationToken: patience.Token));
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "Baton's database did not answer within 3 seconds.";
        }
        catch (Exception failure) when (Databases.Explain(failure) is not null)
        {
            return Databases.ExplainToStrangers(failure);
        }
    }

    /// <summary>Writes a row as it is. With nobody sending anything, nobody else would find out that the database is well again.</summary>
    private async Task TryToWriteAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await database.WriteAsync(transaction => transaction.Connection!.Execute("UPDATE schema_version SET applied_at = applied_at WHERE version = 1", transaction: transaction), patience.Token)
                .WaitAsync(patience.Token);
        }
        catch (Exception failure) when (failure is OperationCanceledException or DatabaseBusyException || Databases.Explain(failure) is not null)
        {
            // It is told by LastWriteFailure.
        }
    }
}
