using System.Diagnostics;
using System.Globalization;

namespace Baton.Bench;

/// <summary>A running <c>baton serve</c> of its own process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>Processor time of everything that runs on the machine, since it was started.</summary>
    public static TimeSpan ProcessorTimeOfAll()
    {
        // In hundredths of a second: user, nice, system, idle, waiting for disks, interrupts.
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(7).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return TimeSpan.FromMilliseconds(10 * (ticks.Sum() - ticks[3] - ticks[4]));
    }

    /// <summary>Processor time of the server, since it was started.</summary>
    public TimeSpan ProcessorTime => Refreshed.TotalProcessorTime;

    /// <summary>The most memory that it has had, in MB.</summary>
    public long PeakMegabytes => Refreshed.PeakWorkingSet64 >> 20;

    private Process Refreshed
    {
        get
        {
            _process.Refresh();
            return _process;
        }
    }

    public static async Task<ServerProcess> StartAsync(string program, string location, params string[] settings)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["serve", "--data", location, "--urls", "http://127.0.0.1:0", "--logs", "text", .. settings])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        const string Said = "Baton listens at http://127.0.0.1:";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Said, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServerProcess(process, int.Parse(line[Said.Length..].TrimEnd('.'), CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException("baton serve has ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
