using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace Baton.Server.Teams;

/// <summary>A team.</summary>
/// <param name="Id">The team's id.</param>
/// <param name="Name">What a playbook calls it.</param>
/// <param name="Zone">Its time zone in the IANA's database.</param>
/// <param name="Hours">When it works, by the wall clock of the zone.</param>
/// <param name="Holidays">Days on which nobody works, the earliest first.</param>
/// <param name="Manager">Who is told of what it misses; null for nobody.</param>
/// <param name="Members">Who is in it, in order.</param>
internal sealed record TeamAnswer(
    Guid Id, string Name, string Zone, string Hours, IReadOnlyList<string> Holidays, TeamPersonAnswer? Manager, IReadOnlyList<TeamMemberAnswer> Members)
{
    public static TeamAnswer Of(TeamInfo team) => new(
        team.Team.Id,
        team.Team.Name,
        team.Team.Zone,
        team.Team.Hours,
        [.. team.Team.HolidayDates.Select(LocalDatePattern.Iso.Format)],
        team.Manager is { } manager ? new TeamPersonAnswer(manager.Id, manager.Name, manager.Email) : null,
        [.. team.Members.Select(member => new TeamMemberAnswer(member.PersonId, member.Name, member.Email, member.Weight, member.Capacity, member.Zone, member.Hours))]);

    /// <summary>The team's revision, and behind a colon what else is shown of its people.</summary>
    public static string VersionOf(TeamInfo team)
    {
        var shown = string.Join('\n', team.Members.Select(member => $"{member.Name}\t{member.Email}").Append($"{team.Manager?.Name}\t{team.Manager?.Email}"));
        return FormattableString.Invariant($"{team.Team.Revision}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shown)).AsSpan(0, 4))}");
    }
}

/// <summary>Somebody.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Email">Their address.</param>
internal sealed record TeamPersonAnswer(Guid Id, string Name, string Email);

/// <summary>Somebody's place in a team.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Email">Their address.</param>
/// <param name="Weight">How large their share is beside the others' weights.</param>
/// <param name="Capacity">The most open hand-offs that they are given, over all teams; null for no limit.</param>
/// <param name="Zone">Their time zone; null for the team's.</param>
/// <param name="Hours">When they work; null for when the team does.</param>
internal sealed record TeamMemberAnswer(Guid Person, string Name, string Email, int Weight, int? Capacity, string? Zone, string? Hours);
