using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>
/// When a team or somebody works: open while the wall clock of a time zone shows a time within the working hours of a day that is no holiday. It
/// always opens again.
/// </summary>
/// <remarks>
/// What counts is time that really passes while it is open. So hours over a night in which clocks go forward are shorter by what the clocks leave
/// out, and hours over one in which they go back longer by what they show twice.
/// </remarks>
/// <param name="Zone">Whose wall clock.</param>
/// <param name="Hours">The working hours of a week.</param>
/// <param name="Holidays">Days, from midnight to midnight in the zone, on which nobody works.</param>
public sealed record BusinessCalendar(DateTimeZone Zone, WorkingHours Hours, ImmutableSortedSet<LocalDate> Holidays)
{
    /// <summary>Open always, by the clock of UTC.</summary>
    public static BusinessCalendar Always { get; } = new(DateTimeZone.Utc, WorkingHours.Always, []);

    /// <summary>No time of day is known after it in every zone.</summary>
    public static Instant Latest { get; } = Instant.FromUtc(9999, 12, 29, 0, 0);

    /// <summary>True where somebody works at the moment. The moment at which hours end is not part of them.</summary>
    public bool IsOpen(Instant at)
    {
        var local = at.InZone(Zone).LocalDateTime;
        if (Holidays.Contains(local.Date))
        {
            return false;
        }

        foreach (var hours in Hours[local.DayOfWeek])
        {
            var midnight = local.Date.AtMidnight();
            if (local >= midnight.PlusMinutes(hours.From) && local < midnight.PlusMinutes(hours.To))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first moment at or after <paramref name="at"/> at which it is open; itself where it is open then.</summary>
    public Instant NextOpen(Instant at) => Add(at, Duration.Zero);

    /// <summary>
    /// The first moment by which so much business time has passed since <paramref name="start"/>. For no time at all it is the next opening; for
    /// time up to the end of hours exactly, that end.
    /// </summary>
    /// <param name="start">From when; outside hours the time begins to pass with the next opening.</param>
    /// <param name="business">How much, not negative.</param>
    /// <returns>The moment, or <see cref="Instant.MaxValue"/> where it would be more than a hundred years after the start, or after the year 9999.</returns>
    public Instant Add(Instant start, Duration business)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(business, Duration.Zero);
        foreach (var (from, to) in OpenFrom(start))
        {
            if (from - start > Longest)
            {
                break;
            }

            var length = to - from;
            if (business <= length)
            {
                return from + business;
            }

            business -= length;
        }

        return Instant.MaxValue;
    }

    /// <summary>The business time that passes between two moments; zero where <paramref name="to"/> is not after <paramref name="from"/>.</summary>
    public Duration Between(Instant from, Instant to)
    {
        var sum = Duration.Zero;
        if (to <= from)
        {
            return sum;
        }

        foreach (var open in OpenFrom(from))
        {
            if (open.Start >= to)
            {
                break;
            }

            sum += Instant.Min(open.End, to) - open.Start;
        }

        return sum;
    }

    /// <summary>
    /// When something is due so many days after a start: at the same time of day by the wall clock, or at the first opening after it. A time that
    /// the clocks leave out on that day is moved by as much as they are; of one that they show twice, the first counts.
    /// </summary>
    /// <param name="start">From when.</param>
    /// <param name="days">Days of the calendar, not only those on which somebody works; zero is the next opening after <paramref name="start"/>.</param>
    public Instant OnDay(Instant start, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        return NextOpen(days == 0 ? start : Zone.AtLeniently(start.InZone(Zone).LocalDateTime.PlusDays(days)).ToInstant());
    }

    /// <inheritdoc/>
    public bool Equals(BusinessCalendar? other) => other is not null && Zone.Equals(other.Zone) && Hours.Equals(other.Hours) && Holidays.SetEquals(other.Holidays);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Zone, Hours, Holidays.Count);

    /// <summary>
    /// The times at which it is open, in order and apart from each other; the first begins at <paramref name="start"/> where it is open then.
    /// </summary>
    /// <remarks>
    /// Goes from one change of the clocks to the next. Between two of them the wall clock runs as time does, so each day's hours are a moment and a
    /// length there, cut off where the clocks change.
    /// </remarks>
    private IEnumerable<(Instant Start, Instant End)> OpenFrom(Instant start)
    {
        for (var at = start; ;)
        {
            var clock = Zone.GetZoneInterval(at);
            var end = clock.HasEnd ? clock.End : Instant.MaxValue;
            var date = at.WithOffset(clock.WallOffset).Date;
            var midnight = date.AtMidnight().WithOffset(clock.WallOffset).ToInstant();
            while (midnight < end)
            {
                if (!Holidays.Contains(date))
                {
                    foreach (var hours in Hours[date.DayOfWeek])
                    {
                        var from = Instant.Max(midnight + Duration.FromMinutes(hours.From), at);
                        var to = Instant.Min(midnight + Duration.FromMinutes(hours.To), end);
                        if (from < to)
                        {
                            yield return (from, to);
                        }
                    }
                }

                if (date >= LastDay)
                {
                    yield break;
                }

                (date, midnight) = (date.PlusDays(1), midnight + Duration.FromDays(1));
            }

            at = end;
        }
    }

    private static Duration Longest { get; } = Duration.FromDays(36_525);

    // A day before the last that NodaTime knows, so that no zone's midnight is beyond it.
    private static LocalDate LastDay { get; } = new(9999, 12, 29);
}
