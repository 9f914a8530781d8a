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
    /// <summary>What is older makes no lead hot.</summary>
    private const int Days = 5;

    /// <summary>So many of the leads are looked at that were handed over last.</summary>
    private const int MostLeads = 200;

    /// <summary>And no fewer hand-offs of each person, however many people there are.</summary>
    private const int FewestOfEach = 10;

    private const int PeopleAtOnce = 100;

    /// <summary>So many of the newest things that each did are looked at,</summary>
    private const int MostEvents = 200;

    /// <summary>and so many read of those whose names say most.</summary>
    private const int MostRead = 10;

    private const int LeadsAtOnce = 50;

    private const int MostActions = 3;

    private static readonly BulkSelect<Guid, (Guid Part, Guid Root)> Parts = new(
        "lead_id, root_id", "lead", new Columns<Guid>().Uuid("root_id", id => id), row => (row.Uuid(0), row.Uuid(1)));

    private readonly HighIntent _intent = new(playbook);
    private readonly Instant _since = now - Duration.FromDays(Days);

    /// <summary>True of what is new enough to make a lead hot.</summary>
    public static bool IsHot(BriefAction action, Instant now) => action.At > now - Duration.FromDays(Days);

    /// <summary>Those of some people, or of everybody, that nobody was in touch with since, what loses most by waiting first.</summary>
    public Listed<HotLead> Of(IReadOnlyList<Guid>? of, int rows)
    {
        var taken = TakenOn(of);
        var actions = ActionsOf([.. taken.Keys], _since);
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

    /// <summary>What leads did of what counts most, the newest first; those that did nothing of it are left out.</summary>
    /// <param name="roots">The leads; of a part of one nothing is found.</param>
    /// <param name="since">What is older is left out; null for nothing.</param>
    public Dictionary<Guid, IReadOnlyList<BriefAction>> ActionsOf(IReadOnlyList<Guid> roots, Instant? since)
    {
        var names = _intent.Events.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (names.Count == 0)
        {
            return [];
        }

        var rootOf = Parts.Run(connection, workspaceId, roots).ToDictionary(part => part.Part, part => part.Root);
        var found = rootOf.Keys.Chunk(LeadsAtOnce)
            .SelectMany(some => connection.Query<(Guid Lead, Guid Event, string Name, long At)>(
                NewestSql(some), new DynamicParameters(new { workspaceId, since = since?.ToUnixTimeMilliseconds() ?? long.MinValue, most = MostEvents }).With("lead", some), snapshot))
            .Where(row => names.Contains(row.Name))
            .GroupBy(row => rootOf[row.Lead])
            .SelectMany(lead => lead.OrderByDescending(row => row.At).Take(MostRead))
            .ToDictionary(row => row.Event, row => rootOf[row.Lead]);
        return EventTable.Find(snapshot, workspaceId, [.. found.Keys])
            .Select(kept => (Root: found[kept.Id], Action: _intent.ActionOf(kept)))
            .Where(one => one.Action is not null)
            .GroupBy(one => one.Root)
            .ToDictionary(lead => lead.Key, lead => (IReadOnlyList<BriefAction>)[.. lead.Select(one => one.Action!).OrderByDescending(action => action.At).Take(MostActions)]);
    }

    /// <summary>The statement that finds the newest <c>@most</c> things that people did of each of some rows, for which no more is read.</summary>
    public static string NewestSql(IReadOnlyList<Guid> rows) => string.Join("\nUNION ALL\n", rows.Select((_, at) => FormattableString.Invariant(
        $"""
        SELECT lead_id, event_id, name, occurred_at FROM (
            SELECT lead_id, event_id, name, occurred_at FROM event
            WHERE workspace_id = @workspaceId AND lead_id = @lead{at} AND occurred_at >= @since AND {EventTable.ByPeople}
            ORDER BY occurred_at DESC LIMIT @most) AS lead{at}
        """)));

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
        new DynamicParameters(new { workspaceId, since = _since.ToUnixTimeMilliseconds(), contact = ActivityKinds.ContactLogged }).With("leads", leads),
        snapshot).ToDictionary(row => row.Root, row => Instant.FromUnixTimeMilliseconds(row.At));
}
