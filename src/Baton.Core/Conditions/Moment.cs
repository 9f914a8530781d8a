using System.Buffers;
using System.Globalization;
using NodaTime;

namespace Baton.Core.Conditions;

/// <summary>A date, with a time where one was given. Without a time zone it is in UTC; a date alone is the whole UTC day.</summary>
internal readonly record struct Moment(Instant Instant, bool IsWholeDay)
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");
    private static readonly LocalDate LastDate = new(9999, 12, 31);

    /// <summary>The UTC day.</summary>
    public LocalDate Day => Instant.InUtc().Date;

    /// <summary>
    /// Reads <c>2026-03-31</c>, <c>2026-03-31T14:05:09.5Z</c>, <c>20260331T140509Z</c>, <c>2026-03-31 14:05 +02:00</c>, <c>2026/03/31</c>,
    /// <c>31.03.2026 14:05</c>, <c>03/31/2026 2:05 PM</c> (month first, as in the United States, unless the first number is over 12), and what
    /// <see cref="TryFromUnix"/> reads, without a zero in front. Does not allocate.
    /// </summary>
    /// <remarks><c>24:00</c> is the next day's midnight and a leap second's <c>:60</c> the start of the next minute, both as in ISO 8601.</remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out Moment moment)
    {
        moment = default;
        var rest = text.Trim();
        if (rest.Length >= 9 && rest[0] is >= '1' and <= '9' && !rest.ContainsAnyExcept(NumberCharacters)
            && decimal.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var unix))
        {
            return TryFromUnix(unix, out moment);
        }

        var isBasic = TryTakeBasicDate(ref rest, out var date);
        if (!isBasic && !TryTakeDate(ref rest, out date))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            moment = new Moment(date.AtMidnight().InUtc().ToInstant(), IsWholeDay: true);
            return true;
        }

        if (!TryTakeTime(ref rest, isBasic, out var time) || !TryTakeOffset(rest, out var offset) || (date == LastDate && time >= Duration.FromDays(1)))
        {
            return false;
        }

        // The first and the last year that exist leave no room to move a time to UTC.
        moment = new Moment(date.AtMidnight().WithOffset(date.Year is 1 or 9999 ? Offset.Zero : offset).ToInstant() + time, IsWholeDay: false);
        return true;
    }

    /// <summary>Unix seconds of nine or ten digits (from 1973 on), or milliseconds of twelve or thirteen, with or without a fraction.</summary>
    public static bool TryFromUnix(decimal number, out Moment moment)
    {
        var seconds = number switch
        {
            >= 100_000_000m and < 10_000_000_000m => number,
            >= 100_000_000_000m and < 10_000_000_000_000m => number / 1_000,
            _ => 0,
        };
        var whole = decimal.Truncate(seconds);
        moment = new Moment(Instant.FromUnixTimeSeconds((long)whole).PlusNanoseconds((long)((seconds - whole) * 1_000_000_000)), IsWholeDay: false);
        return seconds > 0;
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

        // Two-digit years and the like are too ambiguous to compare with.
        return (digits == 4 || year >= 1000) && TryMakeDate(year, month, day, out date);
    }

    /// <summary>Takes <c>20260331</c> where a <c>T</c> is behind it; alone it is a number like any other.</summary>
    private static bool TryTakeBasicDate(ref ReadOnlySpan<char> rest, out LocalDate date)
    {
        date = default;
        var digits = rest;
        if (digits.Length <= 8 || digits[8] is not ('T' or 't')
            || !TryTakeDigits(ref digits, 4, out var year) || !TryTakeDigits(ref digits, 2, out var month) || !TryTakeDigits(ref digits, 2, out var day)
            || !TryMakeDate(year, month, day, out date))
        {
            return false;
        }

        rest = digits;
        return true;
    }

    private static bool TryMakeDate(int year, int month, int day, out LocalDate date)
    {
        var exists = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);
        date = exists ? new LocalDate(year, month, day) : default;
        return exists;
    }

    /// <summary>Takes the time since midnight, which is a whole day for <c>24:00</c>.</summary>
    /// <param name="isBasic">True where the time has no colons, as its date had no separators.</param>
    private static bool TryTakeTime(ref ReadOnlySpan<char> rest, bool isBasic, out Duration time)
    {
        time = default;
        if (rest[0] is not ('T' or 't' or ' '))
        {
            return false;
        }

        rest = rest[1..].TrimStart();
        var (second, nanosecond) = (0, 0L);
        if (isBasic
            ? !TryTakeDigits(ref rest, 2, out var hour) || !TryTakeDigits(ref rest, 2, out var minute)
            : !TryTakeNumber(ref rest, out hour, out _) || !TryTakeSeparated(ref rest, ':', out minute))
        {
            return false;
        }

        if (!rest.IsEmpty && (isBasic ? char.IsAsciiDigit(rest[0]) : rest[0] == ':'))
        {
            if (isBasic ? !TryTakeDigits(ref rest, 2, out second) : !TryTakeSeparated(ref rest, ':', out second))
            {
                return false;
            }

            nanosecond = TakeFraction(ref rest);
        }

        rest = rest.TrimStart();
        if (!TryTakeHalfDay(ref rest, ref hour) || hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute, second, nanosecond) != (0, 0, 0)))
        {
            return false;
        }

        time = Duration.FromHours(hour) + Duration.FromMinutes(minute) + Duration.FromSeconds(second) + Duration.FromNanoseconds(second == 60 ? 0 : nanosecond);
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

    /// <summary>Takes exactly so many digits.</summary>
    private static bool TryTakeDigits(ref ReadOnlySpan<char> rest, int count, out int number)
    {
        number = 0;
        for (var i = 0; i < count; i++)
        {
            if (i == rest.Length || !char.IsAsciiDigit(rest[i]))
            {
                return false;
            }

            number = (number * 10) + (rest[i] - '0');
        }

        rest = rest[count..];
        return true;
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
