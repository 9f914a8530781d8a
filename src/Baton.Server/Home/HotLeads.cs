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

    /// <summary>And no fewer hand-offs of each person, however many people there are.</summary>
    private const int FewestOfEach = 20;

    private const int PeopleAtOnce = 100;

    /// <summary>And so many of the newest things that they did.</summary>
    private const int MostEvents = 1_000;

    private const int MostActions = 3;

    private readonly HighIntent _intent = new(playbook);
    private readonly long _since = (now - Duration.FromDays(Days)).ToUnixTimeMilliseconds();

    /// <summary>Those of some people, or of everybody, that nobody was in touch with since, what loses most by waiting first.</summary>
    public Listed<HotLead> Of(IReadOnlyList<Guid>? of, int rows)
    {
        var taken = TakenOn(of);
        var actions = ActionsOf([.. taken.Keys]);
        var touched = TouchedOf([.. actions.Keys]);
        var hot = actions
            .Select(found => (Lead: taken[found.Key], Touched: touched.TryGetValue(found.Key, out var last) ? last : (Instant?)null, Why: found.Value))
            .Select(found => found with { Why = [.. found.Why.Where(action => !(action.At <= found.Touched))] })
            .Where(found => found.Why.Count > 0)
            .OrderByDescending(found => Urgency.OfHot(found.Why[0].At, found.Lead.Score.Total)).ThenBy(found => found.Lead.Id)
            .ToList();
        var shown = hot.GetRange(0, Math.Min(rows, hot.Count));
        var cards = LeadCard.Of(connection, workspaceId, shown.Select(found => found.Lead.Id));
        var people = shown.Count == 0 ? [] : PeopleStore.All(connection, workspaceId, snapshot).ToDictionary(person => person.Id, person => new PersonName(person.Id, person.Name, person.Email));
        return new Listed<HotLead>(
            [.. shown.Select(found => new HotLead(cards[found.Lead.Id], people.GetValueOrDefault(found.Lead.Work.Accepted!.Person!.Value), found.Touched, found.Why))],
            hot.Count,
            hot.Count > rows ? "" : null);
    }

    /// <summary>What leads did lately of what counts most, the newest first; those that did nothing of it are left out.</summary>
    /// <param name="roots">The leads; of a part of one nothing is found.</param>
    public Dictionary<Guid, IReadOnlyList<BriefAction>> ActionsOf(IReadOnlyList<Guid> roots)
    {
        var names = _intent.Events.SelectMany(name => (string[])[name, name.ToLowerInvariant()]).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0 || roots.Count == 0)
        {
            return [];
        }

        // Joined crosswise, so SQLite begins with the leads and finds their few new events.
        var found = connection.Query<(Guid Root, Guid Event)>(
            $"""
            SELECT part.root_id, event.event_id FROM lead AS part
            CROSS JOIN event
            WHERE part.workspace_id = @workspaceId AND part.root_id IN {Few.Names("roots", roots)}
                AND event.workspace_id = part.workspace_id AND event.lead_id = part.lead_id AND event.occurred_at >= @since
                AND {EventTable.ByPeople} AND (event.name IN {Few.Names("names", names)} OR LOWER(event.name) IN {Few.Names("names", names)})
            ORDER BY event.occurred_at DESC LIMIT @events
            """,
            new DynamicParameters(new { workspaceId, since = _since, events = MostEvents }).With("names", names).With("roots", roots),
            snapshot).ToList();
        var rootOf = found.ToDictionary(row => row.Event, row => row.Root);
        return EventTable.Find(snapshot, workspaceId, [.. rootOf.Keys])
            .Select(kept => (Root: rootOf[kept.Id], Action: _intent.ActionOf(kept)))
            .Where(one => one.Action is not null)
            .GroupBy(one => one.Root)
            .ToDictionary(lead => lead.Key, lead => (IReadOnlyList<BriefAction>)[.. lead.Select(one => one.Action!).OrderByDescending(action => action.At).Take(MostActions)]);
    }

    /// <summary>The leads that these people have taken on and were in touch with, of those that were handed over to them last.</summary>
    private Dictionary<Guid, LeadRow> TakenOn(IReadOnlyList<Guid>? of)
    {
        var people = of ?? [.. PeopleStore.All(connection, workspaceId, snapshot).Select(person => person.Id)];
        var leads = people.Chunk(PeopleAtOnce)
            .SelectMany(some => connection.Query<(long Opened, Guid Lead)>(
                TakenOnSql(some),
                new DynamicParameters(new { workspaceId, most = Math.Max(FewestOfEach, MostLeads / people.Count) }).With("of", some),
                snapshot))
            .OrderByDescending(handoff => handoff.Opened).Select(handoff => handoff.Lead).Distinct().Take(MostLeads).ToList();
        var roots = LeadTable.RootsOf(connection, workspaceId, leads).Select(found => found.Root).Distinct().ToList();
        return LeadTable.PartsOf(connection, workspaceId, roots)
            .Where(row => row.IsRoot && row.Work is { Handoff: null or { Accepted: not null, Contacted: not null }, Snooze: null, Accepted.Person: { } owner } && of?.Contains(owner) != false)
            .ToDictionary(root => root.Id);
    }

    /// <summary>The statement that finds the last <c>@most</c> hand-offs of each of some people: each by an index, which one statement for all would sort.</summary>
    public static string TakenOnSql(IReadOnlyList<Guid> of) => string.Join("\nUNION ALL\n", of.Select((_, at) => FormattableString.Invariant(
        $"""
        SELECT opened_at, lead_id FROM (
            SELECT opened_at, lead_id FROM handoff
            WHERE workspace_id = @workspaceId AND person_id = @of{at} AND rejected_at IS NULL AND (closed_at IS NOT NULL OR contacted_at IS NOT NULL)
            ORDER BY opened_at DESC LIMIT @most) AS of{at}
        """)));

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
