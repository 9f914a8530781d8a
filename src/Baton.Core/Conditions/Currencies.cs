namespace Baton.Core.Conditions;

/// <summary>The currencies that people write beside an amount: any three letters of ISO 4217, and the usual signs.</summary>
internal static class Currencies
{
    private static readonly (string Sign, string Code)[] Signs =
    [
        ("€", "EUR"), ("US$", "USD"), ("R$", "BRL"), ("$", "USD"), ("£", "GBP"), ("¥", "JPY"), ("₹", "INR"), ("zł", "PLN"), ("Kč", "CZK"),
        ("Fr.", "CHF"), ("₺", "TRY"), ("₩", "KRW"),
    ];

    private static readonly string[] Codes =
    [
        "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "SEK", "NOK", "DKK", "HUF", "RON", "BGN", "TRY", "JPY", "CNY", "INR", "BRL", "CAD", "AUD", "NZD",
        "MXN", "ZAR", "KRW", "SGD", "HKD", "ILS", "AED", "SAR", "THB", "IDR", "MYR", "PHP", "VND", "TWD", "UAH", "RSD", "ISK", "EGP", "NGN", "KES",
        "ARS", "CLP", "COP", "PEN", "MAD", "PKR", "BDT", "QAR", "KWD",
    ];

    /// <summary>
    /// Takes a currency off the front or the end of <paramref name="text"/>. False where letters stand there that are no currency,
    /// so that <c>12 monkeys</c> is not an amount.
    /// </summary>
    public static bool TakeFrom(ref ReadOnlySpan<char> text, ref string? currency)
    {
        foreach (var (sign, code) in Signs)
        {
            if (Take(ref text, sign))
            {
                currency = code;
                return true;
            }
        }

        var hasLetters = text.Length > 3 && ((char.IsLetter(text[0]) && char.IsLetter(text[1])) || (char.IsLetter(text[^1]) && char.IsLetter(text[^2])));
        if (!hasLetters)
        {
            return true;
        }

        foreach (var code in Codes)
        {
            if (Take(ref text, code))
            {
                currency = code;
                return true;
            }
        }

        return false;
    }

    private static bool Take(ref ReadOnlySpan<char> text, string sign)
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
