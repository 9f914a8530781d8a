using Baton.Server.Delivery;
using Baton.Server.Hosting;
using Baton.Server.Telemetry;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Retention;

/// <summary>Deletes what is kept no longer, as long as the server runs.</summary>
internal sealed class RetentionLoop(
    OldEvents events,
    OldRejectedCalls rejected,
    Leftovers leftovers,
    MessageTable messages,
    MailServer mail,
    WorkspaceStore workspaces,
    Readiness readiness,
    ServerOptions options,
    ILogger<RetentionLoop> log)
    : WorkspaceLoop(workspaces, readiness, log, pause: TimeSpan.FromMinutes(10), breath: TimeSpan.FromMilliseconds(50))
{
    public override async Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var others = await rejected.WorkAsync(workspaceId, cancel) + await leftovers.WorkAsync(workspaceId, cancel)
            + await messages.BuryLostAsync(workspaceId, cancel)
            + (mail.IsSetUp ? 0 : await messages.BuryMailAsync(workspaceId, cancel))
            + (options.DaysToKeepMessages > 0 ? await messages.DeleteAsync(workspaceId, options.DaysToKeepMessages, cancel) : 0);
        var deleted = await events.WorkAsync(workspaceId, cancel);
        Measures.Delete(deleted ?? 0);
        return others > 0 || deleted is not null;
    }
}
