using System.Diagnostics;
using System.Runtime.Versioning;
using Baton.Server.Storage;

namespace Baton.Server.Tests.Docs;

/// <summary>
/// A folder in which commands run as in the repository's root: <c>samples</c> is a copy, <c>./baton</c> is the program that these tests were built
/// with, and <c>baton.db</c> a database. Nothing that a command writes touches the repository.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("baton docs ").FullName;

    public Terminal()
    {
        Copy(Repository.File("samples"), Path.Combine(_folder, "samples"));
        var baton = Path.Combine(_folder, "baton");
        File.WriteAllText(baton, $"#!/usr/bin/env bash\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "baton.dll")}' \"$@\"\n");
        if (Exists)
        {
            File.SetUnixFileMode(baton, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>True where there is a shell to run commands in.</summary>
    [UnsupportedOSPlatformGuard("windows")]
    public static bool Exists => !OperatingSystem.IsWindows();

    /// <summary>Puts a file into the folder.</summary>
    public void Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Runs a script; it stops at the first command that fails.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string script, CancellationToken cancel, params (string Name, string Value)[] environment)
    {
        await using (var database = Databases.Open(Path.Combine(_folder, "baton.db")))
        {
            await database.MigrateAsync(cancel);
        }

        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = _folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        bash.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var output = bash.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = bash.StandardError.ReadToEndAsync(patience.Token);
            await bash.WaitForExitAsync(patience.Token);
            return (bash.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            bash.Kill(entireProcessTree: true);
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
