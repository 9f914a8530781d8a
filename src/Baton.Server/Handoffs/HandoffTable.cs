using System.Data.Common;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Reads and writes the table <c>handoff</c>.</summary>
internal static class HandoffTable
{
    /// <summary>Whose was the SQL of an account that was accepted last.</summary>
    internal const string OwnerSql =
        """
        SELECT handoff.person_id FROM lead AS root
        CROSS JOIN lead AS part -- so SQLite begins with the few leads of the account
        CROSS JOIN handoff
        WHERE root.workspace_id = @workspaceId AND root.account_id = @account AND root.parent_id IS NULL
            AND part.workspace_id = root.workspace_id AND part.root_id = root.lead_id
            AND handoff.workspace_id = part.workspace_id AND handoff.lead_id = part.lead_id AND handoff.stage = @sql AND handoff.accepted_at IS NOT NULL
        ORDER BY handoff.accepted_at DESC LIMIT 1
        """;

    private const string Selected =
        "handoff_id, lead_id, stage, team_id, person_id, queue, opened_at, assigned_at, response_due_at, decision_due_at, contacted_at, response_took, accepted_at, "
        + "decision_took, rejected_at, reason, reason_field, reason_operator, reason_value, note, breaches, assignments, closed_at, ended, playbook, total, grade";

    private static readonly BulkSelect<Guid, HandoffRow> ById = new(
        Selected + ", brief", "handoff", new Columns<Guid>().Uuid("handoff_id", id => id), row => Read(row, row.Text(27)));

    private static readonly BulkSelect<Guid, HandoffRow> ListedById = new(Selected, "handoff", new Columns<Guid>().Uuid("handoff_id", id => id), row => Read(row, brief: ""));

    private static readonly BulkSelect<Guid, (Guid Id, Guid Lead)> LeadById =
        new("handoff_id, lead_id", "handoff", new Columns<Guid>().Uuid("handoff_id", id => id), row => (row.Uuid(0), row.Uuid(1)));

    private static readonly BulkSelect<Guid, string> BriefById = new("brief", "handoff", new Columns<Guid>().Uuid("handoff_id", id => id), row => row.Text(0));

    private static readonly BulkInsert<HandoffRow> New = new(
        "handoff",
        Changing(new Columns<HandoffRow>()
            .Uuid("handoff_id", row => row.Id)
            .Uuid("lead_id", row => row.LeadId)
            .Smallint("stage", row => (short)row.Stage)
            .Bigint("opened_at", row => row.Opened.ToUnixTimeMilliseconds())
            .Integer("playbook", row => row.Playbook)
            .Integer("total", row => row.Total)
            .Text("grade", row => row.Grade)
            .Text("brief", row => row.Brief)));

    private static readonly BulkUpdate<HandoffRow> Changes = new("handoff", new Columns<HandoffRow>().Uuid("handoff_id", row => row.Id), Changing(new Columns<HandoffRow>()));

    /// <summary>The hand-offs with these ids, without their briefs, which are much longer than all the rest.</summary>
    public static List<HandoffRow> List(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> ids) => ListedById.Run(connection, workspaceId, ids);

    /// <summary>The rows of leads that hand-offs are about.</summary>
    public static List<(Guid Id, Guid Lead)> LeadsOf(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Guid> ids) => LeadById.Run(transaction, workspaceId, ids);

    /// <summary>The brief of a hand-off, as JSON; null where there is no such hand-off.</summary>
    public static string? BriefOf(DbConnection connection, Guid workspaceId, Guid id) => BriefById.Run(connection, workspaceId, [id]).SingleOrDefault();

    /// <summary>The hand-off of a lead, by its root, that was opened last; null where it has had none.</summary>
    public static Guid? LastOf(DbTransaction transaction, Guid workspaceId, Guid root) => transaction.Connection!.QueryFirstOrDefault<Guid?>(
        """
        SELECT handoff.handoff_id FROM lead AS part
        CROSS JOIN handoff -- so SQLite begins with the few parts of the lead
        WHERE part.workspace_id = @workspaceId AND part.root_id = @root AND handoff.workspace_id = part.workspace_id AND handoff.lead_id = part.lead_id
        ORDER BY handoff.opened_at DESC, handoff.handoff_id DESC LIMIT 1
        """,
        new { workspaceId, root },
        transaction);

    /// <summary>The hand-offs with these ids.</summary>
    public static List<HandoffRow> Find(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Guid> ids) => ById.Run(transaction, workspaceId, ids);

    /// <summary>How many hand-offs each person has who has any.</summary>
    public static IReadOnlyDictionary<Guid, int> CountOpen(DbConnection connection, DbTransaction? transaction, Guid workspaceId) => connection.Query<(Guid Person, int Count)>(
        "SELECT person_id, CAST(COUNT(*) AS integer) FROM handoff WHERE workspace_id = @workspaceId AND closed_at IS NULL AND person_id IS NOT NULL GROUP BY person_id",
        new { workspaceId },
        transaction).ToDictionary(row => row.Person, row => row.Count);

    /// <summary>Who accepted an SQL of an account last; null where nobody has.</summary>
    public static Guid? OwnerOf(DbConnection connection, DbTransaction? transaction, Guid workspaceId, Guid account) =>
        connection.QueryFirstOrDefault<Guid?>(OwnerSql, new { workspaceId, account, sql = (short)Stage.Sql }, transaction);

    public static void Save(DbTransaction transaction, Guid workspaceId, IReadOnlyList<HandoffRow> added, IReadOnlyList<HandoffRow> changed)
    {
        New.Run(transaction, workspaceId, added);
        Changes.Run(transaction, workspaceId, changed);
    }

    private static Columns<HandoffRow> Changing(Columns<HandoffRow> columns) => columns
        .Uuid("team_id", row => row.TeamId)
        .Uuid("person_id", row => row.PersonId)
        .Text("queue", row => row.Queue)
        .Bigint("assigned_at", row => row.Assigned.ToUnixTimeMilliseconds())
        .Bigint("response_due_at", row => row.ResponseDue?.ToUnixTimeMilliseconds())
        .Bigint("decision_due_at", row => row.DecisionDue?.ToUnixTimeMilliseconds())
        .Bigint("contacted_at", row => row.Contacted?.ToUnixTimeMilliseconds())
        .Bigint("response_took", row => (long?)row.ResponseTook?.TotalMilliseconds)
        .Bigint("accepted_at", row => row.Accepted?.ToUnixTimeMilliseconds())
        .Bigint("decision_took", row => (long?)row.DecisionTook?.TotalMilliseconds)
        .Bigint("rejected_at", row => row.RejectedAt?.ToUnixTimeMilliseconds())
        .Text("reason", row => row.Rejection?.Reason)
        .Text("reason_field", row => row.Rejection?.Field is { } field ? KeptText.Of(field) : null)
        .Text("reason_operator", row => row.Rejection?.Operator?.Spelling())
        .Text("reason_value", row => row.Rejection?.Value is { } value ? KeptText.Of(value) : null)
        .Text("note", row => row.Rejection?.Note)
        .Smallint("breaches", row => (short)row.Breaches)
        .Smallint("assignments", row => (short)row.Assignments)
        .Bigint("urgency", row => row.Urgency.ToUnixTimeMilliseconds())
        .Bigint("closed_at", row => row.Closed?.ToUnixTimeMilliseconds())
        .Smallint("ended", row => (short?)row.Ended);

    private static HandoffRow Read(Row row, string brief) => new()
    {
        Id = row.Uuid(0),
        LeadId = row.Uuid(1),
        Stage = (Stage)row.Smallint(2),
        TeamId = row.UuidOrNull(3),
        PersonId = row.UuidOrNull(4),
        Queue = row.TextOrNull(5),
        Opened = Instant.FromUnixTimeMilliseconds(row.Bigint(6)),
        Assigned = Instant.FromUnixTimeMilliseconds(row.Bigint(7)),
        ResponseDue = UnixTime.ToInstant(row.BigintOrNull(8)),
        DecisionDue = UnixTime.ToInstant(row.BigintOrNull(9)),
        Contacted = UnixTime.ToInstant(row.BigintOrNull(10)),
        ResponseTook = row.BigintOrNull(11) is { } response ? Duration.FromMilliseconds(response) : null,
        Accepted = UnixTime.ToInstant(row.BigintOrNull(12)),
        DecisionTook = row.BigintOrNull(13) is { } decision ? Duration.FromMilliseconds(decision) : null,
        RejectedAt = UnixTime.ToInstant(row.BigintOrNull(14)),
        Rejection = row.TextOrNull(15) is { } reason
            ? new Rejection(reason, row.TextOrNull(16), Operators.TryParse(row.TextOrNull(17) ?? "", out var compared) ? compared : null, row.TextOrNull(18), row.TextOrNull(19))
            : null,
        Breaches = row.Smallint(20),
        Assignments = row.Smallint(21),
        Closed = UnixTime.ToInstant(row.BigintOrNull(22)),
        Ended = row.IsNull(23) ? null : (HandoffEnd)row.Smallint(23),
        Playbook = row.Integer(24),
        Total = row.Integer(25),
        Grade = row.TextOrNull(26),
        Brief = brief,
    };
}
