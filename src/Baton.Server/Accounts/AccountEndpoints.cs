using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Accounts;

/// <summary>Accounts, over HTTP.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/api/accounts").WithTags("Accounts").Needs(Scopes.Read);
        read.MapGet("", ListAsync);
        read.MapGet("/{id:guid}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound).Produces(StatusCodes.Status304NotModified);
        read.MapGet("/{id:guid}/leads", LeadsAsync).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Lists accounts, the newest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="database">Where they are.</param>
    /// <param name="domain">The account with this domain, such as `example.com`.</param>
    /// <param name="groupId">The account with this `groupId`.</param>
    /// <param name="limit">The most accounts of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<AccountAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http, IDatabase database, string? domain, string? groupId, int? limit, string? cursor, CancellationToken cancel)
    {
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, "accounts", out var after, out problem))
        {
            return problem!;
        }

        if (domain is not null && groupId is not null)
        {
            return Problems.Wrong("Give one of `domain` and `groupId`.");
        }

        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        var ids = domain is not null ? Found(AccountBook.Find(connection, http.Workspace(), AccountKey.Domain(domain)))
            : groupId is not null ? Found(AccountBook.Find(connection, http.Workspace(), AccountKey.Group(groupId)))
            : (await connection.QueryAsync<Guid>(new CommandDefinition(
                $"""
                SELECT account_id FROM account WHERE workspace_id = @workspaceId{(after is null ? "" : " AND account_id < @id")}
                ORDER BY account_id DESC LIMIT @rows
                """,
                new { workspaceId = http.Workspace(), id = after?.Id ?? Guid.Empty, rows = size + 1 },
                cancellationToken: cancel))).ToList();
        var shown = ids.Take(size).ToList();
        var keys = AccountBook.KeysOf(connection, http.Workspace(), shown).ToLookup(key => key.Account);
        var accounts = AccountBook.Read(connection, http.Workspace(), shown).OrderBy(row => shown.IndexOf(row.Id))
            .Select(row => AccountAnswer.Of(row, [.. keys[row.Id]])).ToList();
        return TypedResults.Ok(new Page<AccountAnswer>(accounts, ids.Count > size ? new Place(0, shown[^1]).ToCursor("accounts") : null));
    }

    /// <summary>Shows an account.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The account's id.</param>
    /// <param name="database">Where it is.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<AccountAnswer>, ProblemHttpResult, StatusCodeHttpResult>> GetAsync(
        HttpContext http, Guid id, IDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (AccountBook.Read(connection, http.Workspace(), [id]) is not [var row])
        {
            return Unknown(id);
        }

        var keys = AccountBook.KeysOf(connection, http.Workspace(), [id]);
        return Versions.Answer(http, FormattableString.Invariant($"{row.Revision}.{keys.Count}"), AccountAnswer.Of(row, keys));
    }

    /// <summary>Lists the leads of an account, the highest score first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The account's id.</param>
    /// <param name="database">Where it is.</param>
    /// <param name="leads">The leads.</param>
    /// <param name="visitors">True lists visitors, too, of whom only anonymous ids are known.</param>
    /// <param name="limit">The most leads of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before, with all other parameters as they were.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<LeadInList>>, ProblemHttpResult>> LeadsAsync(
        HttpContext http, Guid id, IDatabase database, LeadList leads, bool? visitors, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = string.Join('\n', "account", id, visitors);
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem))
        {
            return problem!;
        }

        await using (var connection = await database.OpenReadAsync(cancel))
        {
            if (AccountBook.Read(connection, http.Workspace(), [id]) is not [_])
            {
                return Unknown(id);
            }
        }

        var query = new LeadQuery(LeadOrder.HighestScore, null, null, id, null, null, visitors == true, size, after);
        var (found, next) = await leads.ReadAsync(http.Workspace(), query, cancel);
        return TypedResults.Ok(new Page<LeadInList>(found, next?.ToCursor(list)));
    }

    private static List<Guid> Found(Guid? account) => account is { } id ? [id] : [];

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no account {id}.");
}
