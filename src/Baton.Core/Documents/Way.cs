namespace Baton.Core.Documents;

/// <summary>Names a piece of a document by the way to it, as <c>/fit/rules/3/points</c> (RFC 6901: <c>~1</c> is a slash, <c>~0</c> a tilde; and <c>~2</c> a question mark).</summary>
public static class Way
{
    /// <summary>The name of what lies further along.</summary>
    public static string To(string way, string step) =>
        $"{way}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal).Replace("?", "~2", StringComparison.Ordinal)}";

    /// <inheritdoc cref="To(string, string)"/>
    public static string To(string way, int step) => FormattableString.Invariant($"{way}/{step}");

    /// <summary>What a piece is in, and its last step.</summary>
    public static (string Parent, string Step) Split(string way)
    {
        var slash = way.LastIndexOf('/');
        return (way[..slash], Step(way[(slash + 1)..]));
    }

    /// <summary>The steps from the root; none for the root itself, which is empty.</summary>
    internal static string[] Steps(string way) => way.Length == 0 ? [] : [.. way[1..].Split('/').Select(Step)];

    private static string Step(string written) => written.Replace("~2", "?", StringComparison.Ordinal).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
