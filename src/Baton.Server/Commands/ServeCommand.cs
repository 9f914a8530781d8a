using System.CommandLine;
using Baton.Server.Hosting;
using Baton.Server.Storage;

namespace Baton.Server.Commands;

/// <summary><c>baton serve</c>: the server.</summary>
internal static class ServeCommand
{
    public const string Name = "serve";

    /// <summary>After this the program ends whatever it is about.</summary>
    public static readonly TimeSpan TimeToDrain = TimeSpan.FromMinutes(2);

    private static readonly Option<string?> Urls = new("--urls") { Description = "Where to listen. http://127.0.0.1:8080 where nothing is said.", HelpName = "addresses" };

    public static Command Build()
    {
        var command = new Command(Name, "Run the server: events come in over Segment's API, leads go out over Baton's.") { DataOption.Data, Urls };
        command.SetAction(ServeAsync);
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult options, CancellationToken cancel)
    {
        string[] args = [.. Flag("Data", options.GetValue(DataOption.Data)), .. Flag("Urls", options.GetValue(Urls))];
        try
        {
            await using var server = await BatonServer.CreateAsync(args, clock: null, cancel);
            await server.StartAsync(cancel);
            Terminal.Say($"Baton listens at {string.Join(" and ", server.Urls)}.");
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await server.StopAsync(CancellationToken.None);
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is DatabaseRefusedException or DatabaseUnavailableException or IOException)
        {
            Terminal.Complain(failure.Message);
            return ExitCode.BadInput;
        }
    }

    private static string[] Flag(string name, string? value) => value is null ? [] : [$"--{name}={value}"];
}
