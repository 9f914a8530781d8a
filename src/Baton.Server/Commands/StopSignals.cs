using System.Runtime.InteropServices;

namespace Baton.Server.Commands;

/// <summary>Ctrl-C and the request to terminate: the first asks the command to stop and tidy up, a second ends the program at once.</summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>A command that waits for input cannot hear that it is to stop.</summary>
    public TimeSpan TimeToTidyUp { get; init; } = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;

    public StopSignals() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, Commands.ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, Commands.ExitCode.Terminated)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>Ends when a command that was asked has had time enough.</summary>
    public async Task OverdueAsync()
    {
        await Task.Delay(Timeout.Infinite, Asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(TimeToTidyUp, CancellationToken.None);
    }

    /// <summary>What to return to the shell once a signal has come.</summary>
    public int ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (_asked.IsCancellationRequested)
        {
            Environment.Exit(ExitCode);
        }

        ExitCode = exitCode;
        _asked.Cancel();
    }
}
