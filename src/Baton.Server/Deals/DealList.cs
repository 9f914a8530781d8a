using System.Data.Common;
using Baton.Core.Lifecycle;
using Baton.Server.Accounts;
using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Deals;

/// <summary>Lists deals.</summary>
internal sealed class DealList(IDatabase database)
{
    /// <summary>A page of deals: those that were opened last come first, and those of which nobody knows when at the end.</summary>
    public async Task<(IReadOnlyList<DealAnswer> Items, Place? Next)> ReadAsync(Guid workspaceId, DealQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var places = query.Lead is { } lead
            ? OfLead(connection, workspaceId, lead, query)
            : [.. await connection.QueryAsync<(Guid Id, long At)>(new CommandDefinition(
                Sql(query),
                new { workspaceId, state = (short?)query.State, owner = query.Owner, account = query.Account, at = query.After?.Number ?? 0, id = query.After?.Id ?? Guid.Empty, rows = query.Limit + 1 },
                cancellationToken: cancel))];
        var shown = places.Take(query.Limit).ToList();
        var deals = DealTable.Find(connection, workspaceId, [.. shown.Select(place => place.Id)]).ToDictionary(deal => deal.Id);
        var answers = Answer(connection, snapshot, workspaceId, [.. shown.Select(place => deals[place.Id])]);
        return (answers, places.Count > query.Limit ? new Place(shown[^1].At, shown[^1].Id) : null);
    }

    /// <summary>A deal, and as it is shown; null where there is none.</summary>
    public async Task<(Deal Deal, DealAnswer Shown)?> GetAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        return DealTable.Find(connection, workspaceId, [id]) is [var deal] ? (deal, Answer(connection, snapshot, workspaceId, [deal])[0]) : null;
    }

    /// <summary>All deals of a lead, by its rows, those that were opened last first.</summary>
    public static List<DealAnswer> OfLead(DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> parts) =>
        Answer(connection, snapshot, workspaceId, [.. DealTable.OfLeads(connection, workspaceId, parts).OrderByDescending(deal => deal.Created ?? Instant.MinValue).ThenByDescending(deal => deal.Id)]);

    /// <summary>The deals of an account, those that were opened last first.</summary>
    public static List<DealAnswer> OfAccount(DbConnection connection, DbTransaction snapshot, Guid workspaceId, Guid account, int limit)
    {
        var query = new DealQuery(null, null, IsNobodys: false, null, account, limit, null);
        var ids = connection.Query<(Guid Id, long At)>(Sql(query), new { workspaceId, account, rows = limit }, snapshot).Select(place => place.Id).ToList();
        return Answer(connection, snapshot, workspaceId, [.. DealTable.Find(connection, workspaceId, ids).OrderBy(deal => ids.IndexOf(deal.Id))]);
    }

    /// <summary>The statement that lists deals, by an index whatever is asked for.</summary>
    public static string Sql(DealQuery query)
    {
        var where = string.Concat(
            query.State is null ? "" : " AND state = @state",
            query.IsNobodys ? " AND owner_id IS NULL" : query.Owner is null ? "" : " AND owner_id = @owner",
            query.Account is null ? "" : " AND account_id = @account",
            query.After is null ? "" : " AND (COALESCE(created_at, 0), deal_id) < (@at, @id)");
        return $"SELECT deal_id, COALESCE(created_at, 0) FROM deal WHERE workspace_id = @workspaceId{where} ORDER BY COALESCE(created_at, 0) DESC, deal_id DESC LIMIT @rows";
    }

    /// <summary>A lead has few deals.</summary>
    private static List<(Guid Id, long At)> OfLead(DbConnection connection, Guid workspaceId, Guid lead, DealQuery query)
    {
        if (LeadTable.RootsOf(connection, workspaceId, [lead]) is not [var (_, root)])
        {
            return [];
        }

        var parts = LeadTable.PartsOf(connection, workspaceId, [root]).ConvertAll(part => part.Id);
        return [.. DealTable.OfLeads(connection, workspaceId, parts)
            .Where(deal => (query.State is null || deal.State == query.State)
                && (query.IsNobodys ? deal.OwnerId is null : query.Owner is null || deal.OwnerId == query.Owner)
                && (query.Account is null || deal.AccountId == query.Account))
            .Select(deal => (deal.Id, At: deal.Created?.ToUnixTimeMilliseconds() ?? 0))
            .OrderByDescending(place => place.At).ThenByDescending(place => place.Id.ToString(), StringComparer.Ordinal)
            .SkipWhile(place => query.After is { } after && (place.At, string.CompareOrdinal(place.Id.ToString(), after.Id.ToString())).CompareTo((after.Number, 0)) >= 0)
            .Take(query.Limit + 1)];
    }

    private static List<DealAnswer> Answer(DbConnection connection, DbTransaction snapshot, Guid workspaceId, List<Deal> deals)
    {
        if (deals.Count == 0)
        {
            return [];
        }

        var leads = LeadCard.Of(connection, workspaceId, deals.Select(deal => deal.LeadId).OfType<Guid>());
        var accountIds = deals.Select(deal => deal.AccountId).OfType<Guid>().Distinct().ToList();
        var keys = AccountBook.KeysOf(connection, workspaceId, accountIds).ToLookup(key => key.Account);
        var accounts = AccountBook.Read(connection, workspaceId, accountIds).ToDictionary(row => row.Id, row => new LeadAccount(row.Id, AccountAnswer.NameOf(row, [.. keys[row.Id]])));
        var people = PeopleStore.All(connection, workspaceId, snapshot).ToDictionary(person => person.Id, person => new PersonName(person.Id, person.Name, person.Email));
        return deals.ConvertAll(deal => new DealAnswer(
            deal.Id,
            deal.ExternalId,
            deal.LeadId is { } lead ? leads.GetValueOrDefault(lead) : null,
            deal.AccountId is { } account ? accounts.GetValueOrDefault(account) : null,
            deal.Name,
            deal.AmountInUnits,
            deal.Currency,
            deal.State.Name(),
            deal.Stage,
            deal.OwnerId is { } owner ? people.GetValueOrDefault(owner, new PersonName(owner, null, null)) : null,
            deal.Reason,
            deal.Competitor,
            deal.Created,
            deal.Closed,
            deal.Said));
    }
}

/// <summary>Which deals are asked for.</summary>
internal sealed record DealQuery(DealState? State, Guid? Owner, bool IsNobodys, Guid? Lead, Guid? Account, int Limit, Place? After);
