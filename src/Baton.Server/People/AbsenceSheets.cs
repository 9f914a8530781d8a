using Baton.Core.Handoffs;
using Baton.Server.Teams;
using NodaTime;

namespace Baton.Server.People;

/// <summary>Reads who is away, as the page has it.</summary>
internal sealed class AbsenceSheets(AbsenceStore absences, PeopleStore people, TeamStore teams, IClock clock)
{
    /// <summary>Who works here, and who of them is away now or will be, the soonest first.</summary>
    public async Task<(IReadOnlyList<PersonRow> People, IReadOnlyList<AbsenceSheet> Absences)> ReadAsync(Guid workspaceId, DateTimeZone zone, CancellationToken cancel)
    {
        IReadOnlyList<PersonRow> here = [.. (await people.AllAsync(workspaceId, cancel)).Where(person => person.Deactivated is null)];
        var (names, roster, now) = (here.ToDictionary(person => person.Id, person => person.Name), await teams.RosterAsync(workspaceId, cancel), clock.GetCurrentInstant());
        return (here, [.. (await absences.ComingAsync(workspaceId, now, cancel)).Where(one => names.ContainsKey(one.PersonId)).Select(one =>
            new AbsenceSheet(one.Id, one.PersonId, names[one.PersonId], one.From, one.To, one.Reason, one.From <= now, ZoneOf(roster, one.PersonId, zone)))]);
    }

    /// <summary>By whose wall clock somebody's days are: their own, their team's, or that of whoever asks.</summary>
    public async Task<DateTimeZone> ZoneOfAsync(Guid workspaceId, Guid person, DateTimeZone otherwise, CancellationToken cancel) => ZoneOf(await teams.RosterAsync(workspaceId, cancel), person, otherwise);

    private static DateTimeZone ZoneOf(Roster roster, Guid person, DateTimeZone otherwise) => roster.Person(person) is var (team, member) ? member.CalendarIn(team).Zone : otherwise;
}

/// <summary>An absence as the page has it.</summary>
/// <param name="Id">The absence's id.</param>
/// <param name="Person">Whose.</param>
/// <param name="Name">What others call them.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its end, which is not part of it; null where nobody knows it yet.</param>
/// <param name="Reason">Why; null where nothing is said.</param>
/// <param name="IsNow">True where they are away now.</param>
/// <param name="Zone">By whose wall clock it is told.</param>
public sealed record AbsenceSheet(Guid Id, Guid Person, string Name, Instant From, Instant? To, string? Reason, bool IsNow, DateTimeZone Zone);
