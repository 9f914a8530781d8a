using System.CommandLine;

namespace Baton.Server.Commands;

/// <summary>Runs the command that the user named.</summary>
internal static class CommandLine
{
    /// <summary>Time for a command that Ctrl-C stops to delete what it has half written.</summary>
    private static readonly TimeSpan TimeToTidyUp = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var command = root.Parse(args);
        var exitCode = await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeToTidyUp });
        return command.Errors.Count > 0 ? ExitCode.BadUsage : exitCode;
    }
}
