using Baton.Core.Handoffs;
using Baton.Server.Shell;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Handoffs;

/// <summary>Times in messages, by the wall clock of who reads them and in their language.</summary>
internal static class TimeWords
{
    private static readonly ZonedDateTimePattern Times = ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu, HH:mm '('z')'", zoneProvider: null);
    private static readonly ZonedDateTimePattern HoursInGerman = ZonedDateTimePattern.CreateWithInvariantCulture("HH:mm '('z')'", zoneProvider: null);
    private static readonly string[] DaysInGerman = ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."];
    private static readonly Instant Earliest = Instant.FromUtc(1, 1, 3, 0, 0);
    private static readonly LocalDatePattern Days = LocalDatePattern.CreateWithInvariantCulture("d MMM uuuu");

    /// <summary>A time: <c>Mon 2 Mar 2026, 09:00 (Europe/Berlin)</c>.</summary>
    public static string Time(Instant at, DateTimeZone zone) => IsGerman ? InGerman(Known(at).InZone(zone)) : Times.Format(Known(at).InZone(zone));

    /// <summary>A day: <c>2 Mar 2026</c>.</summary>
    public static string Day(Instant at, DateTimeZone zone) => IsGerman ? MomentWords.Day(Known(at).InZone(zone).Date) : Days.Format(Known(at).InZone(zone).Date);

    private static bool IsGerman => Languages.Current == "de";

    private static string InGerman(ZonedDateTime at) => $"{DaysInGerman[(int)at.DayOfWeek - 1]} {MomentWords.Day(at.Date)}, {HoursInGerman.Format(at)}";

    /// <summary>Of times that no clock shows, the nearest that every one does.</summary>
    private static Instant Known(Instant at) => Instant.Max(Earliest, Instant.Min(at, BusinessCalendar.Latest));
}
