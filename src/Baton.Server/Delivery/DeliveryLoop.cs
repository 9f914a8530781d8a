using System.Collections.Concurrent;
using Baton.Server.Hosting;
using Baton.Server.Telemetry;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>Sends messages as long as the server runs: at once where this node has added some, and looks for others' every half second.</summary>
internal sealed class DeliveryLoop(
    Courier courier, OutboxBell bell, MessageTable messages, IClock clock, WorkspaceStore workspaces, Readiness readiness, ILogger<DeliveryLoop> log)
    : WorkspaceLoop(workspaces, readiness, log, pause: TimeSpan.FromMilliseconds(500))
{
    private static readonly Duration BetweenMeasures = Duration.FromSeconds(15);

    private readonly ConcurrentDictionary<Guid, (Instant Measured, Instant? Oldest)> _measured = new();

    public override async Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (!_measured.TryGetValue(workspaceId, out var last) || now - last.Measured >= BetweenMeasures)
        {
            _measured[workspaceId] = (now, await messages.OldestPendingAsync(workspaceId, cancel));
            Measures.Wait(_measured.Values.Max(one => one.Oldest is { } oldest ? (now - oldest).TotalSeconds : 0));
        }

        return await courier.WorkAsync(workspaceId, cancel);
    }

    /// <summary>What is on its way arrives, as far as there is time; the rest is sent again.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await courier.IdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task WaitAsync(TimeSpan wait, CancellationToken cancel) => bell.WaitAsync(wait, cancel);
}
