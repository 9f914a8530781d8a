using System.Globalization;
using System.Text;

namespace Baton.Core.Documents;

/// <summary>Writes single values so that they are read as what they are.</summary>
internal static class ScalarText
{
    private const string OrdinaryWithin = " _./%+&'()€$*@!-";

    /// <summary>The value as it stands in a document: as it is where that is safe everywhere, in braces too, else in quotes.</summary>
    public static string Of(string value) => IsOrdinary(value) ? value : Quoted(value);

    /// <summary>The value in single quotes; in double ones where it has characters that do not stand on a line.</summary>
    public static string Quoted(string value)
    {
        if (!value.Any(IsSpecial))
        {
            return $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        }

        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                _ when IsSpecial(c) => text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>Values in brackets, as <c>[a, b]</c>.</summary>
    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Of))}]";

    private static bool IsOrdinary(string value) =>
        value is [var first, ..]
        && (char.IsLetterOrDigit(first) || first == '/' || (first == '-' && value.Length > 1 && char.IsAsciiDigit(value[1])))
        && value[^1] != ' '
        && value.All(c => char.IsLetterOrDigit(c) || OrdinaryWithin.Contains(c, StringComparison.Ordinal))
        && value != "null";

    private static bool IsSpecial(char c) => c == '\uFEFF' || char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
