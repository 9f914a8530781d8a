using Microsoft.Extensions.Hosting;

namespace Baton.Server.Hosting;

/// <summary>Leaves it to the command to hear signals and to end: the host's own would stop listening before requests are answered.</summary>
internal sealed class OwnLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
