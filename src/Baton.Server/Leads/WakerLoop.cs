using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Leads;

/// <summary>Lets the <see cref="Waker"/> work as long as the server runs.</summary>
internal sealed partial class WakerLoop(Waker waker, WorkspaceStore workspaces, Readiness readiness, ILogger<WakerLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

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
                    hasWorked |= await waker.WorkAsync(workspace.Id, stoppingToken);
                }
            }
            catch (Exception failure) when (failure is DatabaseBusyException || Databases.Explain(failure) is not null)
            {
                // Whatever is due stays due.
                Waits(log, failure.Message);
            }

            if (!hasWorked)
            {
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leads that are due wait: {Reason}")]
    private static partial void Waits(ILogger log, string reason);
}
