using System.CommandLine;
using System.CommandLine.Invocation;

namespace Baton.Server.Commands;

/// <summary>Runs the command that the user named.</summary>
internal static class CommandLine
{
    /// <summary>Time for a command that Ctrl-C stops to delete what it has half written.</summary>
    private static readonly TimeSpan TimeToTidyUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var command = root.Parse(args);
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = TimeToTidyUp };
        if (command.Action is ParseErrorAction wrong)
        {
            // Standard output is for results: who sends it to a file must not find help there. And a mistake in a long command is seen
            // better alone than above all its options.
            configuration.Output = Console.Error;
            wrong.ShowHelp = command.CommandResult.Command.Subcommands.Count > 0;
        }

        var exitCode = await command.InvokeAsync(configuration);
        return command.Errors.Count > 0 ? ExitCode.BadUsage : exitCode;
    }
}
