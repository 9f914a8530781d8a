using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Shell;

/// <summary>
/// Why something was refused, what is wrong with a playbook and what there is to know of a file, in the words of the page. The API, the command line and the reader of playbooks
/// say it in English, whoever asks; what they say is found in <c>Sentences.de.resx</c> by the words around what is filled in, and pieces that are filled in likewise.
/// <c>Sentences.en.resx</c> has the few that pages say otherwise than the command line, whose flags they do not have. A test finds what is missing.
/// </summary>
/// <param name="translated">The sentences in the language of the page, by the English ones.</param>
public sealed class Sentences(IStringLocalizer<Sentences> translated)
{
    private const int LongestPiece = 500;
    private const string Comma = ", ";
    private const string OwnMark = ":own";

    private readonly ConcurrentDictionary<string, IReadOnlyList<Pattern>> _patterns = new(StringComparer.Ordinal);

    /// <summary>The sentence, or several of them, as the page says it; as it was where it is not known.</summary>
    public string Of(string english)
    {
        var patterns = _patterns.GetOrAdd(Languages.Current, _ => [.. translated.GetAllStrings(includeParentCultures: false).Select(Pattern.Of).OrderByDescending(pattern => pattern.Said)]);
        return Whole(patterns, english) ?? string.Join(' ', EachOf(english).Select(one => Whole(patterns, one) ?? one));
    }

    private static string? Whole(IReadOnlyList<Pattern> patterns, string english) =>
        patterns.Select(pattern => pattern.Fill(english, piece => Piece(patterns, piece))).FirstOrDefault(filled => filled is not null);

    /// <summary>What was filled in: a piece of a sentence or several, or something that stays as it is, such as a name.</summary>
    private static string Piece(IReadOnlyList<Pattern> patterns, string english)
    {
        if (english.Length is 0 or > LongestPiece)
        {
            return english;
        }

        if (Number.IsMatch(english))
        {
            return NumberWords.Of(decimal.Parse(english, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));
        }

        var list = english.Split(Comma).Select(one => Whole(patterns, one)).ToList();
        return list.TrueForAll(one => one is not null) ? string.Join(Comma, list) : Whole(patterns, english) ?? english;
    }

    /// <summary>Cuts behind full stops that a capital or a quote follows.</summary>
    private static IEnumerable<string> EachOf(string english)
    {
        var from = 0;
        for (var at = 0; at + 2 < english.Length; at++)
        {
            if (english[at] == '.' && english[at + 1] == ' ' && (char.IsUpper(english[at + 2]) || english[at + 2] is '`' or '“'))
            {
                yield return english[from..(at + 1)];
                from = at + 2;
            }
        }

        yield return english[from..];
    }

    /// <param name="English">The English sentence, with groups for what is filled in.</param>
    /// <param name="Translated">With <c>{0}</c> for the first of them.</param>
    /// <param name="Parts">What always reads the same, in between.</param>
    /// <param name="Own">Which places take somebody's own words, as the name of a column, which stay as they are: those in backquotes or quotes, and those that the translation
    /// marks, as <c>{0:own}</c>.</param>
    private sealed record Pattern(Regex English, string Translated, string[] Parts, bool[] Own)
    {
        /// <summary>How much of it always reads the same: of two that fit, the one that says more is meant.</summary>
        public int Said { get; } = Parts.Sum(part => part.Length);

        public static Pattern Of(LocalizedString sentence)
        {
            var parts = Place.Split(sentence.Name);
            var (coded, own, text) = (new bool[parts.Length - 1], new bool[parts.Length - 1], new StringBuilder(Regex.Escape(parts[0])));
            var (isQuoted, isInQuotes) = (false, false);
            for (var place = 0; place < coded.Length; place++)
            {
                coded[place] = (place > 0 && coded[place - 1]) ^ IsOdd(parts[place], '`');
                isQuoted ^= IsOdd(parts[place], '"');
                isInQuotes = parts[place].LastIndexOfAny(['“', '”']) is >= 0 and var last ? parts[place][last] == '“' : isInQuotes;
                own[place] = coded[place] || isQuoted || isInQuotes || sentence.Value.Contains($"{{{place}{OwnMark}}}", StringComparison.Ordinal);

                // Where only a blank is between two, the first is a number or one word, and not a name.
                var any = coded[place] ? "[^`]*" : isInQuotes ? "[^”]*" : parts[place + 1] == " " && !own[place] ? ".*?" : ".*";
                text.Append(CultureInfo.InvariantCulture, $"(?<p{place}>{any}){Regex.Escape(parts[place + 1])}");
            }

            return new Pattern(new Regex($"^{text}$", RegexOptions.NonBacktracking | RegexOptions.Singleline), sentence.Value, parts, own);
        }

        public string? Fill(string english, Func<string, string> translate)
        {
            if (!english.StartsWith(Parts[0], StringComparison.Ordinal) || !english.EndsWith(Parts[^1], StringComparison.Ordinal))
            {
                return null;
            }

            var match = English.Match(english);
            return match.Success ? Place.Replace(Translated, place => place.Value[1] - '0' is var number && Own[number] ? Filled(number) : translate(Filled(number))) : null;

            string Filled(int number) => match.Groups[$"p{number}"].Value;
        }

        private static bool IsOdd(string text, char mark) => text.Count(one => one == mark) % 2 == 1;
    }

    private static readonly Regex Place = new(@"\{[0-9](?::own)?\}", RegexOptions.NonBacktracking);
    private static readonly Regex Number = new(@"^[0-9]{1,3}(?:,[0-9]{3}){1,6}\z", RegexOptions.NonBacktracking);
}
