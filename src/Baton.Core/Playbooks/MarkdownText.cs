using System.Globalization;
using System.Text;

namespace Baton.Core.Playbooks;

/// <summary>Text that stays text inside Markdown, in a paragraph, a heading and a cell of a table.</summary>
internal static class MarkdownText
{
    private const string Special = @"\`*_[]<>|~&#!";

    /// <summary>
    /// The text on one line, with a backslash before each character that means something to Markdown. Control characters become spaces, and
    /// the characters that turn the direction of writing, with which a name could rearrange what stands around it, are left out.
    /// </summary>
    public static string Of(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F')
            {
                continue;
            }

            if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                escaped.Append(' ');
                continue;
            }

            if (Special.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }
}
