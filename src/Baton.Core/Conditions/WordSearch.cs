namespace Baton.Core.Conditions;

/// <summary>Finds whole words, so that <c>intern</c> is found in “Intern, Sales” and not in “International Sales”.</summary>
internal static class WordSearch
{
    /// <summary>
    /// True where <paramref name="words"/> stands in <paramref name="text"/>, without regard to case, with no letter or digit directly before or
    /// behind it. A <c>*</c> at either end of <paramref name="words"/> lets the word go on there.
    /// </summary>
    public static bool Finds(ReadOnlySpan<char> text, ReadOnlySpan<char> words)
    {
        var (openStart, openEnd) = (words.StartsWith("*"), words.EndsWith("*"));
        words = words.Trim('*');
        for (var at = 0; at + words.Length <= text.Length; at++)
        {
            var found = text[at..].IndexOf(words, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at += found;
            var starts = openStart || at == 0 || !SameWord(text[at - 1], words[0]);
            var end = at + words.Length;
            if (starts && (openEnd || end == text.Length || !SameWord(words[^1], text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool SameWord(char left, char right) => char.IsLetterOrDigit(left) && char.IsLetterOrDigit(right);
}
