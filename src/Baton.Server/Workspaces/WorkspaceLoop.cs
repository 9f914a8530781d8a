using Baton.Server.Hosting;
using Baton.Server.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Workspaces;

/// <summary>Work that every workspace has now and then, done as long as the server runs. What fails is told in the log and tried again; it stops no other work.</summary>
/// <param name="workspaces">All of them.</param>
/// <param name="readiness">Nothing is done before the server takes requests.</param>
/// <param name="log">Where to tell what failed.</param>
/// <param name="pause">How long to wait where there was nothing to do, or something failed.</param>
/// <param name="breath">How long to wait between two pieces, so that others get to write.</param>
internal abstract partial class WorkspaceLoop(WorkspaceStore workspaces, Readiness readiness, ILogger log, TimeSpan pause, TimeSpan breath = default) : BackgroundService
{
    /// <summary>Does a piece of the work that a workspace has.</summary>
    /// <returns>False where it has none.</returns>
    public abstract Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await readiness.ServesAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var hasWorked = false;
            await TryAsync(
                async () =>
                {
                    foreach (var workspace in await workspaces.AllAsync(stoppingToken))
                    {
                        await TryAsync(async () => hasWorked |= await WorkAsync(workspace.Id, stoppingToken), stoppingToken);
                    }
                },
                stoppingToken);
            if ((hasWorked ? breath : pause) is var wait && wait > TimeSpan.Zero)
            {
                await WaitAsync(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits before it is looked again whether there is work.</summary>
    /// <param name="wait">How long, unless something says that there is.</param>
    /// <param name="cancel">Ends the wait.</param>
    protected virtual Task WaitAsync(TimeSpan wait, CancellationToken cancel) => Task.Delay(wait, cancel);

    private async Task TryAsync(Func<Task> work, CancellationToken cancel)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server is being stopped.
        }
        catch (Exception failure) when (failure is DatabaseBusyException || Databases.Explain(failure) is not null)
        {
            Waits(log, GetType().Name, failure.Message);
        }
        catch (Exception failure)
        {
            Failed(log, failure, GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Loop} waits: {Reason}")]
    private static partial void Waits(ILogger log, string loop, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Loop} failed and tries again")]
    private static partial void Failed(ILogger log, Exception failure, string loop);
}
