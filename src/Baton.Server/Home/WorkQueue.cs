using System.Data.Common;
using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Tasks;
using Dapper;
using NodaTime;

namespace Baton.Server.Home;

/// <summary>Finds what there is to do, what loses most by waiting first. Everything is by an index and bounded, however many leads there are.</summary>
internal sealed class WorkQueue(IDatabase database, PlaybookShelf shelf, TaskList tasks, IClock clock)
{
    /// <summary>Counts are not taken further.</summary>
    public const int MostCounted = 1_000;

    private const int RowsAlone = 100;

    /// <summary>Of so many that come first by their score when they were handed over, those are shown that come first by their score now.</summary>
    private const int Candidates = 200;

    /// <summary>What is to be done.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="chosen">Whose work; null where nothing was chosen.</param>
    /// <param name="only">One list alone, at length; null for all.</param>
    /// <param name="cursor">Where that list goes on; null for its beginning.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<WorkView> ReadAsync(Viewer viewer, WorkScope? chosen, WorkPart? only, string? cursor, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var of = WorkOf.Find(connection, viewer, chosen);
        var hot = new HotLeads(connection, snapshot, viewer.Workspace, shelf.Current(connection, viewer.Workspace), now);
        return new WorkView(
            of.Of,
            of.HasTeams,
            only,
            now,
            Has(WorkPart.Waiting) ? Waiting(isQueued: false, RowsOf(25)) : new Listed<WaitingLead>([], 0, null),
            Has(WorkPart.Queued) && (of.Teams is null || of.HasTeams) ? Waiting(isQueued: true, RowsOf(10)) : new Listed<WaitingLead>([], 0, null),
            Has(WorkPart.Tasks) ? await TasksAsync(RowsOf(15)) : new Listed<TaskAnswer>([], 0, null),
            Has(WorkPart.Hot) ? hot.Of(of.People, RowsOf(10)) : new Listed<HotLead>([], 0, null));

        bool Has(WorkPart part) => only is null || only == part;

        int RowsOf(int among) => only is null ? among : RowsAlone;

        Listed<WaitingLead> Waiting(bool isQueued, int rows)
        {
            var list = string.Join('\n', "work", isQueued, of.Of, viewer.Person.Id);
            _ = Place.TryRead(cursor, list, out var after, out _);
            var parameters = new DynamicParameters(new
            {
                workspaceId = viewer.Workspace,
                at = after?.Number ?? 0,
                id = after?.Id ?? Guid.Empty,
                rows = only is null ? Candidates : rows + 1,
                most = MostCounted,
            }).With("people", of.People).With("teams", of.Teams).With("queues", of.Queues).With("others", of.Others);
            var places = connection.Query<(Guid Id, long At, long Gained)>(Sql(of, isQueued, after is not null), parameters, snapshot).ToList();
            var count = connection.ExecuteScalar<int>(CountSql(of, isQueued), parameters, snapshot);
            var page = only is null ? places : [.. places.Take(rows)];
            var shown = page.OrderBy(place => place.At - (place.Gained * (long)Urgency.OfPoint.TotalMilliseconds)).ThenBy(place => place.Id).Take(rows).Select(place => place.Id).ToList();
            return new Listed<WaitingLead>(
                Answer(connection, snapshot, viewer.Workspace, shown, hot), count, places.Count > rows ? new Place(page[^1].At, page[^1].Id).ToCursor(list) : null);
        }

        async Task<Listed<TaskAnswer>> TasksAsync(int rows)
        {
            var list = string.Join('\n', "work tasks", of.Of, viewer.Person.Id);
            _ = Place.TryRead(cursor, list, out var after, out _);
            var tomorrow = viewer.Zone.AtStartOfDay(now.InZone(viewer.Zone).Date.PlusDays(1)).ToInstant();
            var query = new TaskQuery(IsOpen: true, Person: null, IsNobodys: false, tomorrow, rows, after, of.People, IsBeyondFirstContact: true);
            var (items, next) = await tasks.ReadAsync(viewer.Workspace, query, cancel);
            return new Listed<TaskAnswer>(items, await tasks.CountAsync(viewer.Workspace, query with { Limit = MostCounted }, cancel), next?.ToCursor(list));
        }
    }

    /// <summary>The statement that lists what waits, in the order of <see cref="Urgency"/>, with the points that each lead has gained since it was handed over.</summary>
    public static string Sql(WorkOf of, bool isQueued, bool isAfter) =>
        $"""
        SELECT first.handoff_id, first.urgency, root.total - first.total FROM (
            SELECT handoff_id, lead_id, urgency, total FROM handoff
            WHERE {Where(of, isQueued)}{(isAfter ? " AND (urgency, handoff_id) > (@at, @id)" : "")}
            ORDER BY urgency, handoff_id LIMIT @rows) AS first
        CROSS JOIN lead AS part
        CROSS JOIN lead AS root
        WHERE part.workspace_id = @workspaceId AND part.lead_id = first.lead_id AND root.workspace_id = part.workspace_id AND root.lead_id = part.root_id
        ORDER BY first.urgency, first.handoff_id
        """;

    /// <summary>The statement that counts it.</summary>
    public static string CountSql(WorkOf of, bool isQueued) => $"SELECT COUNT(*) FROM (SELECT 1 FROM handoff WHERE {Where(of, isQueued)} LIMIT @most) AS counted";

    private static string Where(WorkOf of, bool isQueued) => "workspace_id = @workspaceId AND closed_at IS NULL" + (
        isQueued ? " AND person_id IS NULL" + (of.Teams is null ? "" : $" AND (team_id IN {Few.Names("teams", of.Teams)} OR queue IN {Few.Names("queues", of.Queues)} OR (team_id IS NULL AND queue NOT IN {Few.Names("others", of.Others)}))")
        : of.People is null ? " AND person_id IS NOT NULL"
        : $" AND person_id IN {Few.Names("people", of.People)}");

    private static List<WaitingLead> Answer(DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> ids, HotLeads hot)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var rows = HandoffTable.Find(snapshot, workspaceId, ids).ToDictionary(row => row.Id);
        var leads = LeadCard.Of(connection, workspaceId, rows.Values.Select(row => row.LeadId));
        var works = WorksOf(connection, workspaceId, leads.Values);
        var people = PeopleStore.All(connection, workspaceId, snapshot).ToDictionary(person => person.Id, person => new PersonName(person.Id, person.Name, person.Email));
        var actions = hot.ActionsOf([.. leads.Values.Select(lead => lead.Id).Distinct()], since: null);
        return [.. ids.Select(id => rows[id]).Select(row =>
        {
            var lead = leads[row.LeadId];
            return new WaitingLead(
                row.Id,
                lead,
                row.Stage.Title(),
                row.PersonId is { } person ? people.GetValueOrDefault(person, new PersonName(person, null, null)) : null,
                row.Queue,
                row.Opened,
                row.Accepted is not null,
                row.ResponseRuns,
                row.DecisionRuns,
                works[lead.Id].Snooze?.Until,
                actions.TryGetValue(lead.Id, out var since) ? since : BriefJson.Read(row.Brief).HighIntent);
        })];
    }

    /// <summary>What sales is doing about leads.</summary>
    public static Dictionary<Guid, Work> WorksOf(DbConnection connection, Guid workspaceId, IEnumerable<LeadCard> leads) =>
        LeadTable.PartsOf(connection, workspaceId, [.. leads.Select(lead => lead.Id).Distinct()]).Where(part => part.IsRoot).ToDictionary(root => root.Id, root => root.Work);
}
