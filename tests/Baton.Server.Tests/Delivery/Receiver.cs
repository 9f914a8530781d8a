using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Server.Tests.Intake;

namespace Baton.Server.Tests.Delivery;

/// <summary>
/// What messages are sent to: a script of tests/clients, with the libraries of others, as a process of its own.
/// <code>await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");</code>
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Process _node;
    private readonly ConcurrentQueue<JsonNode> _seen = new();
    private readonly SemaphoreSlim _done = new(0);
    private readonly TaskCompletionSource<int> _port = new();

    private Receiver(Process node)
    {
        _node = node;
        node.OutputDataReceived += (_, line) => Read(line.Data);
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
    }

    public int Port { get; private set; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>All that came in so far, in that order. It speaks of what it saw before it answers it, but its words take a moment to get here.</summary>
    public async Task<IReadOnlyList<JsonNode>> SeenAsync()
    {
        await TellAsync(new { });
        return [.. _seen];
    }

    /// <summary>What came in and was taken.</summary>
    public async Task<IReadOnlyList<JsonNode>> TakenAsync() =>
        [.. (await SeenAsync()).Where(one => (int?)one["status"] is >= 200 and < 300 || (bool?)one["taken"] == true)];

    /// <summary>Starts one; the test is skipped where the libraries are not there.</summary>
    public static async Task<Receiver> StartAsync(string script, params (string Name, string Value)[] environment)
    {
        Sdk.Require();
        var start = new ProcessStartInfo("node", [script])
        {
            WorkingDirectory = Repository.File("tests/clients"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var receiver = new Receiver(Process.Start(start)!);
        receiver.Port = await receiver._port.Task.WaitAsync(Longest);
        return receiver;
    }

    /// <summary>Tells it how to answer from now on.</summary>
    public async Task TellAsync(object how)
    {
        await _node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(how));
        await _node.StandardInput.FlushAsync();
        (await _done.WaitAsync(Longest)).ShouldBeTrue();
    }

    public async ValueTask DisposeAsync()
    {
        _node.Kill();
        await _node.WaitForExitAsync();
        _node.Dispose();
        _done.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        var said = JsonNode.Parse(line)!;
        if (said["port"] is { } port && said.AsObject().Count == 1)
        {
            _port.SetResult((int)port);
        }
        else if (said["done"] is not null)
        {
            _done.Release();
        }
        else
        {
            _seen.Enqueue(said);
        }
    }
}
