using NodaTime;

namespace Baton.Core.Conditions;

/// <summary>A date, with a time where one was given. Without a time zone it is in UTC; a date alone is the whole UTC day.</summary>
internal readonly record struct Moment(Instant Instant, bool IsWholeDay)
{
    /// <summary>The UTC day.</summary>
    public LocalDate Day => Instant.InUtc().Date;

    /// <summary>
    /// Reads <c>2026-03-31</c>, <c>2026-03-31T14:05:09.5Z</c>, <c>2026-03-31 14:05 +02:00</c>, <c>2026/03/31</c>, <c>31.03.2026 14:05</c>,
    /// <c>03/31/2026 2:05 PM</c> (month first, as in the United States, unless the first number is over 12), and Unix seconds or milliseconds
    /// of ten or thirteen digits. Does not allocate.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Moment moment)
    {
        moment = default;
        var rest = text.Trim();
        if (rest.Length is 10 or 13 && !rest.ContainsAnyExceptInRange('0', '9'))
        {
            return long.TryParse(rest, System.Globalization.CultureInfo.InvariantCulture, out var unix) && TryFromUnix(unix, out moment);
        }

        if (!TryTakeDate(ref rest, out var date))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            moment = new Moment(date.AtMidnight().InUtc().ToInstant(), IsWholeDay: true);
            return true;
        }

        if (!TryTakeTime(ref rest, out var time) || !TryTakeOffset(rest, out var offset))
        {
            return false;
        }

        // The first and the last year that exist leave no room to move a time to UTC.
        moment = new Moment((date + time).WithOffset(date.Year is 1 or 9999 ? Offset.Zero : offset).ToInstant(), IsWholeDay: false);
        return true;
    }

    /// <summary>Unix seconds (ten digits) or milliseconds (thirteen digits).</summary>
    public static bool TryFromUnix(decimal number, out Moment moment)
    {
        moment = default;
        switch (number)
        {
            case >= 1_000_000_000m and < 10_000_000_000m:
                moment = new Moment(Instant.FromUnixTimeSeconds((long)number), IsWholeDay: false);
                return true;
            case >= 100_000_000_000m and < 10_000_000_000_000m:
                moment = new Moment(Instant.FromUnixTimeMilliseconds((long)number), IsWholeDay: false);
                return true;
            default:
                return false;
        }
    }

    private static bool TryTakeDate(ref ReadOnlySpan<char> rest, out LocalDate date)
    {
        date = default;
        if (!TryTakeNumber(ref rest, out var first, out var digits) || rest.IsEmpty)
        {
            return false;
        }

        var separator = rest[0];
        if (separator is not ('-' or '/' or '.')
            || !TryTakeSeparated(ref rest, separator, out var second) || !TryTakeSeparated(ref rest, separator, out var third))
        {
            return false;
        }

        var (year, month, day) = (digits, separator) switch
        {
            (4, _) => (first, second, third),
            (_, '/') when first <= 12 => (third, first, second),
            _ => (third, second, first),
        };
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > CalendarSystem.Iso.GetDaysInMonth(year, month))
        {
            return false;
        }

        // Two-digit years and the like are too ambiguous to compare with.
        if (digits != 4 && year < 1000)
        {
            return false;
        }

        date = new LocalDate(year, month, day);
        return true;
    }

    private static bool TryTakeTime(ref ReadOnlySpan<char> rest, out LocalTime time)
    {
        time = default;
        if (rest[0] is not ('T' or 't' or ' '))
        {
            return false;
        }

        rest = rest[1..].TrimStart();
        if (!TryTakeNumber(ref rest, out var hour, out _) || !TryTakeSeparated(ref rest, ':', out var minute))
        {
            return false;
        }

        var (second, nanosecond) = (0, 0L);
        if (!rest.IsEmpty && rest[0] == ':')
        {
            if (!TryTakeSeparated(ref rest, ':', out second))
            {
                return false;
            }

            nanosecond = TakeFraction(ref rest);
        }

        rest = rest.TrimStart();
        if (!TryTakeHalfDay(ref rest, ref hour) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = LocalTime.FromHourMinuteSecondNanosecond(hour, minute, second, nanosecond);
        return true;
    }

    private static bool TryTakeHalfDay(ref ReadOnlySpan<char> rest, ref int hour)
    {
        if (rest.Length < 2 || rest[1] is not ('M' or 'm') || rest[0] is not ('A' or 'a' or 'P' or 'p'))
        {
            return true;
        }

        if (hour is < 1 or > 12)
        {
            return false;
        }

        hour = (hour % 12) + (rest[0] is 'P' or 'p' ? 12 : 0);
        rest = rest[2..].TrimStart();
        return true;
    }

    private static long TakeFraction(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] is not ('.' or ',') || !char.IsAsciiDigit(rest[1]))
        {
            return 0;
        }

        rest = rest[1..];
        var (nanoseconds, unit) = (0L, 100_000_000L);
        while (!rest.IsEmpty && char.IsAsciiDigit(rest[0]))
        {
            nanoseconds += (rest[0] - '0') * unit;
            unit /= 10;
            rest = rest[1..];
        }

        return nanoseconds;
    }

    private static bool TryTakeOffset(ReadOnlySpan<char> rest, out Offset offset)
    {
        offset = Offset.Zero;
        if (rest.IsEmpty || rest is "Z" or "z" or "UTC" or "GMT")
        {
            return true;
        }

        if (rest[0] is not ('+' or '-'))
        {
            return false;
        }

        var negative = rest[0] == '-';
        rest = rest[1..];
        if (!TryTakeNumber(ref rest, out var hours, out var digits))
        {
            return false;
        }

        var minutes = 0;
        if (digits == 4)
        {
            (hours, minutes) = (hours / 100, hours % 100);
        }
        else if (!rest.IsEmpty && !TryTakeSeparated(ref rest, ':', out minutes))
        {
            return false;
        }

        if (!rest.IsEmpty || hours > 18 || minutes > 59 || (hours == 18 && minutes > 0))
        {
            return false;
        }

        offset = Offset.FromSeconds((negative ? -1 : 1) * ((hours * 3600) + (minutes * 60)));
        return true;
    }

    private static bool TryTakeSeparated(ref ReadOnlySpan<char> rest, char separator, out int number)
    {
        number = 0;
        if (rest.IsEmpty || rest[0] != separator)
        {
            return false;
        }

        rest = rest[1..];
        return TryTakeNumber(ref rest, out number, out _);
    }

    /// <summary>Takes one to four digits.</summary>
    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out int number, out int digits)
    {
        (number, digits) = (0, 0);
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
        {
            if (digits == 4)
            {
                return false;
            }

            number = (number * 10) + (rest[digits] - '0');
            digits++;
        }

        rest = rest[digits..];
        return digits > 0;
    }
}
