using System.Runtime.InteropServices;

namespace Baton.Server.Commands;

/// <summary>The streams that a shell hands to a program, each of which it may have closed (<c>&lt;&amp;-</c>, <c>&gt;&amp;-</c>).</summary>
internal static class StandardStreams
{
    /// <summary>Standard input; an empty stream where it is closed.</summary>
    public static Stream OpenInput() => IsOpen(0) ? Console.OpenStandardInput() : Stream.Null;

    /// <summary>Whether there is a standard output.</summary>
    public static bool HasOutput => IsOpen(1);

    /// <summary>
    /// The number of a closed stream is soon one of the runtime's own files. Those are not handed on to other programs, so they cannot have been
    /// handed on to this one.
    /// </summary>
    private static bool IsOpen(int stream) => OperatingSystem.IsWindows() || fcntl(stream, GetFlags) == 0;

    private const int GetFlags = 1;   // F_GETFD: 0, 1 for close-on-exec, −1 for no such file

    [DllImport("libc")]
    private static extern int fcntl(int file, int command);
}
