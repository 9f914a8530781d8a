using NodaTime;

namespace Baton.Core.Scoring.Engine;

/// <summary>UTC days as numbers: days since 1970-01-01.</summary>
internal static class UtcDay
{
    private const long MillisecondsPerDay = 86_400_000;

    private static readonly int LastDay = Period.DaysBetween(new LocalDate(1970, 1, 1), LocalDate.MaxIsoValue);

    public static int Of(Instant instant) => Of(instant.ToUnixTimeMilliseconds());

    /// <summary>The day of Unix milliseconds.</summary>
    public static int Of(long milliseconds)
    {
        var day = milliseconds / MillisecondsPerDay;
        return (int)(milliseconds < 0 && milliseconds % MillisecondsPerDay != 0 ? day - 1 : day);
    }

    /// <summary>The moment at which a day begins.</summary>
    public static Instant StartOf(int day) => Instant.FromUnixTimeMilliseconds(day * MillisecondsPerDay);

    /// <summary>The last millisecond of a day, in Unix time.</summary>
    public static long LastMillisecondOf(int day) => ((day + 1L) * MillisecondsPerDay) - 1;

    /// <summary>The date; null for none, and for days after the year 9999, which no calendar here has.</summary>
    public static LocalDate? ToDate(int? day) => day <= LastDay ? new LocalDate(1970, 1, 1).PlusDays(day.Value) : null;
}
