using Baton.Server.Hosting;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Leads;

/// <summary>Writes the words of what was there before words were kept, as long as the server runs.</summary>
internal sealed class WordFillLoop(WordFill fill, WorkspaceStore workspaces, Readiness readiness, ILogger<WordFillLoop> log)
    : WorkspaceLoop(workspaces, readiness, log, pause: TimeSpan.FromMinutes(10), breath: TimeSpan.FromMilliseconds(20))
{
    public override Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel) => fill.WorkAsync(workspaceId, cancel);
}
