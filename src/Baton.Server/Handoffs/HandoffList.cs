using System.Data.Common;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Lists hand-offs.</summary>
internal sealed class HandoffList(IDatabase database)
{
    /// <summary>A page of hand-offs, the newest first.</summary>
    public async Task<(IReadOnlyList<HandoffAnswer> Items, Place? Next)> ReadAsync(Guid workspaceId, HandoffQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var leads = query.Lead is { } lead ? LeadsOf(connection, workspaceId, lead) : [];
        if (query.Lead is not null && leads.Count == 0)
        {
            return ([], null);
        }

        var parameters = new
        {
            workspaceId,
            person = query.Person,
            stage = (short?)query.Stage,
            at = query.After?.Number ?? 0,
            id = query.After?.Id ?? Guid.Empty,
            rows = query.Limit + 1,
        };
        var places = leads.Count == 0
            ? (await connection.QueryAsync<(Guid Id, long At)>(new CommandDefinition(Sql(query), parameters, cancellationToken: cancel))).ToList()
            : [.. leads.SelectMany(part => connection.Query<(Guid Id, long At)>(Sql(query, ofLead: true), new { workspaceId, part, parameters.person, parameters.stage, parameters.at, parameters.id, parameters.rows }, snapshot))
                .OrderByDescending(place => place.At).ThenByDescending(place => place.Id.ToString(), StringComparer.Ordinal).Take(query.Limit + 1)];
        var shown = places.Take(query.Limit).ToList();
        var rows = HandoffTable.List(connection, workspaceId, [.. shown.Select(place => place.Id)]).ToDictionary(row => row.Id);
        var answers = Answer(connection, snapshot, workspaceId, [.. shown.Select(place => rows[place.Id])]);
        return (answers, places.Count > query.Limit ? new Place(shown[^1].At, shown[^1].Id) : null);
    }

    /// <summary>A hand-off; null where there is none.</summary>
    public async Task<HandoffAnswer?> GetAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        return Answer(connection, snapshot, workspaceId, HandoffTable.List(connection, workspaceId, [id])).SingleOrDefault();
    }

    /// <summary>The brief of a hand-off; null where there is no such hand-off.</summary>
    public async Task<Brief?> BriefAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return HandoffTable.BriefOf(connection, workspaceId, id) is { } brief ? BriefJson.Read(brief) : null;
    }

    /// <summary>All hand-offs of a lead, by its rows, the newest first; at most <paramref name="limit"/> of each row.</summary>
    public static List<HandoffAnswer> OfLead(DbConnection connection, DbTransaction snapshot, Guid workspaceId, IEnumerable<Guid> parts, int limit)
    {
        var sql = Sql(new HandoffQuery(null, null, IsNobodys: false, null, null, limit, null), ofLead: true);
        var ids = parts.SelectMany(part => connection.Query<(Guid Id, long At)>(sql, new { workspaceId, part, rows = limit }, snapshot)).Select(place => place.Id).ToList();
        return [.. Answer(connection, snapshot, workspaceId, HandoffTable.List(connection, workspaceId, ids)).OrderByDescending(one => one.Opened)];
    }

    /// <summary>The statement that lists hand-offs, by an index whatever is asked for.</summary>
    public static string Sql(HandoffQuery query, bool ofLead = false)
    {
        var where = string.Concat(
            ofLead ? " AND lead_id = @part" : "",
            query.State switch { "open" => " AND closed_at IS NULL", "closed" => " AND closed_at IS NOT NULL", _ => "" },
            query.IsNobodys ? " AND person_id IS NULL" : query.Person is null ? "" : " AND person_id = @person",
            query.Stage is null ? "" : " AND stage = @stage",
            query.After is null ? "" : " AND (opened_at, handoff_id) < (@at, @id)");
        return $"SELECT handoff_id, opened_at FROM handoff WHERE workspace_id = @workspaceId{where} ORDER BY opened_at DESC, handoff_id DESC LIMIT @rows";
    }

    private static List<Guid> LeadsOf(DbConnection connection, Guid workspaceId, Guid lead) =>
        LeadTable.RootsOf(connection, workspaceId, [lead]) is [var (_, root)] ? [.. LeadTable.PartsOf(connection, workspaceId, [root]).Select(part => part.Id)] : [];

    private static List<HandoffAnswer> Answer(DbConnection connection, DbTransaction snapshot, Guid workspaceId, List<HandoffRow> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var roots = LeadTable.RootsOf(connection, workspaceId, [.. rows.Select(row => row.LeadId).Distinct()]).ToDictionary(found => found.Lead, found => found.Root);
        var people = PeopleStore.All(connection, workspaceId, snapshot).ToDictionary(person => person.Id);
        var teams = connection.Query<(Guid Id, string Name)>("SELECT team_id, name FROM team WHERE workspace_id = @workspaceId", new { workspaceId }, snapshot).ToDictionary(team => team.Id, team => team.Name);
        return rows.ConvertAll(row => new HandoffAnswer(
            row.Id,
            roots.GetValueOrDefault(row.LeadId, row.LeadId),
            row.Stage.Title(),
            row.TeamId is { } team ? teams.GetValueOrDefault(team) : null,
            row.PersonId is { } id ? people.TryGetValue(id, out var person) ? new PersonName(id, person.Name, person.Email) : new PersonName(id, null, null) : null,
            row.Queue,
            row.Opened,
            row.Assigned,
            row.ResponseDue,
            row.Contacted,
            row.ResponseTook is { } response ? (long)Math.Round(response.TotalMinutes) : null,
            row.DecisionDue,
            row.Accepted,
            row.DecisionTook is { } decision ? (long)Math.Round(decision.TotalMinutes) : null,
            row.RejectedAt,
            row.Rejection is { } why ? new GivenBackAnswer(why.Reason, why.Field, why.Operator?.Spelling(), why.Value, why.Note) : null,
            row.Breaches,
            row.Assignments,
            row.Closed,
            row.Ended?.Name(),
            new LeadScoreThen(row.Total, row.Grade, row.Playbook)));
    }
}

/// <summary>Which hand-offs are asked for.</summary>
internal sealed record HandoffQuery(string? State, Guid? Person, bool IsNobodys, Stage? Stage, Guid? Lead, int Limit, Place? After);

/// <summary>One passing of the baton.</summary>
/// <param name="Id">The hand-off's id.</param>
/// <param name="Lead">The lead's id.</param>
/// <param name="Stage">What was handed over: `MQL` or `SQL`.</param>
/// <param name="Team">Null where no route came to one.</param>
/// <param name="Person">Null where it waits in a queue.</param>
/// <param name="Queue">Null where it is somebody's.</param>
/// <param name="Opened">When the lead was handed over.</param>
/// <param name="Assigned">Since when it is whose it is.</param>
/// <param name="ResponseDue">By when somebody has to have tried to reach the lead; null where nothing is agreed.</param>
/// <param name="Contacted">When a person first tried to; null where nobody has.</param>
/// <param name="ResponseMinutes">How long that took, in minutes of business time; null likewise.</param>
/// <param name="DecisionDue">By when it has to be accepted or rejected; null where nothing is agreed.</param>
/// <param name="Accepted">When it was accepted; null where it was not.</param>
/// <param name="DecisionMinutes">How long that took, in minutes of business time; null likewise.</param>
/// <param name="Rejected">When the lead was given back; null where it was not.</param>
/// <param name="Rejection">Why; null likewise.</param>
/// <param name="Breaches">How many deadlines were missed.</param>
/// <param name="Assignments">How many people had it.</param>
/// <param name="Closed">When nothing more was asked of anybody; null while it is open.</param>
/// <param name="End">How it ended: `accepted`, `rejected`, `overtaken`, `withdrawn` or `unresponsive`; null likewise.</param>
/// <param name="Score">The lead's score when it was handed over.</param>
public sealed record HandoffAnswer(
    Guid Id,
    Guid Lead,
    string Stage,
    string? Team,
    PersonName? Person,
    string? Queue,
    Instant Opened,
    Instant Assigned,
    Instant? ResponseDue,
    Instant? Contacted,
    long? ResponseMinutes,
    Instant? DecisionDue,
    Instant? Accepted,
    long? DecisionMinutes,
    Instant? Rejected,
    GivenBackAnswer? Rejection,
    int Breaches,
    int Assignments,
    Instant? Closed,
    string? End,
    LeadScoreThen Score);

/// <summary>Why a lead was given back.</summary>
/// <param name="Reason">The name of the playbook's reason.</param>
/// <param name="Field">What it is about; null for nothing.</param>
/// <param name="Operator">How what was said compares with the value; null for nothing.</param>
/// <param name="Value">What was said; null for nothing.</param>
/// <param name="Note">In the words of who gave it back; null for nothing.</param>
public sealed record GivenBackAnswer(string Reason, string? Field, string? Operator, string? Value, string? Note);

/// <summary>A score as it was.</summary>
/// <param name="Total">Both axes together.</param>
/// <param name="Grade">Null where the playbook gives none.</param>
/// <param name="Playbook">The version that gave it.</param>
public sealed record LeadScoreThen(int Total, string? Grade, int Playbook);
