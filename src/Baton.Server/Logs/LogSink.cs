using System.Globalization;
using System.Threading.Channels;

namespace Baton.Server.Logs;

/// <summary>
/// Where log lines go. One thread writes them, many at a time, so that no request waits for whoever reads the log. What does not fit into memory
/// because nobody reads is dropped, and the number told.
/// </summary>
internal sealed class LogSink : IDisposable
{
    private const int MostWaiting = 20_000;
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(2);

    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Stream _output;
    private readonly Func<string, byte[]> _notice;
    private readonly Task _writing;
    private long _dropped;

    /// <param name="output">Left open.</param>
    /// <param name="notice">Makes a line of a sentence.</param>
    public LogSink(Stream output, Func<string, byte[]> notice)
    {
        _output = output;
        _notice = notice;
        _writing = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes a line with its end.</summary>
    public void Add(byte[] line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Writes what waits, unless nobody reads it.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writing.Wait(TimeToFinish);
    }

    private void Write()
    {
        using var buffer = new MemoryStream();
        while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (buffer.Length < 1 << 16 && _lines.Reader.TryRead(out var line))
            {
                buffer.Write(line);
            }

            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
            {
                buffer.Write(_notice(string.Create(CultureInfo.InvariantCulture, $"{dropped} lines of the log were dropped, for nobody reads it fast enough.")));
            }

            try
            {
                _output.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
                _output.Flush();
            }
            catch (IOException)
            {
                // The reader is gone; the server goes on without a log.
            }

            buffer.SetLength(0);
        }
    }
}
