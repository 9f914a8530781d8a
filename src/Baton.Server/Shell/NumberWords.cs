using System.Globalization;
using Baton.Core.Documents;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Shell;

/// <summary>Numbers in the language of the page.</summary>
internal static class NumberWords
{
    private static readonly NumberFormatInfo English = new() { NegativeSign = "−" };
    private static readonly NumberFormatInfo German = new() { NegativeSign = "−", NumberDecimalSeparator = ",", NumberGroupSeparator = "." };

    private static NumberFormatInfo Format => Languages.Current == "de" ? German : English;

    /// <summary>The language of the page for what playbooks and conditions say in words.</summary>
    public static Wording Wording(this IStringLocalizer<Words> words) => Languages.Current == Languages.English ? Core.Documents.Wording.English : new(english => words[english] is { ResourceNotFound: false } found ? found.Value : null, Format);

    /// <summary>Such as <c>1,250</c> or <c>2.5</c>.</summary>
    public static string Of(decimal number) => number.ToString("#,0.####", Format);

    /// <summary>With a sign in any case, and two decimals at most: <c>+12.5</c>, <c>−1000</c>, <c>+0</c>.</summary>
    public static string Signed(decimal number) => (number >= 0 ? "+" : "") + number.ToString("0.##", Format);

    /// <summary>With its sign: <c>+12.5</c>, <c>−5</c>.</summary>
    public static string Points(decimal points) => points.ToString("+#,0.####;−#,0.####;0", Format);

    /// <summary>An amount with its currency, where that is known.</summary>
    public static string Money(decimal amount, string? currency) => $"{amount.ToString(amount == decimal.Truncate(amount) ? "#,0" : "#,0.00", Format)} {currency}".TrimEnd();
}
