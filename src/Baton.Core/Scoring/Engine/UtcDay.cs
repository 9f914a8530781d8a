using NodaTime;

namespace Baton.Core.Scoring.Engine;

/// <summary>UTC days as numbers: days since 1970-01-01.</summary>
internal static class UtcDay
{
    private const long MillisecondsPerDay = 86_400_000;

    public static int Of(Instant instant) => Of(instant.ToUnixTimeMilliseconds());

    /// <summary>The day of Unix milliseconds.</summary>
    public static int Of(long milliseconds)
    {
        var day = milliseconds / MillisecondsPerDay;
        return (int)(milliseconds < 0 && milliseconds % MillisecondsPerDay != 0 ? day - 1 : day);
    }

    public static LocalDate ToDate(int day) => new LocalDate(1970, 1, 1).PlusDays(day);
}
