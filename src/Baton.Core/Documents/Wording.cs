using System.Globalization;

namespace Baton.Core.Documents;

/// <summary>A language that playbooks and conditions are said in. They are written in English where they stand, as <c>words["once a day"]</c>, and translated by that.</summary>
/// <param name="translate">What the language has for the English words, with the same places for what is filled in; null where it has nothing.</param>
/// <param name="numbers">How it writes numbers.</param>
public sealed class Wording(Func<string, string?> translate, NumberFormatInfo numbers)
{
    /// <summary>What programs and the command line get, whoever asks.</summary>
    public static Wording English { get; } = new(_ => null, new NumberFormatInfo { NegativeSign = "−" });

    /// <summary>The words with what is filled in at <c>{0}</c>, <c>{1}</c>, …, which stays as it is.</summary>
    public string this[string english, params string[] filled] => string.Format(CultureInfo.InvariantCulture, translate(english) ?? english, filled);

    /// <summary>A number such as <c>1,250</c> or <c>−2.5</c>, with at most <paramref name="decimals"/> decimals.</summary>
    public string Number(decimal number, int decimals = 4) => number.ToString("#,0." + new string('#', decimals), numbers);

    /// <summary>The word between two of which one is enough.</summary>
    internal string Or => this["Or"].ToLowerInvariant();

    /// <summary>Somebody's own words, in quotes.</summary>
    internal string Quoted(string text) => this["“{0}”", text];

    /// <summary>Phrases as one: <c>a, b and c</c>.</summary>
    internal string Listed(IReadOnlyList<string> phrases) => phrases is { Count: > 1 } ? this["{0} and {1}", string.Join(", ", phrases.SkipLast(1)), phrases[^1]] : phrases[0];
}
