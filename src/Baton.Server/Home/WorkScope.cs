using System.Data.Common;
using Baton.Server.People;
using Baton.Server.Shell;
using Baton.Server.Teams;

namespace Baton.Server.Home;

/// <summary>Whose work is shown.</summary>
public enum WorkScope
{
    /// <summary>That of whoever looks.</summary>
    Mine,

    /// <summary>That of the teams that they are in, or manage.</summary>
    Teams,

    /// <summary>Everybody's.</summary>
    Everybody,
}

/// <summary>Whose work is shown, as people and queues.</summary>
/// <param name="Of">As it was chosen.</param>
/// <param name="People">Whose; null for everybody's.</param>
/// <param name="Teams">Whose queues, by the team's id; null for every queue.</param>
/// <param name="Queues">The names of queues that are these teams'.</param>
/// <param name="Others">The names of queues that are other teams'. What waits in a queue that is no team's is for whoever is in one.</param>
/// <param name="HasTeams">True where whoever looks is in a team, or manages one.</param>
internal sealed record WorkOf(WorkScope Of, IReadOnlyList<Guid>? People, IReadOnlyList<Guid>? Teams, IReadOnlyList<string> Queues, IReadOnlyList<string> Others, bool HasTeams)
{
    /// <summary>Finds out whose work to show.</summary>
    /// <param name="connection">Where the teams are.</param>
    /// <param name="viewer">Who looks.</param>
    /// <param name="chosen">What they chose; null where nothing: managers see their teams', and who neither sells nor is in a team everybody's, so that nothing waits unseen.</param>
    public static WorkOf Find(DbConnection connection, Viewer viewer, WorkScope? chosen)
    {
        var me = viewer.Person.Id;
        var teams = TeamTable.All(connection, viewer.Workspace).ToList();
        var members = TeamTable.Members(connection, viewer.Workspace, team: null).ToList();
        var isMember = members.Exists(member => member.PersonId == me);
        var mine = teams.Where(team => team.ManagerId == me || members.Exists(member => member.TeamId == team.Id && member.PersonId == me)).ToList();
        var scope = chosen ?? (isMember ? WorkScope.Mine : mine.Count > 0 ? WorkScope.Teams : viewer.Person.Role is Roles.Sales or Roles.Sdr or Roles.Ae ? WorkScope.Mine : WorkScope.Everybody);
        return new WorkOf(
            scope,
            scope switch
            {
                WorkScope.Mine => [me],
                WorkScope.Teams => [.. members.Where(member => mine.Exists(team => team.Id == member.TeamId)).Select(member => member.PersonId).Append(me).Distinct()],
                WorkScope.Everybody => null,
            },
            scope == WorkScope.Everybody ? null : [.. mine.Select(team => team.Id)],
            [.. mine.Select(team => team.Name)],
            [.. teams.Except(mine).Select(team => team.Name)],
            mine.Count > 0);
    }
}

/// <summary>How scopes are called in addresses.</summary>
internal static class WorkScopes
{
    public static string Name(this WorkScope scope) => scope switch
    {
        WorkScope.Mine => "mine",
        WorkScope.Teams => "teams",
        WorkScope.Everybody => "all",
    };

    public static WorkScope? Read(string? written) => Enum.GetValues<WorkScope>().Where(scope => scope.Name() == written).Select(scope => (WorkScope?)scope).FirstOrDefault();
}
