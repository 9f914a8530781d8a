using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Bench;

/// <summary>
/// Sends requests over some connections, one at a time on each, and measures how long each takes until it is acknowledged. It spends as little of
/// the machine as it can, for the server runs on the same one: no HTTP library, no JSON.
/// </summary>
internal sealed class LoadClient(int port, int connections)
{
    /// <summary>Sends until the time is over or nothing is left to send.</summary>
    /// <param name="requests">Whole requests, as they go over the wire.</param>
    /// <param name="time">At most this long.</param>
    /// <param name="perSecond">So many requests a second, each at its own moment whether or not others are answered; null is as many as are answered.</param>
    public async Task<LoadResult> RunAsync(IEnumerable<byte[]> requests, TimeSpan time, double? perSecond = null)
    {
        using var source = requests.GetEnumerator();
        var gate = new Lock();
        var latencies = new ConcurrentBag<double>();
        var refused = 0;
        var sent = 0L;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port);
            var buffer = new byte[64 << 10];
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                byte[] request;
                long number;
                lock (gate)
                {
                    if (!source.MoveNext())
                    {
                        return;
                    }

                    (request, number) = (source.Current, sent++);
                }

                var due = perSecond is { } rate ? start + (long)(number / rate * Stopwatch.Frequency) : Stopwatch.GetTimestamp();
                if (due - Stopwatch.GetTimestamp() is > 0 and var early)
                {
                    await Task.Delay(TimeSpan.FromSeconds((double)early / Stopwatch.Frequency));
                }

                await socket.SendAsync(request);
                if (await AnswerAsync(socket, buffer) == 200)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var sorted = latencies.Order().ToArray();
        return new LoadResult((int)sent, sorted.Length, refused, elapsed, At(sorted, 0.5), At(sorted, 0.99));
    }

    /// <summary>Reads an answer with a Content-Length.</summary>
    private static async Task<int> AnswerAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("The server has closed the connection.");
            }

            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            const string Header = "content-length: ";
            var at = text.IndexOf(Header, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                throw new IOException($"The server answers what the load does not understand: {text}");
            }

            var body = int.Parse(text.AsSpan(at + Header.Length, text.IndexOf('\r', at) - at - Header.Length), CultureInfo.InvariantCulture);
            if (length >= end + 4 + body)
            {
                return int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture);
            }
        }
    }

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];
}

/// <summary>What came of a load.</summary>
/// <param name="Sent">Requests.</param>
/// <param name="Acknowledged">Requests that were answered by 200.</param>
/// <param name="Refused">Requests that got another answer than 200.</param>
/// <param name="Time">How long it took.</param>
/// <param name="P50">The median latency in milliseconds.</param>
/// <param name="P99">The 99th percentile in milliseconds.</param>
internal sealed record LoadResult(int Sent, int Acknowledged, int Refused, TimeSpan Time, double P50, double P99);
