using System.Data.Common;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Server.Accounts;
using Baton.Server.Api;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What leads are asked for.</summary>
internal sealed record LeadQuery(
    LeadOrder Order, LeadCondition? Where, Stage? Stage, Guid? Account, string? Words, IdentityKey? Identity, bool Visitors, int Limit, Place? After)
{
    /// <summary>Only scores from this on; null for any.</summary>
    public int? Least { get; init; }

    /// <summary>Only scores up to this; null for any.</summary>
    public int? Most { get; init; }

    /// <summary>Only this grade, such as <c>A1</c>, or this band of fit, such as <c>A</c>; null for any.</summary>
    public string? Grade { get; init; }

    /// <summary>True where every row that is read is wanted.</summary>
    public bool TakesAll => Where is null && Words is null && Grade is null && Account is null && (Order.IsByScore() || Least is null && Most is null)
        && (Stage is null || Order is not (LeadOrder.Newest or LeadOrder.Oldest));

    /// <summary>True of a row that may be wanted, before it is known what its lead says of itself.</summary>
    public bool Takes(ListedRow row) => (row.IsKnown || Visitors)
        && (Stage is null || row.Stage == Stage) && (Account is null || row.AccountId == Account)
        && !(row.Total < Least) && !(row.Total > Most) && (Grade is null || row.Grade?.StartsWith(Grade, StringComparison.OrdinalIgnoreCase) == true);
}

/// <summary>
/// Lists leads. However rare what is asked for, a request reads no more than <see cref="MostRows"/> leads and passes no more than
/// <see cref="MostPlaces"/> in the index, and then says where to go on.
/// </summary>
internal sealed class LeadList(IDatabase database)
{
    private const int RowsAtOnce = 250;

    /// <summary>The most leads that a request looks at.</summary>
    public int MostRows { get; init; } = 1_250;

    /// <summary>The most places that are passed in search of leads that have a word.</summary>
    public int MostPlaces { get; init; } = 1_000_000;

    /// <summary>Leads that have a word are read and put in order where there are no more; of more those that come first in the list's order are found along its index.</summary>
    public int FewNamed { get; init; } = 2_000;

    /// <summary>How many places are read at once in search of leads that have a word.</summary>
    public int PlacesAtOnce { get; init; } = 5_000;

    /// <summary>The leads that are asked for, and where to go on; no place at the end of the list.</summary>
    public async Task<(IReadOnlyList<LeadInList> Leads, Place? Next)> ReadAsync(Guid workspaceId, LeadQuery query, CancellationToken cancel)
    {
        var (found, next) = await ReadWithFactsAsync(workspaceId, query, cancel);
        return ([.. found.Select(one => one.Lead)], next);
    }

    /// <summary>The leads that are asked for with all that is known of them, and where to go on; no place at the end of the list.</summary>
    public async Task<(IReadOnlyList<ListedLead> Leads, Place? Next)> ReadWithFactsAsync(Guid workspaceId, LeadQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (query.Identity is { } identity)
        {
            return (Known(connection, workspaceId, query, identity), null);
        }

        var words = query.Words is null ? null : SearchWords.Of(query.Words);
        if (words is { Count: 0 })
        {
            return ([], null);
        }

        var named = words is null ? null : WordTable.TryLeads(connection, workspaceId, words);
        return named?.Count <= FewNamed
            ? OfNamed(connection, workspaceId, query, words, [.. named])
            : await ScanAsync(connection, workspaceId, query, words, named, cancel);
    }

    /// <summary>These leads, in the order of the ids; who is no lead, or no longer, is left out.</summary>
    public async Task<IReadOnlyList<ListedLead>> FindAsync(Guid workspaceId, IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var query = new LeadQuery(LeadOrder.Oldest, null, null, null, null, null, Visitors: true, PageSize.Most, null);
        return [.. Matching(connection, workspaceId, query, words: null, ListedRow.Read(connection, workspaceId, ids).OrderBy(row => row.Id))];
    }

    /// <summary>How many leads stand at each stage; of more than <paramref name="most"/> no more are counted.</summary>
    public async Task<IReadOnlyDictionary<Stage, int>> CountAsync(Guid workspaceId, int most, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var counts = new Dictionary<Stage, int>();
        foreach (var stage in LeadOrder.LongestInStage.Strands(stage: null).OfType<Stage>())
        {
            counts[stage] = await connection.ExecuteScalarAsync<int>(new CommandDefinition(CountSql, new { workspaceId, stage = (short)stage, most }, cancellationToken: cancel));
        }

        return counts;
    }

    /// <summary>How many leads are asked for in all; of more than <paramref name="most"/> no more are counted. Null where an index does not tell.</summary>
    public async Task<int?> TryCountAsync(Guid workspaceId, LeadQuery query, int most, CancellationToken cancel)
    {
        if (query is not { Where: null, Words: null, Identity: null, Account: null, Grade: null, Visitors: false })
        {
            return null;
        }

        await using var connection = await database.OpenReadAsync(cancel);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            CountSqlOf(query), new { workspaceId, stage = (short?)query.Stage, least = query.Least, atMost = query.Most, most }, cancellationToken: cancel));
    }

    /// <summary>How many are asked for, up to <c>@most</c>: by an index of stages or of scores.</summary>
    internal static string CountSqlOf(LeadQuery query) =>
        $"""
        SELECT COUNT(*) FROM (
            SELECT 1 FROM lead WHERE workspace_id = @workspaceId AND parent_id IS NULL AND is_known
            {(query.Stage is null ? "" : "AND stage = @stage")} {(query.Least is null ? "" : "AND total >= @least")} {(query.Most is null ? "" : "AND total <= @atMost")}
            LIMIT @most) AS counted
        """;

    /// <summary>How many stand at <c>@stage</c>, up to <c>@most</c>.</summary>
    internal const string CountSql =
        """
        SELECT COUNT(*) FROM (SELECT 1 FROM lead WHERE workspace_id = @workspaceId AND parent_id IS NULL AND is_known AND stage = @stage LIMIT @most) AS counted
        """;

    private static (IReadOnlyList<ListedLead> Leads, Place? Next) OfNamed(
        DbConnection connection, Guid workspaceId, LeadQuery query, IReadOnlyList<string>? words, IReadOnlyList<Guid> ids)
    {
        var places = query.Order.ByPlace();
        var rows = ListedRow.Read(connection, workspaceId, ids)
            .Where(row => query.After is not { } after || places.Compare(row.PlaceIn(query.Order), after) > 0)
            .OrderBy(row => row.PlaceIn(query.Order), places);
        var leads = Matching(connection, workspaceId, query, words, rows).Take(query.Limit + 1).ToList();
        return leads.Count > query.Limit ? (leads.GetRange(0, query.Limit), PlaceOf(query.Order, leads[query.Limit - 1].Lead)) : (leads, null);
    }

    private async Task<(IReadOnlyList<ListedLead> Leads, Place? Next)> ScanAsync(
        DbConnection connection, Guid workspaceId, LeadQuery query, IReadOnlyList<string>? words, IReadOnlySet<Guid>? named, CancellationToken cancel)
    {
        var found = new List<ListedLead>();
        var after = query.After;
        var atOnce = named is not null ? PlacesAtOnce : query.TakesAll ? query.Limit + 1 : RowsAtOnce;
        for (var (passed, read) = (0, 0); passed < MostPlaces && read < MostRows;)
        {
            var places = await PlacesAsync(connection, workspaceId, query, atOnce, after, cancel);
            var wanted = named is null ? places : places.FindAll(place => named.Contains(place.Id));
            var isCut = wanted.Count > MostRows - read;
            wanted = isCut ? wanted.GetRange(0, MostRows - read) : wanted;
            var isEnd = !isCut && places.Count < atOnce;
            foreach (var lead in Matching(connection, workspaceId, query, words, Rows(connection, workspaceId, query.Order, wanted)))
            {
                found.Add(lead);
                after = PlaceOf(query.Order, lead.Lead);
                if (found.Count == query.Limit)
                {
                    return (found, isEnd && wanted[^1].Id == lead.Lead.Id ? null : after);
                }
            }

            if (isEnd)
            {
                return (found, null);
            }

            cancel.ThrowIfCancellationRequested();
            (passed, read) = (passed + places.Count, read + wanted.Count);
            after = isCut ? wanted[^1] : places[^1];
        }

        return (found, after);
    }

    private static Place PlaceOf(LeadOrder order, LeadInList lead) =>
        new(order.IsByScore() ? lead.Score.Total : order.IsByStageSince() ? lead.StageSince.ToUnixTimeMilliseconds() : 0, lead.Id);

    private static async Task<List<Place>> PlacesAsync(DbConnection connection, Guid workspaceId, LeadQuery query, int atOnce, Place? after, CancellationToken cancel)
    {
        var places = new List<Place>();
        var strands = query.Order.Strands(query.Stage);
        foreach (var stage in strands)
        {
            var ofStrand = 0;
            foreach (var sql in query.Order.Statements(after, query.Account is not null, query.Visitors, stage is not null, query.Least is not null || query.Most is not null))
            {
                if (ofStrand < atOnce)
                {
                    var parameters = new
                    {
                        workspaceId,
                        account = query.Account ?? Guid.Empty,
                        stage = (short)(stage ?? default),
                        number = after?.Number ?? 0,
                        id = after?.Id ?? Guid.Empty,
                        least = query.Least ?? int.MinValue,
                        most = query.Most ?? int.MaxValue,
                        rows = atOnce - ofStrand,
                    };
                    var some = (await connection.QueryAsync<(long Number, Guid Id)>(new CommandDefinition(sql, parameters, cancellationToken: cancel))).AsList();
                    places.AddRange(some.Select(place => new Place(place.Number, place.Id)));
                    ofStrand += some.Count;
                }
            }
        }

        if (strands.Count > 1)
        {
            places.Sort(query.Order.ByPlace());
            places.RemoveRange(Math.Min(atOnce, places.Count), Math.Max(0, places.Count - atOnce));
        }

        return places;
    }

    /// <summary>What stands at these places, in their order, read as it is asked for.</summary>
    private static IEnumerable<ListedRow> Rows(DbConnection connection, Guid workspaceId, LeadOrder order, IReadOnlyList<Place> places) => places
        .Chunk(RowsAtOnce)
        .SelectMany(some => ListedRow.Read(connection, workspaceId, [.. some.Select(place => place.Id)]).OrderBy(row => row.PlaceIn(order), order.ByPlace()));

    private static List<ListedLead> Known(DbConnection connection, Guid workspaceId, LeadQuery query, IdentityKey identity)
    {
        if (LeadTable.FindIdentities(connection, workspaceId, [identity]) is not [var (_, lead, _)])
        {
            return [];
        }

        var root = LeadTable.RootsOf(connection, workspaceId, [lead]).Single().Root;
        var words = query.Words is null ? null : SearchWords.Of(query.Words);
        return [.. Matching(connection, workspaceId, query with { Visitors = true }, words, ListedRow.Read(connection, workspaceId, [root]))];
    }

    private static IEnumerable<ListedLead> Matching(DbConnection connection, Guid workspaceId, LeadQuery query, IReadOnlyList<string>? words, IEnumerable<ListedRow> rows)
    {
        foreach (var some in rows.Where(query.Takes).Chunk(query.TakesAll ? query.Limit : RowsAtOnce))
        {
            var accounts = AccountBook.Read(connection, workspaceId, [.. some.Select(row => row.AccountId).OfType<Guid>().Distinct()])
                .ToDictionary(account => account.Id, account => account.Edits);
            foreach (var row in some)
            {
                var facts = row.FactsWith(row.AccountId is { } id && accounts.TryGetValue(id, out var known) ? known : []);
                if ((query.Where is null || query.Where.Holds(row.Score, facts)) && (words is null || SearchWords.Find(facts, words)))
                {
                    yield return new ListedLead(row.ToLead(facts), facts);
                }
            }
        }
    }
}

/// <summary>A lead of a list with all that is known of it.</summary>
/// <param name="Lead">In short.</param>
/// <param name="Facts">What it and its account say of themselves.</param>
public sealed record ListedLead(LeadInList Lead, Facts Facts);

/// <summary>A lead, in short.</summary>
/// <param name="Id">The lead's id.</param>
/// <param name="Known">False for a visitor.</param>
/// <param name="Created">When Baton first heard of the lead.</param>
/// <param name="Email">The e-mail address that its newest fact gives.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Title">The person's job.</param>
/// <param name="Account">The company that the lead works for.</param>
/// <param name="Score">What the playbook makes of the lead.</param>
/// <param name="Stage">How far it has come, such as `MQL`.</param>
/// <param name="StageSince">Since when it stands there.</param>
public sealed record LeadInList(
    Guid Id, bool Known, Instant Created, string? Email, string? Name, string? Title, LeadAccount? Account, LeadScore Score, string Stage, Instant StageSince);
