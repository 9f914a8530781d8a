using Microsoft.Extensions.Logging;

namespace Baton.Server.Logs;

/// <summary>A line of the log, before it is written one way or the other.</summary>
/// <param name="Time">When.</param>
/// <param name="Level">How important.</param>
/// <param name="Category">Who says it.</param>
/// <param name="Message">What.</param>
/// <param name="Fields">The values in the message, by name.</param>
/// <param name="Failure">What was thrown; null for nothing.</param>
internal sealed record LogLine(
    DateTimeOffset Time, LogLevel Level, string Category, string Message, IReadOnlyList<KeyValuePair<string, object?>> Fields, Failure? Failure)
{
    private const string Template = "{OriginalFormat}";
    private const string Own = "Baton.";

    /// <summary>
    /// Makes a line. Baton's own messages are told with their values, which its code chooses with care. What a library says is told without: it may
    /// speak of addresses, headers and bodies.
    /// </summary>
    public static LogLine Of<TState>(DateTimeOffset time, LogLevel level, string category, TState state, Exception? exception, Func<TState, Exception?, string> format)
    {
        var fields = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        return category.StartsWith(Own, StringComparison.Ordinal)
            ? new LogLine(time, level, category[(category.LastIndexOf('.') + 1)..], format(state, null), [.. fields.Where(field => field.Key != Template)], Failure.Of(exception))
            : new LogLine(time, level, category, fields.FirstOrDefault(field => field.Key == Template).Value as string ?? "", [], Failure.Of(exception));
    }

    /// <summary>The level in a word.</summary>
    public string LevelName => NameOf(Level);

    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error or LogLevel.Critical or LogLevel.None => "error",
    };

    /// <summary>The level of a word; info where the word is none.</summary>
    public static LogLevel LevelOf(string name) => name.ToLowerInvariant() switch
    {
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };
}
