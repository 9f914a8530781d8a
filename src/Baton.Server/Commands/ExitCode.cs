namespace Baton.Server.Commands;

/// <summary>What the program returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The input has a mistake, and nothing was written. The reason is on standard error.</summary>
    public const int BadInput = 1;

    /// <summary>The command line is wrong.</summary>
    public const int BadUsage = 2;

    /// <summary>Done, but with <c>--strict</c> some rows were skipped.</summary>
    public const int RowsSkipped = 3;

    /// <summary>Stopped by Ctrl-C, and no file was written; as shells have it, 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Stopped by a request to terminate, and no file was written; 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
