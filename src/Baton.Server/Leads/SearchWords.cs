using System.Collections.Frozen;
using System.Text;
using Baton.Core.Leads;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// The words that leads and accounts are found by: those of names, addresses, companies and titles in small letters without accents, and telephone numbers as
/// digits. What is made of a text is kept in databases, so it never changes for a text.
/// </summary>
internal static class SearchWords
{
    /// <summary>The most words of a lead, and of what is searched for.</summary>
    private const int MostWords = 64;

    private const int MostAsked = 8;

    private const int LongestWord = 40;

    /// <summary>Fewer digits with signs between them are no telephone number.</summary>
    private const int FewestDigits = 4;

    private static readonly string[] Texts = ["email", "name", "firstname", "lastname", "company", "account.company", "title"];

    private static readonly string[] Phones = ["phone", "mobilephone"];

    // Letters with what they are searched by. Those with a second spelling are found by either: Müller by muller and by mueller.
    private static readonly FrozenDictionary<char, (string Plain, string? Other)> Folded = new (string Letters, string Plain, string? Other)[]
    {
        ("àáâãåāăąǎ", "a", null), ("ä", "a", "ae"), ("æ", "ae", null), ("çćĉċč", "c", null), ("ďđð", "d", null), ("èéêëēĕėęěẽ", "e", null),
        ("ĝğġģ", "g", null), ("ĥħ", "h", null), ("ìíîïĩīĭįı", "i", null), ("ĵ", "j", null), ("ķ", "k", null), ("ĺļľł", "l", null), ("ñńņňŋ", "n", null),
        ("òóôõōŏő", "o", null), ("öø", "o", "oe"), ("œ", "oe", null), ("ŕŗř", "r", null), ("śŝşšș", "s", null), ("ß", "ss", null), ("ţťŧț", "t", null),
        ("þ", "th", null), ("ùúûũūŭůűų", "u", null), ("ü", "u", "ue"), ("ŵ", "w", null), ("ýÿŷ", "y", null), ("źżž", "z", null),
    }.SelectMany(row => row.Letters.Select(letter => KeyValuePair.Create(letter, (row.Plain, row.Other)))).ToFrozenDictionary();

    /// <summary>True where an edit sets something that leads or accounts are found by.</summary>
    public static bool AreIn(Edit edit) => Array.Exists(Texts, edit.Attributes.Has) || Array.Exists(Phones, edit.Attributes.Has);

    /// <summary>The words of what somebody searches for; a text of digits is one telephone number, or its beginning, without the zeros before it.</summary>
    public static IReadOnlyList<string> Of(string asked)
    {
        if (asked.All(sign => char.IsAsciiDigit(sign) || sign is '+' or '-' or '(' or ')' or '/' or '.' or ' ') && Digits(asked).TrimStart('0') is { Length: >= FewestDigits } number)
        {
            return [Cut(number)];
        }

        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var run in Runs(asked).Take(MostAsked))
        {
            words.Add(Cut(Fold(run, other: false)));
        }

        // Signs that stand on no letter.
        words.Remove("");
        return [.. words];
    }

    /// <summary>The words of what edits say.</summary>
    public static IEnumerable<string> Of(IEnumerable<Edit> newest) => Of(new Facts([], [.. newest], []));

    /// <summary>The words that an account is found by, and with it its leads.</summary>
    public static IEnumerable<string> OfAccount(IEnumerable<Edit> newest) => Of(new Facts([], [], [.. newest]));

    /// <summary>True where each of the words begins a word of what is known.</summary>
    public static bool Find(Facts facts, IReadOnlyList<string> asked)
    {
        var words = Of(facts).ToList();
        return asked.All(one => words.Exists(word => word.StartsWith(one, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Of(Facts facts)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in Texts)
        {
            foreach (var run in Runs(facts.Attribute(attribute, Instant.MaxValue).Text))
            {
                words.Add(Cut(Fold(run, other: false)));
                words.Add(Cut(Fold(run, other: true)));
            }
        }

        foreach (var attribute in Phones)
        {
            words.UnionWith(Numbers(facts.Attribute(attribute, Instant.MaxValue).Text));
        }

        words.Remove("");
        return words.Take(MostWords);
    }

    /// <summary>The number from each of its groups of digits on: +49 89 1234 is found by 49891234, by 891234, and by 1234.</summary>
    private static IEnumerable<string> Numbers(string text)
    {
        var (digits, isInside) = (Digits(text), false);
        for (var (at, seen) = (0, 0); at < text.Length; at++)
        {
            var isDigit = char.IsAsciiDigit(text[at]);
            if (isDigit && !isInside && digits[seen..].TrimStart('0') is { Length: >= FewestDigits } rest)
            {
                yield return Cut(rest);
            }

            (isInside, seen) = (isDigit, isDigit ? seen + 1 : seen);
        }
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static IEnumerable<string> Runs(string text)
    {
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isLetter = at < text.Length && (char.IsLetterOrDigit(text[at]) || char.IsSurrogate(text[at]) || char.GetUnicodeCategory(text[at]) == System.Globalization.UnicodeCategory.NonSpacingMark);
            if (isLetter && start < 0)
            {
                start = at;
            }
            else if (!isLetter && start >= 0)
            {
                yield return text[start..at];
                start = -1;
            }
        }
    }

    private static string Fold(string run, bool other)
    {
        var folded = new StringBuilder(run.Length + 2);
        foreach (var letter in run)
        {
            var small = char.ToLowerInvariant(letter);
            if (Folded.TryGetValue(small, out var spelling))
            {
                folded.Append(other ? spelling.Other ?? spelling.Plain : spelling.Plain);
            }
            else if (char.GetUnicodeCategory(small) != System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                folded.Append(small);
            }
        }

        return folded.ToString();
    }

    private static string Cut(string word) => word.Length <= LongestWord ? word : word[..(char.IsHighSurrogate(word[LongestWord - 1]) ? LongestWord - 1 : LongestWord)];
}
