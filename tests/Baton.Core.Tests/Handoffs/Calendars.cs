using System.Collections.Immutable;
using Baton.Core.Handoffs;
using NodaTime;
using NodaTime.Text;

namespace Baton.Core.Tests.Handoffs;

/// <summary>Calendars and moments as the tests write them.</summary>
internal static class Calendars
{
    private static readonly OffsetDateTimePattern Moment = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm o<g>");

    public static BusinessCalendar In(string zone, string hours, params string[] holidays)
    {
        var (read, mistakes) = WorkingHours.Read(hours);
        mistakes.ShouldBeEmpty();
        return new BusinessCalendar(DateTimeZoneProviders.Tzdb[zone], read!, [.. holidays.Select(Day)]);
    }

    /// <summary>The moment of <c>2026-03-27 16:45 +01</c>.</summary>
    public static Instant At(string text) => Moment.Parse(text).GetValueOrThrow().ToInstant();

    /// <summary>The moment by the clock of the calendar's zone, with its offset.</summary>
    public static string Say(Instant at, BusinessCalendar calendar) => Moment.Format(at.InZone(calendar.Zone).ToOffsetDateTime());

    public static LocalDate Day(string text) => LocalDatePattern.Iso.Parse(text).GetValueOrThrow();

    /// <summary>A calendar made from a seed: zones with changes of clocks of every kind, any hours, some holidays.</summary>
    public static BusinessCalendar Random(Random random)
    {
        string[] zones = ["Europe/Berlin", "America/New_York", "Europe/London", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Pacific/Apia", "UTC", "Asia/Kathmandu"];
        var week = new List<(IsoDayOfWeek, OpenHours)>();
        while (week.Count == 0)
        {
            for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
            {
                var ends = Enumerable.Range(0, 2 * random.Next(4)).Select(_ => random.Next(97) * 15).Distinct().Order().ToList();
                for (var i = 0; i + 1 < ends.Count; i += 2)
                {
                    week.Add((day, new OpenHours(ends[i], ends[i + 1])));
                }
            }
        }

        var holidays = Enumerable.Range(0, random.Next(6)).Select(_ => Start(random).InUtc().Date).ToImmutableSortedSet();
        return new BusinessCalendar(DateTimeZoneProviders.Tzdb[zones[random.Next(zones.Length)]], WorkingHours.Of(week), holidays);
    }

    /// <summary>A moment near a change of clocks somewhere, or any in some years.</summary>
    public static Instant Start(Random random)
    {
        string[] nights = ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2026-02-15", "2026-03-22", "2018-02-18", "2018-11-04", "2011-12-30", "2026-12-31"];
        return random.Next(3) == 0
            ? Instant.FromUtc(2010, 1, 1, 0, 0) + Duration.FromSeconds(random.Next(600_000_000))
            : Day(nights[random.Next(nights.Length)]).AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(random.Next(-4_000, 4_000));
    }
}
