using System.Data.Common;
using Baton.Server.Handoffs;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Home;

/// <summary>Finds leads that were taken on and now do again what counts most, so that whoever has them is in touch while they care.</summary>
internal sealed class HotLeads(DbConnection connection, DbTransaction snapshot, Guid workspaceId, PublishedPlaybook playbook, Instant now)
{
    /// <summary>What is older is no news.</summary>
    private const int Days = 5;

    /// <summary>So many of the leads are looked at that were handed over last.</summary>
    private const int MostLeads = 500;

    /// <summary>And so many of the newest things that they did.</summary>
    private const int MostEvents = 1_000;

    private const int MostActions = 3;

    private readonly HighIntent _intent = new(playbook);
    private readonly long _since = (now - Duration.FromDays(Days)).ToUnixTimeMilliseconds();

    /// <summary>Those of some people, or of everybody, that nobody was in touch with since, what loses most by waiting first.</summary>
    public Listed<HotLead> Of(IReadOnlyList<Guid>? of, int rows)
    {
        var actions = ActionsBy(
            $"""
            SELECT DISTINCT lead_id FROM (
                SELECT lead_id FROM handoff WHERE workspace_id = @workspaceId AND {(of is null ? "person_id IS NOT NULL" : $"person_id IN {Few.Names("of", of)}")} AND rejected_at IS NULL
                ORDER BY opened_at DESC LIMIT @leads) AS newest
            """,
            of,
            ids: null);
        var leads = LeadCard.Of(connection, workspaceId, actions.Keys);
        var works = WorkQueue.WorksOf(connection, workspaceId, leads.Values);
        var people = PeopleStore.All(connection, workspaceId, snapshot).ToDictionary(person => person.Id, person => new PersonName(person.Id, person.Name, person.Email));
        var touched = TouchedOf([.. actions.Keys]);
        var hot = actions
            .Where(found => works[found.Key] is { Handoff: null or { Accepted: not null, Contacted: not null }, Snooze: null, Accepted.Person: { } owner } && of?.Contains(owner) != false)
            .Select(found => new HotLead(
                leads[found.Key],
                people.GetValueOrDefault(works[found.Key].Accepted!.Person!.Value),
                touched.TryGetValue(found.Key, out var last) ? last : null,
                [.. found.Value.Where(action => !(touched.TryGetValue(found.Key, out var at) && action.At <= at))]))
            .Where(lead => lead.Why.Count > 0)
            .OrderByDescending(lead => Urgency.OfHot(lead.Why[0].At, lead.Lead.Score)).ThenBy(lead => lead.Lead.Id)
            .ToList();
        return new Listed<HotLead>([.. hot.Take(rows)], hot.Count, hot.Count > rows ? "" : null);
    }

    /// <summary>What leads, by their ids, did lately of what counts most, the newest first; those that did nothing of it are left out.</summary>
    public Dictionary<Guid, IReadOnlyList<BriefAction>> ActionsOf(IReadOnlyList<Guid> leads) => 
        ActionsBy($"SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND lead_id IN {Few.Names("ids", leads)}", of: null, leads);

    private Dictionary<Guid, IReadOnlyList<BriefAction>> ActionsBy(string leads, IReadOnlyList<Guid>? of, IReadOnlyList<Guid>? ids)
    {
        var names = _intent.Events.SelectMany(name => (string[])[name, name.ToLowerInvariant()]).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            return [];
        }

        // Joined crosswise, so SQLite begins with the leads and finds their few new events.
        var found = connection.Query<(Guid Root, Guid Event)>(
            $"""
            SELECT part.root_id, event.event_id FROM ({leads}) AS theirs
            CROSS JOIN lead AS one
            CROSS JOIN lead AS part
            CROSS JOIN event
            WHERE one.workspace_id = @workspaceId AND one.lead_id = theirs.lead_id
                AND part.workspace_id = one.workspace_id AND part.root_id = one.root_id
                AND event.workspace_id = part.workspace_id AND event.lead_id = part.lead_id AND event.occurred_at >= @since
                AND event.kind IN (0, 1, 2) AND event.mark IN (0, 3) AND (event.name IN {Few.Names("names", names)} OR LOWER(event.name) IN {Few.Names("names", names)})
            ORDER BY event.occurred_at DESC LIMIT @events
            """,
            new DynamicParameters(new { workspaceId, since = _since, leads = MostLeads, events = MostEvents }).With("names", names).With("of", of).With("ids", ids),
            snapshot).Distinct().ToList();
        var roots = found.ToDictionary(row => row.Event, row => row.Root);
        return EventTable.Find(snapshot, workspaceId, [.. roots.Keys])
            .Select(kept => (Root: roots[kept.Id], Action: _intent.ActionOf(kept)))
            .Where(one => one.Action is not null)
            .GroupBy(one => one.Root)
            .ToDictionary(lead => lead.Key, lead => (IReadOnlyList<BriefAction>)[.. lead.Select(one => one.Action!).OrderByDescending(action => action.At).Take(MostActions)]);
    }

    /// <summary>When people were last in touch with leads.</summary>
    private Dictionary<Guid, Instant> TouchedOf(IReadOnlyList<Guid> leads) => leads.Count == 0 ? [] : connection.Query<(Guid Root, long At)>(
        $"""
        SELECT part.root_id, MAX(activity.at) FROM lead AS part
        CROSS JOIN activity
        WHERE part.workspace_id = @workspaceId AND part.root_id IN {Few.Names("leads", leads)}
            AND activity.workspace_id = part.workspace_id AND activity.lead_id = part.lead_id AND activity.at >= @since AND activity.kind = @contact
        GROUP BY part.root_id
        """,
        new DynamicParameters(new { workspaceId, since = _since, contact = ActivityKinds.ContactLogged }).With("leads", leads),
        snapshot).ToDictionary(row => row.Root, row => Instant.FromUnixTimeMilliseconds(row.At));
}
