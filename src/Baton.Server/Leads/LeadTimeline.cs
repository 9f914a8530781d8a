using System.Data.Common;
using System.Text;
using Baton.Server.Api;
using Baton.Server.Intake;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What leads did and what happened to them, newest first.</summary>
internal sealed class LeadTimeline(IDatabase database)
{
    /// <summary>The most events that a request looks at in search of some.</summary>
    private const int MostLookedAt = 5_000;

    private const int AtOnce = 500;

    private const string Events =
        """
        SELECT event_id AS Id, lead_id AS LeadId, account_id AS AccountId, kind AS Kind, name AS Name, occurred_at AS At, received_at AS Received, mark AS Mark,
            payload AS Payload
        FROM event
        """;

    private const string Activities =
        """
        SELECT activity_id AS Id, lead_id AS LeadId, at AS At, kind AS ActivityKind, actor AS Actor, data AS Data
        FROM activity
        """;

    /// <summary>The timeline of a lead, of all its parts together.</summary>
    /// <param name="workspaceId">Whose lead.</param>
    /// <param name="parts">The lead's rows.</param>
    /// <param name="kind">Only these: a kind of event or of activity; null for all.</param>
    /// <param name="name">Only events of this name; null for all.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="after">The last item of the page before.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<(IReadOnlyList<TimelineItem> Items, Place? Next)> ReadAsync(
        Guid workspaceId, IReadOnlyList<Guid> parts, string? kind, string? name, int limit, Place? after, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        return Read(connection, snapshot, workspaceId, parts, TimelineShown.OfKind(kind, name), limit, after);
    }

    /// <inheritdoc cref="ReadAsync"/>
    /// <param name="connection">To read with.</param>
    /// <param name="snapshot">What it sees.</param>
    /// <param name="shown">Which part of it.</param>
    public static (IReadOnlyList<TimelineItem> Items, Place? Next) Read(
        DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> parts, TimelineShown shown, int limit, Place? after)
    {
        var newest = Newest(connection, snapshot, workspaceId, parts, shown, limit + 1, after);
        return PageOf(newest, limit, row => new Place(row.At, row.Id), row => row.ToItem());
    }

    /// <summary>The events of a lead for which something holds, newest first. A request looks at no more than <see cref="MostLookedAt"/>, so a page may be short although there are more.</summary>
    /// <param name="connection">To read with.</param>
    /// <param name="snapshot">What it sees.</param>
    /// <param name="workspaceId">Whose lead.</param>
    /// <param name="parts">The lead's rows.</param>
    /// <param name="holds">True for those that are wanted.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="after">The last item of the page before.</param>
    public static (IReadOnlyList<TimelineItem> Items, Place? Next) Read(
        DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> parts, Func<StoredEvent, bool> holds, int limit, Place? after)
    {
        var found = new List<TimelineItem>();
        var shown = TimelineShown.Of("did", name: null);
        for (var seen = 0; seen < MostLookedAt; seen += AtOnce)
        {
            var rows = Newest(connection, snapshot, workspaceId, parts, shown, AtOnce, after);
            foreach (var row in rows)
            {
                if (holds(row.ToEvent()))
                {
                    if (found.Count == limit)
                    {
                        return (found, after);
                    }

                    found.Add(row.ToItem());
                }

                after = new Place(row.At, row.Id);
            }

            if (rows.Count < AtOnce)
            {
                return (found, null);
            }
        }

        return (found, after);
    }

    /// <summary>The timelines of many leads in one, newest first.</summary>
    /// <param name="connection">To read with.</param>
    /// <param name="snapshot">What it sees.</param>
    /// <param name="workspaceId">Whose leads.</param>
    /// <param name="parts">Their rows.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="after">The last item of the page before.</param>
    /// <param name="now">The time.</param>
    public static (IReadOnlyList<TimelineItem> Items, Place? Next) ReadOfMany(
        DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> parts, int limit, Place? after, Instant now)
    {
        if (parts.Count == 0)
        {
            return ([], null);
        }

        // No index has them in order all together. But the times of each row stand in one: they tell since when there are enough, so that only what is shown is read from all over the disk.
        // Mostly the last weeks are enough, and only their times are sorted.
        var from = after?.Number ?? now.ToUnixTimeMilliseconds();
        foreach (var days in (int?[])[14, 120, null])
        {
            var times = connection.Query<long>(TimesOfMany(parts.Count, after), Since(days is { } some ? from - (some * NodaConstants.MillisecondsPerDay) : long.MinValue), snapshot).ToList();
            if (times.Count > limit || days is null)
            {
                var since = Since(times.Count > limit ? times[limit] : long.MinValue);
                var rows = connection.Query<TimelineRow>(EventsOfMany(parts.Count, after), since, snapshot).Concat(connection.Query<TimelineRow>(ActivitiesOfMany(parts.Count, after), since, snapshot))
                    .OrderByDescending(row => row.At).ThenByDescending(row => row.Id.ToString(), StringComparer.Ordinal).Take(limit + 1).ToList();
                return PageOf(rows, limit, row => new Place(row.At, row.Id), row => row.ToItem());
            }
        }

        throw new InvalidOperationException("The last look has no bounds.");

        DynamicParameters Since(long since) =>
            new DynamicParameters(new { workspaceId, at = after?.Number ?? 0, id = after?.Id ?? Guid.Empty, since, rows = limit + 1 }).With("part", parts);
    }

    /// <summary>The statement that lists when several rows did something or something happened to them, from the indexes alone. What happened at the very time of a place is left out: it may be before it.</summary>
    public static string TimesOfMany(int parts, Place? after) =>
        $"""
        SELECT occurred_at AS at FROM event WHERE workspace_id = @workspaceId AND lead_id IN ({Numbered(parts)}) AND occurred_at >= @since{(after is null ? "" : " AND occurred_at < @at")}
        UNION ALL SELECT at FROM activity WHERE workspace_id = @workspaceId AND lead_id IN ({Numbered(parts)}) AND at >= @since{(after is null ? "" : " AND at < @at")}
        ORDER BY at DESC LIMIT @rows
        """;

    /// <summary>The statement that lists events of several rows.</summary>
    public static string EventsOfMany(int parts, Place? after) =>
        $"{Events} WHERE workspace_id = @workspaceId AND lead_id IN ({Numbered(parts)}) AND occurred_at >= @since{Before(after, "occurred_at", "event_id")} ORDER BY occurred_at DESC, event_id DESC LIMIT @rows";

    /// <summary>The statement that lists activities of several rows.</summary>
    public static string ActivitiesOfMany(int parts, Place? after) =>
        $"{Activities} WHERE workspace_id = @workspaceId AND lead_id IN ({Numbered(parts)}) AND at >= @since{Before(after, "at", "activity_id")} ORDER BY at DESC, activity_id DESC LIMIT @rows";

    private static string Numbered(int parts) => string.Join(", ", Enumerable.Range(0, parts).Select(at => FormattableString.Invariant($"@part{at}")));

    private static List<TimelineRow> Newest(
        DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> parts, TimelineShown shown, int limit, Place? after)
    {
        var rows = new List<TimelineRow>();
        foreach (var part in parts)
        {
            var parameters = new { workspaceId, part, name = shown.Name?.ToLowerInvariant(), at = after?.Number ?? 0, id = after?.Id ?? Guid.Empty, rows = limit };
            if (shown.Events is not [])
            {
                rows.AddRange(connection.Query<TimelineRow>(EventsOf(shown, after), parameters, snapshot));
            }

            if (shown.Activities is not [])
            {
                rows.AddRange(connection.Query<TimelineRow>(ActivitiesOf(shown, after), parameters, snapshot));
            }
        }

        return [.. rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id.ToString(), StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>The statement that lists events of a row.</summary>
    public static string EventsOf(TimelineShown shown, Place? after) =>
        $"""
        {Events} WHERE workspace_id = @workspaceId AND lead_id = @part{Before(after, "occurred_at", "event_id")}{(shown.Events is null ? "" : $" AND kind IN ({string.Join(", ", shown.Events.Select(kind => FormattableString.Invariant($"{(short)kind}")))})")}{(shown.Name is null ? "" : " AND lower(name) = @name")}
        ORDER BY occurred_at DESC, event_id DESC LIMIT @rows
        """;

    /// <summary>The statement that lists activities of a row.</summary>
    public static string ActivitiesOf(TimelineShown shown, Place? after) =>
        $"""
        {Activities} WHERE workspace_id = @workspaceId AND lead_id = @part{Before(after, "at", "activity_id")}{(shown.Activities is null ? "" : $" AND kind IN ({string.Join(", ", shown.Activities.Where(ActivityKinds.All.Contains).Select(kind => $"'{kind}'"))})")}
        ORDER BY at DESC, activity_id DESC LIMIT @rows
        """;

    /// <summary>All events of a workspace, those that came in last first.</summary>
    public async Task<(IReadOnlyList<TimelineItem> Items, Place? Next)> ReadAllAsync(Guid workspaceId, int limit, Place? after, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var rows = await connection.QueryAsync<TimelineRow>(new CommandDefinition(
            AllEvents(after), new { workspaceId, at = after?.Number ?? 0, id = after?.Id ?? Guid.Empty, rows = limit + 1 }, cancellationToken: cancel));
        return PageOf([.. rows], limit, row => new Place(row.Received ?? 0, row.Id), row => row.ToItem());
    }

    /// <summary>The statement that lists all events.</summary>
    public static string AllEvents(Place? after) =>
        $"{Events} WHERE workspace_id = @workspaceId{Before(after, "received_at", "event_id")} ORDER BY received_at DESC, event_id DESC LIMIT @rows";

    /// <summary>The kinds of events, by their numbers.</summary>
    public static readonly IReadOnlyList<EventKind> EventKinds = Enum.GetValues<EventKind>();

    private static string Before(Place? after, string at, string id) => after is null ? "" : $" AND ({at}, {id}) < (@at, @id)";

    /// <summary>Cuts what was read with one row more than is wanted.</summary>
    private static (IReadOnlyList<TItem> Items, Place? Next) PageOf<TRow, TItem>(List<TRow> rows, int limit, Func<TRow, Place> place, Func<TRow, TItem> item) =>
        rows.Count <= limit ? ([.. rows.Select(item)], null) : ([.. rows.Take(limit).Select(item)], place(rows[limit - 1]));

    private sealed class TimelineRow
    {
        public Guid Id { get; init; }

        public Guid LeadId { get; init; }

        public Guid? AccountId { get; init; }

        public short Kind { get; init; }

        public string? Name { get; init; }

        public long At { get; init; }

        public long? Received { get; init; }

        public short Mark { get; init; }

        public byte[]? Payload { get; init; }

        public string? ActivityKind { get; init; }

        public string? Actor { get; init; }

        public string? Data { get; init; }

        public StoredEvent ToEvent() => new(
            Id, LeadId, AccountId, (EventKind)Kind, Name!, Instant.FromUnixTimeMilliseconds(At), Instant.FromUnixTimeMilliseconds(Received!.Value), (EventMark)Mark, Payload!);

        public TimelineItem ToItem() => ActivityKind is { } activity
            ? new TimelineItem(Id, "activity", activity, Instant.FromUnixTimeMilliseconds(At), LeadId) { Actor = Actor, Data = new RawJson(Encoding.UTF8.GetBytes(Data!)) }
            : TimelineItem.Of(ToEvent());
    }
}

/// <summary>A part of what leads did and what happened to them.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Give it as `cursor`, with everything else as before, to go on. Null at the end.</param>
/// <param name="EventsFrom">The beginning of the UTC day from which on `track`, `page` and `screen` events are kept; older ones were deleted. Null where all are kept.</param>
internal sealed record TimelinePage(IReadOnlyList<TimelineItem> Items, string? Next, Instant? EventsFrom);

/// <summary>Something that a lead did (an event), or that happened to it inside Baton (an activity).</summary>
/// <param name="Id">The event's or activity's id.</param>
/// <param name="Type">`event` or `activity`.</param>
/// <param name="Kind">Of an event `track`, `page`, `screen`, `identify`, `group`, `alias`, `import` or `edit`; of an activity such as `stage.changed`.</param>
/// <param name="At">When it happened.</param>
/// <param name="Lead">The lead, or the part of it, whose ids it came with.</param>
public sealed record TimelineItem(Guid Id, string Type, string Kind, Instant At, Guid Lead)
{
    /// <summary>An event as a timeline has it.</summary>
    internal static TimelineItem Of(StoredEvent kept) => new(kept.Id, "event", kept.Kind.Name(), kept.Occurred, kept.LeadId)
    {
        Name = kept.Name,
        Received = kept.Received,
        Machine = kept.Mark.IsMachine(),
        Mark = kept.Mark.Name(),
        Account = kept.AccountId,
        Data = new RawJson(kept.Payload),
    };

    /// <summary>What rules listen to; null of an activity.</summary>
    public string? Name { get; init; }

    /// <summary>When an event came in.</summary>
    public Instant? Received { get; init; }

    /// <summary>True where an event is a machine's: it is kept and does not score.</summary>
    public bool? Machine { get; init; }

    /// <summary>Who says whether it is a machine's, such as `user agent`, `burst` or `said to be a person`.</summary>
    public string? Mark { get; init; }

    /// <summary>The account that an event says something of.</summary>
    public Guid? Account { get; init; }

    /// <summary>Who did it, of an activity: `baton`, a person or a key.</summary>
    public string? Actor { get; init; }

    /// <summary>An event as it came in; what else there is to know of an activity.</summary>
    public RawJson Data { get; init; }
}
