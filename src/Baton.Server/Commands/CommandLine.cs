using System.CommandLine;
using System.CommandLine.Invocation;
using Baton.Server.Imports;
using Baton.Server.Storage;

namespace Baton.Server.Commands;

/// <summary>Runs the command that the user named, and says in words how it failed.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        Terminal.GuardStreams();
        if (!StandardStreams.HasOutput)
        {
            Terminal.Complain("Standard output is closed. Let it go to a file, a pipe or /dev/null.");
            return ExitCode.BadInput;
        }

        var command = root.Parse(args);
        using var signals = command.CommandResult.Command.Name == ServeCommand.Name ? new StopSignals { TimeToTidyUp = ServeCommand.TimeToDrain }
            : ImportCommand.IsMeant(command) ? new StopSignals { TimeToTidyUp = ImportCommand.TimeToTidyUp }
            : new StopSignals();
        var running = Task.Run(() => TryInvokeAsync(command, signals));
        return await Task.WhenAny(running, signals.OverdueAsync()) == running && await running is { } code ? code : Stopped(command, signals);
    }

    /// <returns>The exit code; null where it was stopped, which is told once, whether or not it ends in time.</returns>
    private static async Task<int?> TryInvokeAsync(ParseResult command, StopSignals signals)
    {
        try
        {
            return await InvokeAsync(command, signals.Asked);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception failure) when (failure is FileFailedException or DatabaseUnavailableException or DatabaseRefusedException)
        {
            Terminal.Complain(failure.Message);
        }
        catch (Exception failure) when (failure.GetBaseException() is OutOfMemoryException)
        {
            Terminal.Complain("The leads and events do not fit into the memory of this machine. Score fewer at a time or take a larger one.");
        }

        return ExitCode.BadInput;
    }

    private static async Task<int> InvokeAsync(ParseResult command, CancellationToken cancel)
    {
        var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        if (command.Action is ParseErrorAction wrong)
        {
            // Standard output is for results: who sends it to a file must not find help there. And a mistake in a long command is seen
            // better alone than above all its options.
            configuration.Output = Console.Error;
            wrong.ShowHelp = command.CommandResult.Command.Subcommands.Count > 0;
        }

        var exitCode = await command.InvokeAsync(configuration, cancel);
        return command.Errors.Count > 0 ? ExitCode.BadUsage : exitCode;
    }

    private static int Stopped(ParseResult command, StopSignals signals)
    {
        Terminal.Complain($"Stopped before the end. {(ImportCommand.IsMeant(command) ? ImportCommand.WhatIsKept(command) : "No file was written.")}");
        return signals.ExitCode;
    }
}
