using System.Data.Common;
using Baton.Core.Handoffs;
using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tasks;

/// <summary>Lists what people have to do, and had.</summary>
internal sealed class TaskList(IDatabase database)
{
    private const string Columns =
        "task_id AS Id, lead_id AS LeadId, kind AS Kind, title AS Title, due_at AS DueAt, person_id AS PersonId, is_attempt AS IsAttempt, added_at AS AddedAt, added_by AS AddedBy, "
        + "ended_at AS EndedAt, ended_by AS EndedBy, ended AS Ended";

    /// <summary>A page of tasks: of those that are open the earliest due first, of those that are over the latest.</summary>
    public async Task<(IReadOnlyList<TaskAnswer> Items, Place? Next)> ReadAsync(Guid workspaceId, TaskQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var rows = (await connection.QueryAsync<TaskRow>(new CommandDefinition(
            Sql(query),
            Parameters(workspaceId, query, query.Limit + 1),
            cancellationToken: cancel))).ToList();
        var shown = rows.Take(query.Limit).ToList();
        return (Answer(connection, snapshot, workspaceId, shown), rows.Count > query.Limit ? new Place(shown[^1].DueAt, shown[^1].Id) : null);
    }

    /// <summary>How many tasks there are, counted up to the limit.</summary>
    public async Task<int> CountAsync(Guid workspaceId, TaskQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"SELECT COUNT(*) FROM ({Sql(query with { After = null })}) AS counted",
            Parameters(workspaceId, query, query.Limit),
            cancellationToken: cancel));
    }

    private static DynamicParameters Parameters(Guid workspaceId, TaskQuery query, int rows) => new DynamicParameters(new
    {
        workspaceId,
        person = query.Person,
        before = query.Before?.ToUnixTimeMilliseconds() ?? 0,
        at = query.After?.Number ?? 0,
        id = query.After?.Id ?? Guid.Empty,
        rows,
    }).With("among", query.Among);

    /// <summary>A task; null where there is none.</summary>
    public async Task<TaskAnswer?> GetAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var rows = connection.Query<TaskRow>($"SELECT {Columns} FROM task WHERE workspace_id = @workspaceId AND task_id = @id", new { workspaceId, id }, snapshot).ToList();
        return Answer(connection, snapshot, workspaceId, rows).SingleOrDefault();
    }

    /// <summary>The statement that lists tasks, by an index whatever is asked for.</summary>
    public static string Sql(TaskQuery query)
    {
        var (sign, order) = query.IsOpen ? (">", "") : ("<", " DESC");
        var where = string.Concat(
            query.IsOpen ? " AND ended_at IS NULL" : " AND ended_at IS NOT NULL",
            query.IsNobodys ? " AND person_id IS NULL" : query.Person is null ? "" : " AND person_id = @person",
            query.Among is null ? "" : $" AND person_id IN {Few.Names("among", query.Among)}",
            query.IsBeyondFirstContact
                ? " AND NOT (is_attempt AND EXISTS (SELECT 1 FROM handoff WHERE handoff.workspace_id = task.workspace_id AND handoff.lead_id = task.lead_id AND closed_at IS NULL AND contacted_at IS NULL))"
                : "",
            query.Before is null ? "" : " AND due_at < @before",
            query.After is null ? "" : $" AND (due_at, task_id) {sign} (@at, @id)");
        return $"SELECT {Columns} FROM task WHERE workspace_id = @workspaceId{where} ORDER BY due_at{order}, task_id{order} LIMIT @rows";
    }

    private static List<TaskAnswer> Answer(DbConnection connection, DbTransaction snapshot, Guid workspaceId, List<TaskRow> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var leads = LeadCard.Of(connection, workspaceId, rows.Select(row => row.LeadId));
        var works = LeadTable.PartsOf(connection, workspaceId, [.. leads.Values.Select(lead => lead.Id).Distinct()]).Where(part => part.IsRoot).ToDictionary(root => root.Id, root => root.Work);
        var people = PeopleStore.All(connection, workspaceId, snapshot).ToDictionary(person => person.Id, person => new PersonName(person.Id, person.Name, person.Email));
        return rows.ConvertAll(row =>
        {
            var lead = leads[row.LeadId];
            return new TaskAnswer(
                row.Id,
                lead,
                row.Kind is { } kind ? ((ContactKind)kind).Name() : null,
                row.Title,
                Instant.FromUnixTimeMilliseconds(row.DueAt),
                row.PersonId is { } id ? people.GetValueOrDefault(id, new PersonName(id, null, null)) : null,
                row.IsAttempt,
                works[lead.Id].Handoff?.Id,
                Instant.FromUnixTimeMilliseconds(row.AddedAt),
                row.AddedBy,
                row.Ended is { } ended ? NameOf((TaskEnd)ended) : null,
                UnixTime.ToInstant(row.EndedAt),
                row.EndedBy);
        });
    }

    private static string NameOf(TaskEnd end) => end switch
    {
        TaskEnd.Done => "done",
        TaskEnd.Dropped => "dropped",
    };

    private sealed class TaskRow
    {
        public Guid Id { get; init; }

        public Guid LeadId { get; init; }

        public short? Kind { get; init; }

        public string Title { get; init; } = "";

        public long DueAt { get; init; }

        public Guid? PersonId { get; init; }

        public bool IsAttempt { get; init; }

        public long AddedAt { get; init; }

        public string AddedBy { get; init; } = "";

        public long? EndedAt { get; init; }

        public string? EndedBy { get; init; }

        public short? Ended { get; init; }
    }
}

/// <summary>Which tasks are asked for.</summary>
/// <param name="IsOpen">Those that are open, else those that are over.</param>
/// <param name="Person">Only theirs; null for everybody's.</param>
/// <param name="IsNobodys">Only what is nobody's yet.</param>
/// <param name="Before">Only what is due before this moment.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="After">Behind this one.</param>
/// <param name="Among">Only what is somebody's of these; null for everybody's.</param>
/// <param name="IsBeyondFirstContact">Without attempts of hand-offs that still wait for the first contact.</param>
internal sealed record TaskQuery(bool IsOpen, Guid? Person, bool IsNobodys, Instant? Before, int Limit, Place? After, IReadOnlyList<Guid>? Among = null, bool IsBeyondFirstContact = false);

/// <summary>Something that somebody has to do about a lead, or had.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Lead">About whom.</param>
/// <param name="Kind">By which means: `call`, `email`, `meeting` or `message`; null of what is no contact.</param>
/// <param name="Title">What.</param>
/// <param name="Due">By when.</param>
/// <param name="Person">Who; null for nobody yet.</param>
/// <param name="Attempt">True of an attempt of a cadence, which is done by logging the contact.</param>
/// <param name="Handoff">The lead's open hand-off; null where it has none.</param>
/// <param name="Added">Since when it is to be done.</param>
/// <param name="AddedBy">Who asked for it.</param>
/// <param name="End">How it ended: `done` or `dropped`; null while it is open.</param>
/// <param name="Ended">When; null likewise.</param>
/// <param name="EndedBy">Who ended it; null likewise.</param>
public sealed record TaskAnswer(
    Guid Id,
    LeadCard Lead,
    string? Kind,
    string Title,
    Instant Due,
    PersonName? Person,
    bool Attempt,
    Guid? Handoff,
    Instant Added,
    string AddedBy,
    string? End,
    Instant? Ended,
    string? EndedBy);
