using System.Collections.Immutable;
using System.Data.Common;
using Baton.Core.Handoffs;
using Baton.Server.Storage;
using Dapper;
using NodaTime;
using Npgsql;

namespace Baton.Server.Teams;

/// <summary>The teams of a workspace as they are in the database.</summary>
internal static class RosterTable
{
    private static readonly BulkUpdate<(Guid Team, Guid Person, long Turn)> SetTurns = new(
        "team_member",
        new Columns<(Guid Team, Guid Person, long Turn)>().Uuid("team_id", row => row.Team).Uuid("person_id", row => row.Person),
        new Columns<(Guid Team, Guid Person, long Turn)>().Bigint("turn", row => row.Turn));

    /// <summary>The teams, in the order of their names, with whoever works here; nothing is locked. Runs several statements.</summary>
    /// <param name="connection">Open; a snapshot where the teams have to fit together.</param>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="open">The open hand-offs of each person who has some.</param>
    /// <param name="now">Absences that ended before are left out.</param>
    /// <param name="transaction">The transaction of the connection, where there is one.</param>
    public static Roster Read(DbConnection connection, Guid workspaceId, IReadOnlyDictionary<Guid, int> open, Instant now, DbTransaction? transaction = null)
    {
        var absences = connection.Query<(Guid Person, long From, long? To)>(
                "SELECT person_id, from_at, to_at FROM absence WHERE workspace_id = @workspaceId AND (to_at IS NULL OR to_at > @now) ORDER BY person_id, from_at",
                new { workspaceId, now = now.ToUnixTimeMilliseconds() },
                transaction)
            .ToLookup(row => row.Person, row => new Absence(Instant.FromUnixTimeMilliseconds(row.From), UnixTime.ToInstant(row.To)));
        var members = TeamTable.Members(connection, workspaceId, team: null, transaction).ToLookup(row => row.TeamId);
        return Roster.Of([.. TeamTable.All(connection, workspaceId, transaction).Select(team =>
        {
            var calendar = team.Calendar;
            return new Team(team.Id, team.Name, calendar, team.ManagerId, [.. members[team.Id].Select(row => MemberOf(row, calendar))]);
        })]);

        Member MemberOf(MemberRow row, BusinessCalendar calendar) => new(
            row.PersonId, row.Name, row.Email, row.Weight, row.Capacity, row.CalendarIn(calendar), [.. absences[row.PersonId]], row.Turn, open.GetValueOrDefault(row.PersonId));
    }

    /// <summary>
    /// Locks the teams up to the end of the transaction, then reads them as they are: two who give work to a team do so one after the other. Teams are
    /// locked after all else that a transaction locks.
    /// </summary>
    /// <param name="transaction">That of the change.</param>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="open">Counts the open hand-offs of each person who has some; asked once the lock is there, so that it sees what others have committed.</param>
    /// <param name="now">Absences that ended before are left out.</param>
    public static Roster Lock(DbTransaction transaction, Guid workspaceId, Func<IReadOnlyDictionary<Guid, int>> open, Instant now)
    {
        LockTeams(transaction, workspaceId);
        return Read(transaction.Connection!, workspaceId, open(), now, transaction);
    }

    /// <summary>Writes where the rotations stand. How many hand-offs somebody has open is not written: it is counted.</summary>
    public static void Save(DbTransaction transaction, Guid workspaceId, Roster before, Roster after)
    {
        var old = before.Teams.SelectMany(team => team.Members.Select(member => (Key: (team.Id, member.PersonId), member.Turn))).ToDictionary(row => row.Key, row => row.Turn);
        var changed = after.Teams
            .SelectMany(team => team.Members.Select(member => (Team: team.Id, Person: member.PersonId, member.Turn)))
            .Where(row => old[(row.Team, row.Person)] != row.Turn)
            .ToImmutableArray();
        if (!changed.IsEmpty)
        {
            SetTurns.Run(transaction, workspaceId, changed);
        }
    }

    /// <summary>Locks the rows of the teams, in the order of their ids. In SQLite there is one writer.</summary>
    internal static void LockTeams(DbTransaction transaction, Guid workspaceId)
    {
        if (transaction is NpgsqlTransaction)
        {
            transaction.Connection!.Query<Guid>("SELECT team_id FROM team WHERE workspace_id = @workspaceId ORDER BY team_id FOR UPDATE", new { workspaceId }, transaction);
        }
    }
}
