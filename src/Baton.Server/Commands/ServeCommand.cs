using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Baton.Server.Hosting;
using Baton.Server.Logs;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Commands;

/// <summary><c>baton serve</c>: the server.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    /// <summary>After this the program ends whatever it is about; beyond the longest that may be set.</summary>
    public static readonly TimeSpan TimeToDrain = TimeSpan.FromMinutes(65);

    private static readonly IReadOnlyList<(Setting Setting, Option<string?> Flag)> Flags =
        [.. Setting.All.Select(setting => (setting, setting.Key == DataOption.Setting ? DataOption.Data : FlagOf(setting)))];

    public static Command Build()
    {
        var command = new Command(
            Name,
            "Run the server: events come in over Segment's API, leads go out over Baton's. Each flag can be an environment variable (--log-level is "
            + "BATON_LOG_LEVEL) or a line of baton.json (\"logLevel\") as well; the command line goes before the environment, and that before the file.");
        foreach (var (_, flag) in Flags)
        {
            command.Add(flag);
        }

        command.SetAction(ServeAsync);
        return command;
    }

    private static Option<string?> FlagOf(Setting setting) => new(setting.Flag)
    {
        Description = setting.About.Says + (setting.Default.Length > 0 ? $" {setting.Default} where nothing is said." : ""),
        HelpName = setting.About.OneOf.Length > 0 ? string.Join('|', setting.About.OneOf) : setting.About.Least != 0 || setting.About.Most != int.MaxValue ? "number" : "text",
    };

    private static async Task<int> ServeAsync(ParseResult options, CancellationToken cancel)
    {
        var settings = SettingsReader.Read([.. Flags.Where(flag => options.GetValue(flag.Flag) is not null).Select(flag => $"{flag.Setting.Flag}={options.GetValue(flag.Flag)}")]);
        if (settings.Mistakes.Count > 0)
        {
            settings.Mistakes.ToList().ForEach(Terminal.Complain);
            return ExitCode.BadInput;
        }

        try
        {
            await using var server = BatonServer.Build(settings.Options, clock: null, Console.OpenStandardOutput());
            await server.StartAsync(cancel);
            await BatonServer.PrepareAsync(server, cancel);
            Tell(server, settings.Options);
            var systemd = new SystemdNotifier();
            systemd.Notify(ServiceState.Ready);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, server.Lifetime.ApplicationStopping);
            _ = TellFirstAsync(server, settings.Options, stop.Token);
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            systemd.Notify(ServiceState.Stopping);
            if (await Drainage.StopAsync(server, settings.Options))
            {
                return ExitCode.Done;
            }

            Terminal.Complain($"Stopped before every request was answered: {settings.Options.SecondsToDrain} seconds were up. What was answered is kept.");
            Environment.Exit(ExitCode.BadInput);   // what hangs would hold up the end
            return ExitCode.BadInput;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            Terminal.Complain($"Another program listens at {settings.Options.Urls} already, perhaps another Baton. Stop it, or name another address with --urls or BATON_URLS.");
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ExitCode.Done;   // stopped before it had started
        }
        catch (Exception failure) when (failure is DatabaseRefusedException or DatabaseUnavailableException or IOException)
        {
            Terminal.Complain(failure.Message);
            return ExitCode.BadInput;
        }
    }

    /// <summary>Says where to begin, as long as nobody can sign in who runs Baton. What the link is signed with may have to be written first: while that cannot be done, all else goes on.</summary>
    private static async Task TellFirstAsync(WebApplication server, ServerOptions options, CancellationToken cancel)
    {
        var first = server.Services.GetRequiredService<FirstStart>();
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (await first.LinkAsync(cancel) is { } path)
                {
                    Terminal.Complain($"Nobody can sign in yet. Whoever opens this link within a day runs Baton here: {Address(server, options)}{path}");
                }

                return;
            }
            catch (Exception failure) when (failure is DatabaseBusyException or CryptographicException || Databases.Explain(failure) is not null)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Where people reach it: as is said, or where it listens, which is known by now also of a port that was chosen for it.</summary>
    private static string Address(WebApplication server, ServerOptions options) => options.PublicUrl.Length > 0 ? options.Address() : server.Urls.First().TrimEnd('/');

    private static void Tell(WebApplication server, ServerOptions options)
    {
        var addresses = string.Join(" and ", server.Urls);
        if (BatonServer.IsJson(options))
        {
            // Whatever the level: this line says where to go.
            var line = new LogLine(TimeProvider.System.GetUtcNow(), LogLevel.Information, nameof(Baton), $"Baton listens at {addresses}.", [], null);
            Console.Out.Write(Encoding.UTF8.GetString(LogFormat.Json(line)));
        }
        else
        {
            Terminal.Say($"Baton listens at {addresses}.");
        }
    }
}
