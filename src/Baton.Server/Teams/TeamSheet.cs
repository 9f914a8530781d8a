using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Server.Teams;

/// <summary>A team as the list of teams shows it.</summary>
/// <param name="Id">The team's id.</param>
/// <param name="Name">What a playbook calls it.</param>
/// <param name="Zone">Its time zone.</param>
/// <param name="Hours">When it works.</param>
/// <param name="Manager">Who is told of what it misses; null for nobody.</param>
/// <param name="Members">Who is in it.</param>
/// <param name="IsOpen">True where it works now.</param>
/// <param name="Opens">When it works next; null where it works now.</param>
/// <param name="NextHoliday">The next day on which nobody works; null for none that is known.</param>
public sealed record TeamSheet(
    Guid Id, string Name, string Zone, string Hours, string? Manager, IReadOnlyList<TeamSheetMember> Members, bool IsOpen, Instant? Opens, LocalDate? NextHoliday)
{
    internal static TeamSheet Of(TeamInfo team, Team? now, Instant at)
    {
        var calendar = team.Team.Calendar;
        var today = at.InZone(calendar.Zone).Date;
        return new TeamSheet(
            team.Team.Id,
            team.Team.Name,
            team.Team.Zone,
            team.Team.Hours,
            team.Manager?.Name,
            [.. team.Members.Select(member => TeamSheetMember.Of(member, now?.Members.FirstOrDefault(one => one.PersonId == member.PersonId), at))],
            calendar.IsOpen(at),
            calendar.IsOpen(at) ? null : calendar.NextOpen(at),
            calendar.Holidays.Where(day => day >= today).Select(day => (LocalDate?)day).FirstOrDefault());
    }
}

/// <summary>Somebody in the list of teams.</summary>
/// <param name="Name">What others call them.</param>
/// <param name="Weight">How large their share is.</param>
/// <param name="Capacity">The most open hand-offs; null for no limit.</param>
/// <param name="Open">Their open hand-offs now.</param>
/// <param name="IsAway">True where they are away now.</param>
/// <param name="AwayUntil">Until when; null where nobody knows.</param>
/// <param name="HasOwnHours">True where they do not work when the team does.</param>
public sealed record TeamSheetMember(string Name, int Weight, int? Capacity, int Open, bool IsAway, Instant? AwayUntil, bool HasOwnHours)
{
    internal static TeamSheetMember Of(MemberRow row, Member? now, Instant at)
    {
        var absence = now?.AbsenceAt(at);
        return new TeamSheetMember(row.Name, row.Weight, row.Capacity, now?.Open ?? 0, absence is not null, absence?.To, row.Hours is not null || row.Zone is not null);
    }
}
