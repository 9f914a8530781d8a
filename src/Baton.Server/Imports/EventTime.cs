using System.Text;
using Baton.Core.Conditions;

namespace Baton.Server.Imports;

/// <summary>Reads when an event happened. Nearly every sender writes <c>2026-03-31T14:05:09.123Z</c>, which takes a short cut.</summary>
internal static class EventTime
{
    private const int LongestText = 64;
    private static readonly int[] DaysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    /// <summary>Unix milliseconds; false where the text is no date that Baton reads.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out long milliseconds)
    {
        if (TryParseIso(utf8, out milliseconds))
        {
            return true;
        }

        Span<char> text = stackalloc char[LongestText];
        if (utf8.Length > LongestText || !Encoding.UTF8.TryGetChars(utf8, text, out var length) || !Moment.TryParse(text[..length], out var moment))
        {
            return false;
        }

        milliseconds = moment.Instant.ToUnixTimeMilliseconds();
        return true;
    }

    private static bool TryParseIso(ReadOnlySpan<byte> t, out long milliseconds)
    {
        milliseconds = 0;
        if (t.Length is not (20 or 24) || t[4] != '-' || t[7] != '-' || t[10] != 'T' || t[13] != ':' || t[16] != ':' || t[^1] != 'Z'
            || (t.Length == 24 && t[19] != '.'))
        {
            return false;
        }

        var (year, month, day) = ((Two(t, 0) * 100) + Two(t, 2), Two(t, 5), Two(t, 8));
        var (hour, minute, second) = (Two(t, 11), Two(t, 14), Two(t, 17));
        var fraction = t.Length == 24 ? (Two(t, 20) * 10) + Digit(t[22]) : 0;
        // Days that not every month has, and years before Unix time, take the long way. A character that is no digit makes a part far too large.
        if ((uint)(year - 1970) > 1000 || (uint)(month - 1) > 11 || (uint)(day - 1) > 27 || hour > 23 || minute > 59 || second > 59 || fraction > 999)
        {
            return false;
        }

        var isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        var before = year - 1;
        var days = (365L * year) + (before / 4) - (before / 100) + (before / 400) - 719_527
            + DaysBeforeMonth[month - 1] + (isLeap && month > 2 ? 1 : 0) + day - 1;
        milliseconds = (((((days * 24) + hour) * 60) + minute) * 60_000) + (second * 1000) + fraction;
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at) => (Digit(text[at]) * 10) + Digit(text[at + 1]);

    private static int Digit(byte b) => (uint)(b - '0') is <= 9 and var digit ? (int)digit : 100_000;
}
