using System.Collections.Frozen;

namespace Baton.Core.Conditions;

/// <summary>
/// The currencies that people write beside an amount: the usual signs, and every code of ISO 4217 that money is paid in, besides those that
/// went out of use since 2023 and still stand in files. Precious metals, funds and codes for testing are none.
/// </summary>
internal static class Currencies
{
    private const int CodeLength = 3;

    private static readonly (string Sign, string Code)[] Signs =
    [
        ("€", "EUR"), ("US$", "USD"), ("R$", "BRL"), ("$", "USD"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"), ("zł", "PLN"), ("Kč", "CZK"),
        ("Fr.", "CHF"), ("₺", "TRY"), ("₩", "KRW"),
    ];

    private static readonly string[] InUse =
    [
        "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BHD", "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN",
        "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB",
        "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR",
        "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD",
        "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR",
        "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE",
        "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU",
        "UZS", "VED", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
    ];

    private static readonly string[] GoneSince2023 = ["ANG", "BGN", "HRK", "SLL", "ZWL"];

    /// <summary>Every code, in capital letters.</summary>
    public static FrozenSet<string> Codes { get; } = InUse.Concat(GoneSince2023).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CodeOf = Codes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The code of a currency that is written alone, as a code in any case or a sign; null where it is none.</summary>
    public static string? CodeOrNull(string written) => Codes.TryGetValue(written, out var code) ? code
        : Signs.FirstOrDefault(known => known.Sign.Equals(written, StringComparison.OrdinalIgnoreCase)).Code;

    /// <summary>
    /// Takes a currency off the front or the end of <paramref name="text"/>. False where letters stand there that are no currency,
    /// so that <c>12 monkeys</c> is not an amount.
    /// </summary>
    public static bool TakeFrom(ref ReadOnlySpan<char> text, ref string? currency)
    {
        foreach (var (sign, code) in Signs)
        {
            if (TakeSign(ref text, sign))
            {
                currency = code;
                return true;
            }
        }

        var hasLetters = text.Length > CodeLength && ((char.IsLetter(text[0]) && char.IsLetter(text[1])) || (char.IsLetter(text[^1]) && char.IsLetter(text[^2])));
        return !hasLetters || TakeCode(ref text, ref currency);
    }

    private static bool TakeCode(ref ReadOnlySpan<char> text, ref string? currency)
    {
        if (CodeOf.TryGetValue(text[..CodeLength], out var code))
        {
            currency = code;
            text = text[CodeLength..].TrimStart();
            return true;
        }

        if (CodeOf.TryGetValue(text[^CodeLength..], out code))
        {
            currency = code;
            text = text[..^CodeLength].TrimEnd();
            return true;
        }

        return false;
    }

    private static bool TakeSign(ref ReadOnlySpan<char> text, string sign)
    {
        if (text.Length > sign.Length && text.StartsWith(sign, StringComparison.OrdinalIgnoreCase))
        {
            text = text[sign.Length..].TrimStart();
            return true;
        }

        if (text.Length > sign.Length && text.EndsWith(sign, StringComparison.OrdinalIgnoreCase))
        {
            text = text[..^sign.Length].TrimEnd();
            return true;
        }

        return false;
    }
}
