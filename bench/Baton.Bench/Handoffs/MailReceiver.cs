using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Baton.Bench.Handoffs;

/// <summary>A mail server, the one of <c>tests/clients</c>, as a process of its own.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private readonly Process _node;
    private readonly Action<string, long> _took;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MailReceiver(Process node, Action<string, long> took)
    {
        (_node, _took) = (node, took);
        node.OutputDataReceived += (_, line) => Read(line.Data);
        node.BeginOutputReadLine();
    }

    public int Port { get; private set; }

    /// <param name="clients">The folder that has it.</param>
    /// <param name="took">Gets the subject of each mail that was taken, and when, as a timestamp of <see cref="Stopwatch"/>; one at a time.</param>
    public static async Task<MailReceiver> StartAsync(string clients, Action<string, long> took)
    {
        var start = new ProcessStartInfo("node", ["mail-receiver.mjs"]) { WorkingDirectory = clients, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        var receiver = new MailReceiver(Process.Start(start)!, took);
        receiver.Port = await receiver._port.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        _node.Kill();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _port.TrySetException(new InvalidOperationException("The mail server has ended."));
            return;
        }

        var at = Stopwatch.GetTimestamp();
        var said = JsonNode.Parse(line)!;
        if (said["port"] is { } port)
        {
            _port.SetResult((int)port);
        }
        else if (said["taken"]?.GetValueKind() == JsonValueKind.True)
        {
            _took((string?)said["subject"] ?? "", at);
        }
    }
}
