using Microsoft.Extensions.Logging;

namespace Baton.Server.Logs;

/// <summary>Writes what is logged as lines, without anybody's data.</summary>
internal sealed class LogProvider : ILoggerProvider
{
    private readonly LogSink _sink;
    private readonly Func<LogLine, byte[]> _format;
    private readonly TimeProvider _time;
    private readonly LogLevel _least;

    /// <param name="output">Left open.</param>
    /// <param name="isJson">False for lines that people read.</param>
    /// <param name="least">The least important level that is written.</param>
    /// <param name="time">Tells the time.</param>
    public LogProvider(Stream output, bool isJson, LogLevel least, TimeProvider time)
    {
        _format = isJson ? LogFormat.Json : LogFormat.Text;
        _least = least;
        _time = time;
        _sink = new LogSink(output, words => _format(new LogLine(time.GetUtcNow(), LogLevel.Warning, "Log", words, [], null)));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() => _sink.Dispose();

    /// <summary>One who says things.</summary>
    private sealed class Logger(LogProvider provider, string category) : ILogger
    {
        private readonly LogLevel _least = category.StartsWith("Baton.", StringComparison.Ordinal) || provider._least > LogLevel.Warning ? provider._least : LogLevel.Warning;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider._sink.Add(provider._format(LogLine.Of(provider._time.GetUtcNow(), logLevel, category, state, exception, formatter)));
            }
        }
    }
}
