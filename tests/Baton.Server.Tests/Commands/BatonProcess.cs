using System.Diagnostics;
using Baton.Server.Scoring;

namespace Baton.Server.Tests.Commands;

/// <summary>The program as a user runs it: arguments and standard input in; exit code, standard output and standard error out.</summary>
internal sealed record BatonProcess(int ExitCode, string Output, string Error)
{
    /// <summary>300,000,000 bytes; the runtime reads the number as hexadecimal.</summary>
    public const string SmallMemory = "11E1A300";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static BatonProcess Run(params string[] arguments) => Run(arguments, input: null);

    /// <param name="arguments">As on the command line.</param>
    /// <param name="input">Written to standard input, which is empty without it.</param>
    /// <param name="memory">The heap's limit in hexadecimal bytes; null for no limit.</param>
    public static BatonProcess Run(string[] arguments, byte[]? input, string? memory = null) => Run(
        arguments,
        process =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        },
        memory);

    /// <param name="arguments">As on the command line.</param>
    /// <param name="attend">What the user does while it runs.</param>
    /// <param name="memory">The heap's limit in hexadecimal bytes; null for no limit.</param>
    public static BatonProcess Run(string[] arguments, Action<Process> attend, string? memory = null) => Run(Program, arguments, attend, memory);

    /// <param name="script">For bash; <c>"$@"</c> is the program with its arguments.</param>
    /// <param name="arguments">As on the command line.</param>
    public static BatonProcess InShell(string script, params string[] arguments) =>
        Run("bash", ["-c", script, "bash", Program, .. arguments], process => process.StandardInput.Close(), memory: null);

    private static string Program => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static BatonProcess Run(string program, string[] arguments, Action<Process> attend, string? memory)
    {
        var at = Array.IndexOf(arguments, Program) + 1;
        var start = new ProcessStartInfo(program, [.. arguments[..at], typeof(ScoreRun).Assembly.Location, .. arguments[at..]])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Most runs here are so short that compiling quickly is most of their time.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        if (memory is not null)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = memory;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        attend(process);
        if (!process.WaitForExit(Longest))
        {
            process.Kill();
            throw new TimeoutException($"baton {string.Join(' ', arguments)} did not end.");
        }

        var ended = new BatonProcess(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        $"{ended.Output}{ended.Error}".ShouldNotContain("   at ", Case.Sensitive, "No user should ever see a stack trace.");
        $"{ended.Output}{ended.Error}".ShouldNotContain('\u001B', "Pipes and files get no escape codes.");
        return ended;
    }

    /// <summary>Presses Ctrl-C.</summary>
    public static void Interrupt(Process process) => Signal(process, "INT");

    /// <summary>Sends a signal, such as TERM.</summary>
    public static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The command was refused with exactly this message, and printed nothing else.</summary>
    public void ShouldBeRefused(string message)
    {
        (ExitCode, Output, Error.TrimEnd()).ShouldBe((1, "", message));
    }

    /// <summary>The command was refused with exactly this message, whatever it had logged before.</summary>
    public void ShouldBeRefusedBecause(string message) => (ExitCode, Error.TrimEnd()).ShouldBe((1, message));
}
