using System.Text.RegularExpressions;

namespace Baton.Server.Delivery;

/// <summary>The types of events that targets are told, and how many are named at once.</summary>
internal static partial class EventTypes
{
    /// <summary>All of them.</summary>
    public const string Any = "*";

    /// <summary>Sent when somebody tries a target.</summary>
    public const string Test = "webhook.test";

    /// <summary>True where <c>lead.sql</c>, <c>lead.*</c> or <c>*</c> has a type in it.</summary>
    public static bool Covers(string pattern, string type) =>
        pattern == Any || pattern == type || (pattern.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal));

    /// <summary>True where a pattern is one.</summary>
    public static bool IsPattern(string pattern) => pattern == Any || (pattern.Length <= 100 && Pattern().IsMatch(pattern));

    [GeneratedRegex(@"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*(\.\*)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
