using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

/// <summary>Laws of business time, on random calendars and moments. A failure names the seed.</summary>
public class BusinessCalendarLawTests
{
    private const int Worlds = 3_000;

    [Fact]
    public void Minute_by_minute_it_is_open_while_the_wall_clock_shows_working_hours()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var (calendar, start) = (Calendars.Random(random), Floor(Calendars.Start(random)));
            var open = 0;
            for (var minute = 0; minute < 4 * 24 * 60; minute++)
            {
                var at = start + Duration.FromMinutes(minute);
                calendar.Between(start, at).ShouldBe(Duration.FromMinutes(open), $"seed {seed}");
                var isOpen = IsOpen(calendar, at);
                calendar.IsOpen(at).ShouldBe(isOpen, $"seed {seed}");
                open += isOpen ? 1 : 0;
            }
        }

        // As the definition has it.
        static bool IsOpen(BusinessCalendar calendar, Instant at)
        {
            var local = at.InZone(calendar.Zone).LocalDateTime;
            var minute = (local.Hour * 60) + local.Minute;
            return !calendar.Holidays.Contains(local.Date) && calendar.Hours[local.DayOfWeek].Any(hours => minute >= hours.From && minute < hours.To);
        }

        // Offsets are whole minutes in these years, so that hours begin with minutes.
        static Instant Floor(Instant at) => Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 60 * 60);
    }

    [Fact]
    public void What_is_added_lies_between() => ForEachWorld((calendar, start, business, _, because) =>
        calendar.Between(start, calendar.Add(start, business)).ShouldBe(business, because));

    [Fact]
    public void What_is_added_lies_no_later_than_it_must() => ForEachWorld((calendar, start, business, _, because) =>
    {
        var end = calendar.Add(start, business);
        if (business > Duration.Zero)
        {
            calendar.Between(start, end - Duration.Epsilon).ShouldBeLessThan(business, because);
        }
        else
        {
            calendar.IsOpen(end).ShouldBeTrue(because);
            calendar.Between(start, end).ShouldBe(Duration.Zero, because);
        }
    });

    [Fact]
    public void More_time_and_a_later_start_never_end_earlier() => ForEachWorld((calendar, start, business, more, because) =>
    {
        var end = calendar.Add(start, business);
        calendar.Add(start, business + more).ShouldBeGreaterThanOrEqualTo(end, because);
        calendar.Add(start + more, business).ShouldBeGreaterThanOrEqualTo(end, because);
        end.ShouldBeGreaterThanOrEqualTo(start, because);
    });

    [Fact]
    public void Time_in_two_parts_is_the_time_of_both() => ForEachWorld((calendar, start, one, other, because) =>
    {
        // No time at all leads from the end of hours to the next opening, so the second part is some.
        var rest = other + Duration.Epsilon;
        calendar.Add(calendar.Add(start, one), rest).ShouldBe(calendar.Add(start, one + rest), because);
    });

    [Fact]
    public void What_lies_between_adds_up() => ForEachWorld((calendar, start, one, other, because) =>
    {
        var (middle, end) = (start + one, start + one + other);
        (calendar.Between(start, middle) + calendar.Between(middle, end)).ShouldBe(calendar.Between(start, end), because);
    });

    private static void ForEachWorld(Action<BusinessCalendar, Instant, Duration, Duration, string> law)
    {
        for (var seed = 0; seed < Worlds; seed++)
        {
            var random = new Random(seed);
            law(Calendars.Random(random), Calendars.Start(random), Some(random), Some(random), $"seed {seed}");
        }

        static Duration Some(Random random) => random.Next(4) switch
        {
            0 => Duration.Zero,
            1 => Duration.FromMinutes(15 * random.Next(40)),
            2 => Duration.FromSeconds(random.Next(100_000)),
            _ => Duration.FromNanoseconds(random.NextInt64(90L * 24 * 60 * 60 * 1_000_000_000)),
        };
    }
}
