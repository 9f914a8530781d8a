namespace Baton.Core.Documents;

/// <summary>Finds the word that somebody probably meant.</summary>
public static class NearestWord
{
    /// <summary>
    /// The word of <paramref name="known"/> with the fewest typing slips (a letter added, dropped, replaced, or two swapped) from
    /// <paramref name="written"/>, without regard to case; null where even that is too far off to be a slip.
    /// </summary>
    /// <param name="written">What somebody wrote.</param>
    /// <param name="known">The words that there are.</param>
    /// <param name="most">The most slips; further are allowed only in a word of three letters for each.</param>
    public static string? To(string written, IEnumerable<string> known, int most = 4)
    {
        // Replacing the only letter is no slip.
        var allowed = Math.Min(written.Length - 1, Math.Max(1, Math.Min(written.Length / 3, most)));
        var capitals = written.ToUpperInvariant();
        string? best = null;
        foreach (var word in known)
        {
            if (Math.Abs(word.Length - written.Length) <= allowed && Slips(capitals, word.ToUpperInvariant()) is var slips && slips <= allowed)
            {
                (best, allowed) = (word, slips - 1);
            }
        }

        return best;
    }

    /// <summary>The hint to end a message with: <c>; did you mean `x`?</c>, or nothing.</summary>
    public static string Hint(string written, IEnumerable<string> known) =>
        To(written, known) is { } word ? $"; did you mean `{word}`?" : "";

    /// <summary>The end of a sentence: the hint, or a full stop.</summary>
    public static string HintOrStop(string written, IEnumerable<string> known) => Hint(written, known) is { Length: > 0 } hint ? hint : ".";

    /// <summary>The optimal string alignment distance.</summary>
    private static int Slips(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var replaced = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
