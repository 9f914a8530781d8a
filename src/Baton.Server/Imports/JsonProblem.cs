using System.Text.Json;

namespace Baton.Server.Imports;

/// <summary>What is wrong with a line that is no JSON, as the end of a sentence.</summary>
internal static class JsonProblem
{
    /// <summary>What all such lines share.</summary>
    public const string Kind = "is not JSON";

    public static string Of(JsonException error)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var text = (end < 0 ? error.Message : error.Message[..end]).TrimEnd('.');
        return error.BytePositionInLine is { } position ? FormattableString.Invariant($"{Kind}: {text} (character {position + 1})") : $"{Kind}: {text}";
    }
}
