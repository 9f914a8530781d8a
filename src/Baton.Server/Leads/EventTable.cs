using System.Data.Common;
using Baton.Server.Intake;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>Reads and writes the table <c>event</c>.</summary>
internal static class EventTable
{
    private const string Selected = "event_id, lead_id, account_id, kind, name, occurred_at, received_at, mark, payload";

    private static readonly BulkInsert<StoredEvent> New = new(
        "event",
        new Columns<StoredEvent>()
            .Uuid("event_id", row => row.Id)
            .Uuid("lead_id", row => row.LeadId)
            .Uuid("account_id", row => row.AccountId)
            .Smallint("kind", row => (short)row.Kind)
            .Text("name", row => row.Name)
            .Bigint("occurred_at", row => row.Occurred.ToUnixTimeMilliseconds())
            .Bigint("received_at", row => row.Received.ToUnixTimeMilliseconds())
            .Smallint("mark", row => (short)row.Mark)
            .Bytes("payload", row => row.Payload),
        "ON CONFLICT DO NOTHING");

    private static readonly BulkSelect<Guid, Guid> Ids = new("event_id", "event", new Columns<Guid>().Uuid("event_id", id => id), row => row.Uuid(0));

    private static readonly BulkUpdate<(Guid Id, EventMark Mark)> Marks = new(
        "event",
        new Columns<(Guid Id, EventMark Mark)>().Uuid("event_id", row => row.Id),
        new Columns<(Guid Id, EventMark Mark)>().Smallint("mark", row => (short)row.Mark));

    /// <summary>What people, not machines, did, in SQL: <see cref="EventKindNames.IsBehaviour"/> and not <see cref="EventMarks.IsMachine"/>.</summary>
    internal const string ByPeople = "kind IN (0, 1, 2) AND mark IN (0, 3)";

    private static readonly BulkSelect<Guid, StoredEvent> OfLeads = By("lead_id");

    private static readonly BulkSelect<Guid, StoredEvent> FactsOfLeads = By("lead_id", and: "kind > 2");

    private static readonly BulkSelect<Guid, StoredEvent> ById = By("event_id");

    /// <summary>Which of these events are kept already.</summary>
    public static HashSet<Guid> Known(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Guid> ids) => [.. Ids.Run(transaction, workspaceId, ids)];

    /// <summary>Keeps events that are not kept yet.</summary>
    /// <returns>How many were not.</returns>
    public static int Add(DbTransaction transaction, Guid workspaceId, IReadOnlyList<StoredEvent> events) => New.Run(transaction, workspaceId, events);

    /// <summary>Reads every event that is kept of these rows, in no order and one by one: of a single lead there may be millions.</summary>
    public static void Read(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> rows, Action<StoredEvent> each) => OfLeads.Run(connection, workspaceId, rows, each);

    /// <summary>Finds events by what their column <paramref name="column"/> has.</summary>
    public static BulkSelect<Guid, StoredEvent> By(string column, string? and = null) => new(Selected, "event", new Columns<Guid>().Uuid(column, id => id), Read, and: and);

    /// <summary>Reads what people, not machines, did: of these rows, in no order and one by one, and only under names that are wanted.</summary>
    public static void Behaviour(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> rows, Func<string, bool> isWanted, Action<StoredEvent> each) =>
        new BulkSelect<Guid, StoredEvent?>(Selected, "event", new Columns<Guid>().Uuid("lead_id", id => id), row => isWanted(row.Text(4)) ? Read(row) : null, and: ByPeople)
            .Run(connection, workspaceId, rows, kept =>
            {
                if (kept is not null)
                {
                    each(kept);
                }
            });

    /// <summary>What set the attributes of these rows, in no order: everything but what they did.</summary>
    public static List<StoredEvent> Facts(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> rows) => FactsOfLeads.Run(connection, workspaceId, rows);

    /// <summary>The events of these that are there.</summary>
    public static List<StoredEvent> Find(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> ids) => ById.Run(connection, workspaceId, ids);

    /// <summary>An event; null where there is none.</summary>
    public static StoredEvent? Find(DbTransaction transaction, Guid workspaceId, Guid id) => ById.Run(transaction, workspaceId, [id]) is [var found] ? found : null;

    /// <summary>The events of these that are there.</summary>
    public static IReadOnlyList<StoredEvent> Find(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Guid> ids) => ById.Run(transaction, workspaceId, ids);

    /// <summary>When the newest event of a row happened that counts for something; null where there is none.</summary>
    /// <param name="transaction">To read in.</param>
    /// <param name="workspaceId">Whose row.</param>
    /// <param name="row">Whose events.</param>
    /// <param name="since">Earlier ones are not looked at.</param>
    /// <param name="counts">True for one that counts, machines' left out.</param>
    public static Instant? Newest(DbTransaction transaction, Guid workspaceId, Guid row, Instant since, Func<StoredEvent, bool> counts)
    {
        // Mostly one of the newest is it. Each step looks at so many more that reading these again costs little.
        for (var limit = 16; ; limit *= 16)
        {
            var read = 0;
            var parameters = new { workspaceId, row, since = since.ToUnixTimeMilliseconds(), limit };
            using var reader = transaction.Connection!.ExecuteReader(
                $"SELECT {Selected} FROM event WHERE workspace_id = @workspaceId AND lead_id = @row AND occurred_at >= @since ORDER BY occurred_at DESC LIMIT @limit", parameters, transaction);
            for (; reader.Read(); read++)
            {
                var found = Read(new Row((DbDataReader)reader));
                if (found.Kind.IsBehaviour() && !found.Mark.IsMachine() && counts(found))
                {
                    return found.Occurred;
                }
            }

            if (read < limit)
            {
                return null;
            }
        }
    }

    /// <summary>What people, not machines, did: the newest of a row, or the oldest.</summary>
    /// <param name="transaction">To read in.</param>
    /// <param name="workspaceId">Whose row.</param>
    /// <param name="row">Whose events.</param>
    /// <param name="isNewestFirst">False for the oldest first.</param>
    /// <param name="limit">The most events.</param>
    public static List<StoredEvent> Behaviour(DbTransaction transaction, Guid workspaceId, Guid row, bool isNewestFirst, int limit)
    {
        var found = new List<StoredEvent>();
        using var reader = transaction.Connection!.ExecuteReader(
            $"""
            SELECT {Selected} FROM event
            WHERE workspace_id = @workspaceId AND lead_id = @row AND {ByPeople}
            ORDER BY occurred_at {(isNewestFirst ? "DESC" : "ASC")} LIMIT @limit
            """,
            new { workspaceId, row, limit },
            transaction);
        while (reader.Read())
        {
            found.Add(Read(new Row((DbDataReader)reader)));
        }

        return found;
    }

    public static void Mark(DbTransaction transaction, Guid workspaceId, IReadOnlyList<(Guid Id, EventMark Mark)> marks) => Marks.Run(transaction, workspaceId, marks);

    private static StoredEvent Read(Row row) => new(
        row.Uuid(0),
        row.Uuid(1),
        row.UuidOrNull(2),
        (EventKind)row.Smallint(3),
        row.Text(4),
        Instant.FromUnixTimeMilliseconds(row.Bigint(5)),
        Instant.FromUnixTimeMilliseconds(row.Bigint(6)),
        (EventMark)row.Smallint(7),
        row.Bytes(8));
}
