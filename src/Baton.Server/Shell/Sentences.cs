using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Shell;

/// <summary>
/// Why something was refused, in the language of the page. The API says it in English, whoever asks; what it says is found in <c>Sentences.de.resx</c> by the words around
/// what is filled in. A test finds what is missing there.
/// </summary>
/// <param name="translated">The sentences in the language of the page, by the English ones.</param>
public sealed class Sentences(IStringLocalizer<Sentences> translated)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Pattern>> _patterns = new(StringComparer.Ordinal);

    /// <summary>The sentence, or several of them, as the page says it; as it was where it is not known.</summary>
    public string Of(string english)
    {
        if (Languages.Current == Languages.All[0].Code)
        {
            return english;
        }

        var patterns = _patterns.GetOrAdd(Languages.Current, _ => [.. translated.GetAllStrings(includeParentCultures: false).Select(Pattern.Of).OrderByDescending(pattern => pattern.Said)]);
        return Whole(patterns, english) ?? string.Join(' ', EachOf(english).Select(one => Whole(patterns, one) ?? one));
    }

    private static string? Whole(IReadOnlyList<Pattern> patterns, string english) =>
        patterns.Select(pattern => pattern.Fill(english)).FirstOrDefault(filled => filled is not null);

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
    /// <param name="Said">How much of it always reads the same: of two that fit, the one that says more is meant.</param>
    private sealed record Pattern(Regex English, string Translated, int Said)
    {
        public static Pattern Of(LocalizedString sentence)
        {
            var parts = Place.Split(sentence.Name);
            var text = string.Concat(parts.Select((part, at) => at == 0 ? Regex.Escape(part) : string.Create(CultureInfo.InvariantCulture, $"(?<p{at - 1}>.*){Regex.Escape(part)}")));
            return new Pattern(new Regex($"^{text}$", RegexOptions.NonBacktracking | RegexOptions.Singleline), sentence.Value, parts.Sum(part => part.Length));
        }

        public string? Fill(string english)
        {
            var match = English.Match(english);
            return match.Success ? Place.Replace(Translated, place => match.Groups[$"p{place.Value[1..^1]}"].Value) : null;
        }
    }

    private static readonly Regex Place = new(@"\{[0-9]\}", RegexOptions.NonBacktracking);
}
