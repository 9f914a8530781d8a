using System.CommandLine;
using System.Net;
using Baton.Server.Hosting;

namespace Baton.Server.Commands;

/// <summary><c>baton health</c>: asks a server whether it is ready, for containers that have no other program to ask with.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Option<string?> Url = new("--url") { Description = "The server's address; the one that it would listen at here where nothing is said.", HelpName = "address" };
    private static readonly Option<bool> Live = new("--live") { Description = "Ask only whether it answers, be the database well or not.", Arity = ArgumentArity.Zero };

    public static Command Build()
    {
        var command = new Command("health", "Ask a server whether it is ready. Ends with 0 if so, and with 1 and the reason if not.") { Url, Live };
        command.SetAction(AskAsync);
        return command;
    }

    private static async Task<int> AskAsync(ParseResult options, CancellationToken cancel)
    {
        var address = options.GetValue(Url) ?? ServerOptions.Split(SettingsReader.Read([], nameof(ServerOptions.Urls)).Options.Urls)[0]
            .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal).Replace("://*", "://127.0.0.1", StringComparison.Ordinal)
            .Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://[::]", "://127.0.0.1", StringComparison.Ordinal);
        if (!Uri.TryCreate(address.TrimEnd('/') + HealthEndpoints.Path + (options.GetValue(Live) ? "/live" : "/ready"), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            Terminal.Complain($"--url takes an address such as http://127.0.0.1:8080, not \"{address}\".");
            return ExitCode.BadUsage;
        }

        using var client = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(uri, cancel);
            var body = await answer.Content.ReadAsStringAsync(cancel);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                Terminal.Say(body);
                return ExitCode.Done;
            }

            Terminal.Complain(body);
        }
        catch (HttpRequestException)
        {
            Terminal.Complain($"Nobody answers at {address}. Check the address, and whether `baton serve` runs.");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            Terminal.Complain($"{address} did not answer within {Patience.TotalSeconds} seconds.");
        }

        return ExitCode.BadInput;
    }
}
