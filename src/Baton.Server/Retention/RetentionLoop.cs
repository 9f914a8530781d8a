using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Telemetry;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Retention;

/// <summary>Deletes what is kept no longer, as long as the server runs.</summary>
internal sealed partial class RetentionLoop(
    OldEvents events, OldRejectedCalls rejected, WorkspaceStore workspaces, Readiness readiness, ServerOptions options, ILogger<RetentionLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>Between two pieces, so that others get to write.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await readiness.ServesAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var hasWorked = false;
            try
            {
                foreach (var workspace in await workspaces.AllAsync(stoppingToken))
                {
                    hasWorked |= await WorkAsync(workspace.Id, stoppingToken);
                }
            }
            catch (Exception failure) when (failure is DatabaseBusyException || Databases.Explain(failure) is not null)
            {
                // It is done later.
                Waits(log, failure.Message);
            }

            await Task.Delay(hasWorked ? Breath : Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var calls = await rejected.WorkAsync(workspaceId, cancel);
        var deleted = options.DaysToKeepEvents > 0 ? await events.WorkAsync(workspaceId, options.DaysToKeepEvents, cancel) : null;
        Measures.Delete(deleted ?? 0);
        return calls > 0 || deleted is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is kept no longer is deleted later: {Reason}")]
    private static partial void Waits(ILogger log, string reason);
}
