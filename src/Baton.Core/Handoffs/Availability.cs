using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Baton.Core.Handoffs;

/// <summary>Whether somebody can take a lead, and from when on.</summary>
/// <param name="Member">Who.</param>
/// <param name="At">When they work next; now where they do.</param>
/// <param name="Obstacle">Why they cannot take it; null where they can.</param>
internal readonly record struct Availability(Member Member, Instant At, string? Obstacle)
{
    private static readonly ZonedDateTimePattern Moment = ZonedDateTimePattern.Create(
        "ddd d MMM uuuu, HH:mm z", CultureInfo.InvariantCulture, NodaTime.TimeZones.Resolvers.LenientResolver, DateTimeZoneProviders.Tzdb, default);

    /// <param name="mindCapacity">False where it does not matter how much they have to do.</param>
    public static Availability Of(Team team, Member member, Instant now, IReadOnlySet<Guid> except, bool mindCapacity)
    {
        var calendar = member.CalendarIn(team);
        var at = calendar.NextOpen(now);
        return new Availability(member, at, Obstacle());

        string? Obstacle()
        {
            if (except.Contains(member.PersonId))
            {
                return "not to have it again";
            }

            if (member.AbsenceAt(at) is { } absence)
            {
                return absence.To is { } until ? $"away until {Say(until, calendar)}" : "away";
            }

            return mindCapacity && member.IsFull ? FormattableString.Invariant($"{member.Open} of {member.Capacity} open hand-offs") : null;
        }
    }

    /// <summary>A moment by the wall clock of a calendar.</summary>
    public static string Say(Instant at, BusinessCalendar calendar) => Moment.Format(Instant.Min(at, BusinessCalendar.Latest).InZone(calendar.Zone));
}
