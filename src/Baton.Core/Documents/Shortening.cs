namespace Baton.Core.Documents;

/// <summary>Cuts texts, never within a surrogate pair: half an emoji is no text, and databases refuse it. Lengths are in UTF-16 characters.</summary>
internal static class Shortening
{
    private const int LongestInMessage = 60;

    /// <summary>The text, or as much of its beginning as has at most so many characters.</summary>
    public static string CutAt(this string text, int longest) =>
        text.Length <= longest ? text : text[..(longest > 0 && char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];

    /// <summary>The text, or its beginning with <c>…</c> behind it, which together have at most so many characters.</summary>
    public static string Shortened(this string text, int longest) => text.Length <= longest ? text : text.CutAt(longest - 1) + "…";

    /// <summary>The text, shortened to 60 characters without line breaks so that a message stays one line.</summary>
    public static string Shortened(this string text) => text.Shortened(LongestInMessage).ReplaceLineEndings(" ");
}
