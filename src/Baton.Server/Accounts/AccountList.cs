using System.Data.Common;
using Baton.Server.Api;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Accounts;

/// <summary>The orders in which accounts are listed.</summary>
public enum AccountOrder
{
    /// <summary>That whose best lead has the highest score comes first.</summary>
    BestLead,

    /// <summary>The newest comes first; those of whom nobody is known are there, too.</summary>
    Newest,
}

/// <summary>An account in a list.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">Its name, or a domain where no name is known.</param>
/// <param name="Industry">Null where it is not known.</param>
/// <param name="Employees">Null where it is not known.</param>
/// <param name="Country">Null where it is not known.</param>
/// <param name="People">How many of its people are known.</param>
/// <param name="Best">The highest score among them; null where there is nobody.</param>
/// <param name="Engagement">The highest engagement among them; null likewise.</param>
public sealed record AccountInList(Guid Id, string? Name, string? Industry, string? Employees, string? Country, int People, int? Best, long? Engagement);

/// <summary>Lists accounts, or finds them by how their name, domain or id begins.</summary>
internal sealed class AccountList(IDatabase database)
{
    private const string Known = "workspace_id = @workspaceId AND parent_id IS NULL AND is_known AND account_id IS NOT NULL";
    private const int MostFound = 50;

    /// <summary>A page of accounts, and where the next one begins.</summary>
    public async Task<(IReadOnlyList<AccountInList> Accounts, Place? Next)> ReadAsync(Guid workspaceId, AccountOrder order, int limit, Place? after, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var places = new List<(Guid Account, long Number, Guid Id)>();
        foreach (var sql in Statements(order, after))
        {
            if (places.Count <= limit)
            {
                places.AddRange(await connection.QueryAsync<(Guid Account, long Number, Guid Id)>(new CommandDefinition(
                    sql, new { workspaceId, number = after?.Number ?? 0, id = after?.Id ?? Guid.Empty, rows = limit + 1 - places.Count }, snapshot, cancellationToken: cancel)));
            }
        }

        var shown = places.Take(limit).ToList();
        return (Rows(connection, snapshot, workspaceId, [.. shown.Select(place => place.Account)]), places.Count > limit ? new Place(shown[^1].Number, shown[^1].Id) : null);
    }

    /// <summary>The accounts of which something begins like this; at most 50.</summary>
    public async Task<IReadOnlyList<AccountInList>> FindAsync(Guid workspaceId, string begin, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var found = new List<Guid>();
        foreach (var key in (AccountKey[])[AccountKey.Name(begin), AccountKey.Domain(begin.Trim()), AccountKey.Group(begin)])
        {
            found.AddRange(await connection.QueryAsync<Guid>(new CommandDefinition(
                Beginning(database.Dialect), new { workspaceId, kind = (short)key.Kind, from = key.Value, to = key.Value + '\uffff', rows = MostFound }, snapshot, cancellationToken: cancel)));
        }

        return Rows(connection, snapshot, workspaceId, [.. found.Distinct().Take(MostFound)]);
    }

    /// <summary>The statement that finds accounts by how a key begins: by its bytes in both databases.</summary>
    public static string Beginning(Dialect dialect) => dialect == Dialect.Postgres
        ? "SELECT account_id FROM account_key WHERE workspace_id = @workspaceId AND kind = @kind AND value ~>=~ @from AND value ~<~ @to ORDER BY value USING ~<~ LIMIT @rows"
        : "SELECT account_id FROM account_key WHERE workspace_id = @workspaceId AND kind = @kind AND value >= @from AND value < @to ORDER BY value LIMIT @rows";

    /// <summary>
    /// The statements that read on from a place, to be run one after the other until there are enough rows. An account stands where the best of its people does: the others are passed over, each
    /// by one look into the index of the account's people.
    /// </summary>
    public static IReadOnlyList<string> Statements(AccountOrder order, Place? after)
    {
        return order switch
        {
            AccountOrder.BestLead => after is null ? [Best("")] : [Best(" AND total = @number AND lead_id > @id"), Best(" AND total < @number")],
            AccountOrder.Newest => [$"SELECT account_id, 0, account_id FROM account WHERE workspace_id = @workspaceId{(after is null ? "" : " AND account_id < @id")} ORDER BY account_id DESC LIMIT @rows"],
        };

        static string Best(string where) =>
            $"""
            SELECT account_id, total, lead_id FROM lead AS one
            WHERE {Known}{where} AND lead_id = (
                SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND parent_id IS NULL AND is_known AND account_id IS NOT NULL AND account_id = one.account_id ORDER BY total DESC, lead_id LIMIT 1)
            ORDER BY total DESC, lead_id LIMIT @rows
            """;
    }

    private static List<AccountInList> Rows(DbConnection connection, DbTransaction snapshot, Guid workspaceId, IReadOnlyList<Guid> ids)
    {
        var keys = AccountBook.KeysOf(connection, workspaceId, ids).ToLookup(key => key.Account);
        var accounts = AccountBook.Read(connection, workspaceId, ids).ToDictionary(row => row.Id);
        return [.. ids.Where(accounts.ContainsKey).Select(id =>
        {
            var (people, best, engagement) = connection.QuerySingle<(long People, int? Best, long? Engagement)>(
                $"SELECT COUNT(*), MAX(total), MAX(engagement) FROM lead WHERE {Known} AND account_id = @id", new { workspaceId, id }, snapshot);
            var shown = AccountAnswer.Of(accounts[id], [.. keys[id]]);
            return new AccountInList(id, shown.Name, Text("industry"), Text("employees"), Text("country"), (int)people, best, engagement);

            string? Text(string attribute) => shown.Attributes.GetValueOrDefault(attribute)?.Value;
        })];
    }
}
