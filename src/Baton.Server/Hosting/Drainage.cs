using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Hosting;

/// <summary>
/// Stops a server so that nothing is lost: it is not ready at once, answers what has begun, sends away what comes, writes what waits, and ends.
/// </summary>
internal static class Drainage
{
    private static readonly TimeSpan TimeToAbort = TimeSpan.FromSeconds(1);

    /// <summary>Stops it.</summary>
    /// <returns>False where time was up before all was answered and written.</returns>
    public static async Task<bool> StopAsync(WebApplication app, ServerOptions options)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        using var timeIsUp = new CancellationTokenSource(TimeSpan.FromSeconds(options.SecondsToDrain));
        readiness.Drain();
        try
        {
            var notice = TimeSpan.FromSeconds(Math.Min(options.SecondsOfNotice, options.SecondsToDrain));
            await Task.Delay(notice, timeIsUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await readiness.EmptyAsync(timeIsUp.Token);
            await app.StopAsync(timeIsUp.Token);
            await app.DisposeAsync().AsTask().WaitAsync(timeIsUp.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            // Kestrel cuts off what is left; what is in the middle of a commit is finished or was never there.
            using var atOnce = new CancellationTokenSource(TimeToAbort);
            await app.StopAsync(atOnce.Token).WaitAsync(TimeToAbort, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }
}
