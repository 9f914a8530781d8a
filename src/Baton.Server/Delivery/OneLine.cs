using System.Globalization;
using System.Text;

namespace Baton.Server.Delivery;

/// <summary>Words of others, in one line: nobody's name is to look like something that Baton says.</summary>
internal static class OneLine
{
    /// <summary>The words with a blank for whatever breaks lines, turns the direction of writing or controls terminals.</summary>
    public static string Of(string words) => words.Any(IsOther) ? Joined(words) : words;

    /// <inheritdoc cref="Of"/>
    public static string? OrNull(string? words) => words is null ? null : Of(words);

    private static string Joined(string words)
    {
        var line = new StringBuilder(words.Length);
        foreach (var letter in words)
        {
            if (!IsOther(letter))
            {
                line.Append(letter);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    private static bool IsOther(char letter) => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
        || char.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
