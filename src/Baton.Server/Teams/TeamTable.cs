using System.Data.Common;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Teams;

/// <summary>The rows of teams and their members.</summary>
internal static class TeamTable
{
    private const string Columns = "team_id AS Id, name AS Name, zone AS Zone, hours AS Hours, holidays AS Holidays, manager_id AS ManagerId, revision AS Revision";

    private static readonly BulkInsert<(Guid Team, int Place, MemberPlan Member)> InsertMembers = new(
        "team_member",
        new Columns<(Guid Team, int Place, MemberPlan Member)>()
            .Uuid("team_id", row => row.Team)
            .Uuid("person_id", row => row.Member.PersonId)
            .Integer("place", row => row.Place)
            .Integer("weight", row => row.Member.Weight)
            .Integer("capacity", row => row.Member.Capacity)
            .Text("zone", row => row.Member.Zone)
            .Text("hours", row => row.Member.Hours)
            .Bigint("turn", _ => 0));

    /// <summary>Every team, in the order of their names.</summary>
    public static IEnumerable<TeamRow> All(DbConnection connection, Guid workspaceId, DbTransaction? transaction = null) =>
        connection.Query<TeamRow>($"SELECT {Columns} FROM team WHERE workspace_id = @workspaceId ORDER BY name_key", new { workspaceId }, transaction);

    /// <summary>A team; null where there is none.</summary>
    public static TeamRow? Get(DbConnection connection, Guid workspaceId, Guid team, DbTransaction? transaction = null) =>
        connection.QueryFirstOrDefault<TeamRow>($"SELECT {Columns} FROM team WHERE workspace_id = @workspaceId AND team_id = @team", new { workspaceId, team }, transaction);

    /// <summary>The members of a team, or of all where none is named, in order.</summary>
    public static IEnumerable<MemberRow> Members(DbConnection connection, Guid workspaceId, Guid? team, DbTransaction? transaction = null) => connection.Query<MemberRow>(
        $"""
        SELECT m.team_id AS TeamId, m.person_id AS PersonId, p.name AS Name, p.email AS Email, m.weight AS Weight, m.capacity AS Capacity,
            m.zone AS Zone, m.hours AS Hours, m.turn AS Turn
        FROM team_member m JOIN person p ON p.workspace_id = m.workspace_id AND p.person_id = m.person_id
        WHERE m.workspace_id = @workspaceId {(team is null ? "" : "AND m.team_id = @team")}
        ORDER BY m.team_id, m.place
        """,
        new { workspaceId, team = team ?? Guid.Empty },
        transaction);

    public static void Insert(DbTransaction transaction, Guid workspaceId, Guid team, TeamPlan plan, long created)
    {
        transaction.Connection!.Execute(
            """
            INSERT INTO team (workspace_id, team_id, name, name_key, zone, hours, holidays, manager_id, revision, created_at)
            VALUES (@workspaceId, @team, @Name, @Key, @Zone, @Hours, @Holidays, @ManagerId, 1, @created)
            """,
            new { workspaceId, team, plan.Name, plan.Key, plan.Zone, plan.Hours, plan.Holidays, plan.ManagerId, created },
            transaction);
        SetMembers(transaction, workspaceId, team, plan.Members);
    }

    public static void Update(DbTransaction transaction, Guid workspaceId, Guid team, TeamPlan plan) => transaction.Connection!.Execute(
        """
        UPDATE team SET name = @Name, name_key = @Key, zone = @Zone, hours = @Hours, holidays = @Holidays, manager_id = @ManagerId, revision = revision + 1
        WHERE workspace_id = @workspaceId AND team_id = @team
        """,
        new { workspaceId, team, plan.Name, plan.Key, plan.Zone, plan.Hours, plan.Holidays, plan.ManagerId },
        transaction);

    /// <summary>Gives a team other members, whose rotation begins anew.</summary>
    public static void SetMembers(DbTransaction transaction, Guid workspaceId, Guid team, IReadOnlyList<MemberPlan> members)
    {
        transaction.Connection!.Execute("DELETE FROM team_member WHERE workspace_id = @workspaceId AND team_id = @team", new { workspaceId, team }, transaction);
        InsertMembers.Run(transaction, workspaceId, [.. members.Select((member, place) => (team, place, member))]);
    }
}
