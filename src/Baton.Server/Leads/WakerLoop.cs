using Baton.Server.Hosting;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Leads;

/// <summary>Lets the <see cref="Waker"/> work as long as the server runs.</summary>
internal sealed class WakerLoop(Waker waker, WorkspaceStore workspaces, Readiness readiness, ILogger<WakerLoop> log)
    : WorkspaceLoop(workspaces, readiness, log, pause: TimeSpan.FromMilliseconds(500))
{
    public override Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel) => waker.WorkAsync(workspaceId, cancel);
}
