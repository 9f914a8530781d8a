using System.Diagnostics;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Storage;

/// <summary>A PostgreSQL server of one test's own, which the test may stop.</summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private PostgresServer()
    {
    }

    /// <summary>Names the server's database, whether the server runs or not.</summary>
    public string Location => $"Host={_folder.Folder};Username=baton;Database=postgres";

    /// <summary>Starts a new server, or skips the test where that is not possible.</summary>
    public static PostgresServer Start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash on this system.");
        var server = new PostgresServer();
        try
        {
            server.StartAgain();
            return server;
        }
        catch (InvalidOperationException e)
        {
            server.Dispose();
            Assert.Skip(e.Message);
            throw;
        }
    }

    public void StartAgain() => Run("start");

    /// <summary>As a power cut would.</summary>
    public void Stop() => Run("stop");

    public void Dispose()
    {
        Run("remove");
        Directory.CreateDirectory(_folder.Folder);
        _folder.Dispose();
    }

    private void Run(string command)
    {
        // Its output is not read to the end: the server, which goes on, has inherited it.
        using var script = Process.Start(new ProcessStartInfo(Repository.File("scripts/postgres.sh"), [command, _folder.Folder])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        script.WaitForExit();
        if (script.ExitCode != 0)
        {
            throw new InvalidOperationException(script.StandardError.ReadLine() ?? $"scripts/postgres.sh {command} has failed.");
        }
    }
}
