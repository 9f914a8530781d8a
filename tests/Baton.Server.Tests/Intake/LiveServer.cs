using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Baton.Server.Intake;
using Baton.Server.Tests.Commands;

namespace Baton.Server.Tests.Intake;

/// <summary>
/// <c>baton serve</c> as a process of its own, which a test may kill at any moment:
/// <code>using var server = LiveServer.Start(world.Database.Location);</code>
/// </summary>
internal sealed class LiveServer : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private LiveServer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Url = AddressOf(process) ?? throw new InvalidOperationException($"The server has not started: {_errors.GetAwaiter().GetResult()}");
        Output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>What it has printed, once it has ended.</summary>
    public Task<string> Output { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Memory that it occupies now, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="location">The database.</param>
    /// <param name="port">Where to listen; any free one for 0.</param>
    /// <param name="memory">The heap's limit in hexadecimal bytes; null for no limit.</param>
    /// <param name="settings">By the names of their environment variables.</param>
    public static LiveServer Start(string location, int port = 0, string? memory = null, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(SegmentIntake).Assembly.Location, "serve", "--data", location, "--urls", FormattableString.Invariant($"http://127.0.0.1:{port}"), "--logs", "text", "--log-level", "error"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (memory is not null)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = memory;
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new LiveServer(Process.Start(start)!);
    }

    /// <summary>A port at which nobody listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>As <c>kill -9</c> does: nothing is finished, nobody is told.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Signal(string name) => BatonProcess.Signal(_process, name);

    /// <summary>Waits for it to end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Longest);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    /// <summary>The log comes before the line that says where it listens.</summary>
    private static Uri? AddressOf(Process process)
    {
        const string Listens = "Baton listens at ";
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(Listens, StringComparison.Ordinal))
            {
                return new Uri(line[Listens.Length..].TrimEnd('.'));
            }
        }

        return null;
    }
}
