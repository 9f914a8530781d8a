using System.Globalization;

namespace Baton.Core.Conditions;

/// <summary>A number, with a currency (three capital letters of ISO 4217) where one stands beside it.</summary>
internal readonly record struct Amount(decimal Number, string? Currency)
{
    /// <summary>Longer texts are not numbers that anybody typed.</summary>
    private const int Longest = 64;

    /// <summary>
    /// Reads a number as people and spreadsheets write it: <c>1200</c>, <c>1,200</c>, <c>1 200 €</c>, <c>1.200,50 EUR</c>, <c>CHF 1'200.-</c>,
    /// <c>(1,200)</c>, <c>1.5E+05</c>, <c>12 %</c>.
    /// </summary>
    /// <remarks>
    /// The last of <c>,</c> and <c>.</c> is the decimal sign where both appear. Alone, a comma with exactly three digits behind it groups
    /// (<c>1,200</c>), any other is the decimal sign (<c>12,5</c>); a single point is the decimal sign (<c>1.200</c> is 1.2).
    /// A number too large for 28 digits is not a number. Does not allocate.
    /// </remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out Amount amount)
    {
        amount = default;
        text = text.Trim();
        if (text.IsEmpty || text.Length > Longest)
        {
            return false;
        }

        var negative = Take(ref text, '(', ')');
        string? currency = null;
        if (!Currencies.TakeFrom(ref text, ref currency))
        {
            return false;
        }

        negative ^= TakeSign(ref text);
        if (currency is null && !Currencies.TakeFrom(ref text, ref currency))
        {
            return false;
        }

        if (text.EndsWith("%") || text.EndsWith(".-") || text.EndsWith(",-"))
        {
            text = text[..^(text[^1] == '%' ? 1 : 2)].TrimEnd();
        }

        Span<char> plain = stackalloc char[Longest];
        if (!TryNormalize(text, plain, out var length)
            || !decimal.TryParse(plain[..length], NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        amount = new Amount(negative ? -number : number, currency);
        return true;
    }

    private static bool Take(ref ReadOnlySpan<char> text, char open, char close)
    {
        if (text.Length < 3 || text[0] != open || text[^1] != close)
        {
            return false;
        }

        text = text[1..^1].Trim();
        return true;
    }

    private static bool TakeSign(ref ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('+' or '-' or '\u2212'))
        {
            return false;
        }

        var negative = text[0] != '+';
        text = text[1..].TrimStart();
        return negative;
    }

    /// <summary>Writes the digits of <paramref name="text"/> to <paramref name="plain"/> with a point for the decimal sign and no grouping.</summary>
    private static bool TryNormalize(ReadOnlySpan<char> text, Span<char> plain, out int length)
    {
        length = 0;
        var exponentAt = text.IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var decimalAt = DecimalSign(mantissa);
        var groupDigits = 0;
        var grouped = false;
        for (var i = 0; i < mantissa.Length; i++)
        {
            var c = mantissa[i];
            if (char.IsAsciiDigit(c))
            {
                groupDigits++;
            }
            else if (i == decimalAt)
            {
                if (grouped && groupDigits != 3)
                {
                    return false;
                }

                grouped = false;
                c = '.';
            }
            else if (IsGrouping(c) && (decimalAt < 0 || i < decimalAt))
            {
                // Groups have three digits, or two in Indian numbers; the first has one to three.
                if (groupDigits is 0 or > 3 || (grouped && groupDigits == 1))
                {
                    return false;
                }

                (grouped, groupDigits) = (true, 0);
                continue;
            }
            else
            {
                return false;
            }

            plain[length++] = c;
        }

        if (length == 0 || (grouped && groupDigits != 3) || (length == 1 && plain[0] == '.'))
        {
            return false;
        }

        if (exponentAt >= 0)
        {
            text[exponentAt..].CopyTo(plain[length..]);
            length += text.Length - exponentAt;
        }

        return true;
    }

    private static bool IsGrouping(char c) => c is ',' or '.' or ' ' or '\u00A0' or '\u202F' or '\u2009' or '\'' or '\u2019';

    /// <summary>Where the decimal sign stands, or −1.</summary>
    private static int DecimalSign(ReadOnlySpan<char> text)
    {
        var comma = text.LastIndexOf(',');
        var point = text.LastIndexOf('.');
        if (comma >= 0 && point >= 0)
        {
            return Math.Max(comma, point);
        }

        if (point >= 0)
        {
            return text.IndexOf('.') == point ? point : -1;
        }

        var groups = comma >= 0 && (text.IndexOf(',') != comma || (text.Length - comma - 1 == 3 && comma is >= 1 and <= 3 && text[0] != '0'));
        return groups ? -1 : comma;
    }
}
