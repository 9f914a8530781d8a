using System.Threading.Channels;
using Baton.Server.Api;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Baton.Server.People.SignIn;

/// <summary>
/// Sends links to people who have forgotten their password, once whoever asked has been answered: so that the answer says in no way whether the address is known, not even by how
/// long it takes. What was asked for is done before the server stops.
/// </summary>
internal sealed partial class ForgottenPasswords(IServiceScopeFactory scopes, RateLimits limits, ILogger<ForgottenPasswords> log) : BackgroundService
{
    private const int MostWaiting = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Channel<(string Email, string Language)> _asked = Channel.CreateBounded<(string Email, string Language)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <summary>Sends a link to whoever has this address, soon.</summary>
    /// <param name="email">The address.</param>
    /// <param name="language">That of the page where it is asked for.</param>
    /// <returns>False where too many wait already, or the server is being stopped.</returns>
    public bool TryAsk(string email, string language) => _asked.Writer.TryWrite((email, language));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _asked.Writer.TryComplete();
        if (ExecuteTask is { } sending)
        {
            await sending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (email, language) in _asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SendAsync(email, language, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, failure);
            }
        }
    }

    /// <summary>Ends when it is sent; where the database cannot be written at the moment, it is tried again.</summary>
    private async Task SendAsync(string email, string language, CancellationToken cancel)
    {
        for (bool? may = null; ; await Task.Delay(Pause, cancel))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                if (await scope.ServiceProvider.GetRequiredService<UserManager<Login>>().FindByNameAsync(email) is { } login && (may ??= limits.MayBeSentLink(login.PersonId)) is true)
                {
                    await scope.ServiceProvider.GetRequiredService<Invitations>().RemindAsync(login, language, cancel);
                }

                return;
            }
            catch (Exception failure) when (failure is DatabaseBusyException || Databases.Explain(failure) is not null)
            {
                Waits(log, failure.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A link for a forgotten password waits: {Reason}")]
    private static partial void Waits(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A link for a forgotten password could not be sent")]
    private static partial void Failed(ILogger log, Exception failure);
}
