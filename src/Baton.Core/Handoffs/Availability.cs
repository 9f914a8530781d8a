using System.Globalization;
using Baton.Core.Documents;
using NodaTime;
using NodaTime.Text;

namespace Baton.Core.Handoffs;

/// <summary>Whether somebody can take a lead, and from when on.</summary>
/// <param name="Member">Who.</param>
/// <param name="At">When they work next; now where they do.</param>
/// <param name="Obstacle">Why they cannot take it; null where they can.</param>
internal readonly record struct Availability(Member Member, Instant At, string? Obstacle)
{
    private static readonly ZonedDateTimePattern English = Pattern(Wording.English["ddd d MMM uuuu, HH:mm z"]);

    /// <param name="team">Their team.</param>
    /// <param name="member">Who.</param>
    /// <param name="now">When somebody is needed.</param>
    /// <param name="except">Who is not to have it.</param>
    /// <param name="mindCapacity">False where it does not matter how much they have to do.</param>
    /// <param name="words">The language of the obstacle.</param>
    public static Availability Of(Team team, Member member, Instant now, IReadOnlySet<Guid> except, bool mindCapacity, Wording words)
    {
        var calendar = member.CalendarIn(team);
        var at = calendar.NextOpen(now);
        return new Availability(member, at, Obstacle());

        string? Obstacle()
        {
            if (except.Contains(member.PersonId))
            {
                return words["not to have it again"];
            }

            if (member.AbsenceAt(at) is { } absence)
            {
                return absence.To is { } until ? words["away until {0}", Say(until, calendar, words)] : words["away"];
            }

            return mindCapacity && member.IsFull ? words["{0} of {1} open hand-offs", words.Number(member.Open), words.Number(member.Capacity ?? 0)] : null;
        }
    }

    /// <summary>A moment by the wall clock of a calendar.</summary>
    public static string Say(Instant at, BusinessCalendar calendar, Wording words) =>
        (words == Wording.English ? English : Pattern(words["ddd d MMM uuuu, HH:mm z"])).Format(Instant.Min(at, BusinessCalendar.Latest).InZone(calendar.Zone));

    private static ZonedDateTimePattern Pattern(string text) =>
        ZonedDateTimePattern.Create(text, CultureInfo.InvariantCulture, NodaTime.TimeZones.Resolvers.LenientResolver, DateTimeZoneProviders.Tzdb, default);
}
