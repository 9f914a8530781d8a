using System.Data.Common;
using Baton.Server.Api;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Costs;

/// <summary>What marketing and sales have spent.</summary>
internal sealed class CostStore(IDatabase database)
{
    private const string Columns =
        """
        cost_id AS Id, team AS Team, campaign AS Campaign, from_day AS FromDay, to_day AS ToDay, amount AS Amount, currency AS Currency, note AS Note, said_at AS SaidAt, said_by AS SaidBy,
            revision AS Revision
        """;

    /// <summary>The most that two days of one cost lie apart.</summary>
    public const int LongestDays = 3_660;

    private static readonly LocalDate Epoch = new(1970, 1, 1);

    /// <summary>A page of costs: those that begin last come first.</summary>
    public async Task<(IReadOnlyList<Cost> Items, Place? Next)> ReadAsync(Guid workspaceId, CostQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var rows = (await connection.QueryAsync<CostRow>(new CommandDefinition(
            Sql(query),
            new
            {
                workspaceId,
                query.Team,
                query.Campaign,
                from = query.From is { } first ? DayOf(first) : 0,
                earliest = query.From is { } begin ? DayOf(begin) - LongestDays : 0,
                to = query.To is { } last ? DayOf(last) : 0,
                day = (int)(query.After?.Number ?? 0),
                id = query.After?.Id ?? Guid.Empty,
                rows = query.Limit + 1,
            },
            cancellationToken: cancel))).ToList();
        var shown = rows.Take(query.Limit).Select(row => row.ToCost()).ToList();
        return (shown, rows.Count > query.Limit ? new Place(DayOf(shown[^1].From), shown[^1].Id) : null);
    }

    /// <summary>A cost; null where there is none.</summary>
    public async Task<Cost?> GetAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return Get(connection, workspaceId, id);
    }

    /// <summary>Adds a cost.</summary>
    public Task<Cost> AddAsync(Guid workspaceId, Cost cost, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            transaction.Connection!.Execute(
                """
                INSERT INTO cost (workspace_id, cost_id, team, campaign, from_day, to_day, amount, currency, note, said_at, said_by, revision)
                VALUES (@workspaceId, @Id, @Team, @Campaign, @FromDay, @ToDay, @Amount, @Currency, @Note, @SaidAt, @By, @Revision)
                """,
                Parameters(workspaceId, cost),
                transaction);
            return cost;
        },
        cancel);

    /// <summary>Makes another cost of one.</summary>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="cost">As it is to be, with its id; of its revision nothing counts.</param>
    /// <param name="isAsSeen">Whether a revision is the one that the caller has seen.</param>
    /// <param name="cancel">Withdraws it.</param>
    public Task<CostResult> ReplaceAsync(Guid workspaceId, Cost cost, Func<int, bool> isAsSeen, CancellationToken cancel) => database.WriteAsync<CostResult>(
        transaction =>
        {
            if (Get(transaction.Connection!, workspaceId, cost.Id, transaction) is not { } known)
            {
                return new CostResult.Unknown();
            }

            if (!isAsSeen(known.Revision))
            {
                return new CostResult.ChangedMeanwhile();
            }

            var changed = cost with { Revision = known.Revision + 1 };
            var written = transaction.Connection!.Execute(
                """
                UPDATE cost SET team = @Team, campaign = @Campaign, from_day = @FromDay, to_day = @ToDay, amount = @Amount, currency = @Currency, note = @Note, said_at = @SaidAt, said_by = @By,
                    revision = @Revision
                WHERE workspace_id = @workspaceId AND cost_id = @Id AND revision = @Revision - 1
                """,
                Parameters(workspaceId, changed),
                transaction);
            return written > 0 ? new CostResult.Done(changed) : throw new WriteConflictException("Somebody else has just changed this cost.");
        },
        cancel);

    /// <summary>Takes a cost away.</summary>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="isAsSeen">Whether a revision is the one that the caller has seen.</param>
    /// <param name="cancel">Withdraws it.</param>
    public Task<CostResult> DeleteAsync(Guid workspaceId, Guid id, Func<int, bool> isAsSeen, CancellationToken cancel) => database.WriteAsync<CostResult>(
        transaction =>
        {
            if (Get(transaction.Connection!, workspaceId, id, transaction) is not { } known)
            {
                return new CostResult.Unknown();
            }

            if (!isAsSeen(known.Revision))
            {
                return new CostResult.ChangedMeanwhile();
            }

            var deleted = transaction.Connection!.Execute(
                "DELETE FROM cost WHERE workspace_id = @workspaceId AND cost_id = @id AND revision = @Revision", new { workspaceId, id, known.Revision }, transaction);
            return deleted > 0 ? new CostResult.Done(known) : throw new WriteConflictException("Somebody else has just changed this cost.");
        },
        cancel);

    /// <summary>The statement that lists costs, by an index whatever is asked for.</summary>
    public static string Sql(CostQuery query)
    {
        var where = string.Concat(
            query.Team is null ? "" : " AND team = @Team",
            query.Campaign is null ? "" : " AND campaign = @Campaign",
            query.From is null ? "" : " AND to_day >= @from AND from_day >= @earliest",
            query.To is null ? "" : " AND from_day <= @to",
            query.After is null ? "" : " AND (from_day, cost_id) < (@day, @id)");
        return $"SELECT {Columns} FROM cost WHERE workspace_id = @workspaceId{where} ORDER BY from_day DESC, cost_id DESC LIMIT @rows";
    }

    private static Cost? Get(DbConnection connection, Guid workspaceId, Guid id, DbTransaction? transaction = null) =>
        connection.QueryFirstOrDefault<CostRow>($"SELECT {Columns} FROM cost WHERE workspace_id = @workspaceId AND cost_id = @id", new { workspaceId, id }, transaction)?.ToCost();

    private static int DayOf(LocalDate date) => Period.DaysBetween(Epoch, date);

    private static object Parameters(Guid workspaceId, Cost cost) => new
    {
        workspaceId,
        cost.Id,
        cost.Team,
        cost.Campaign,
        FromDay = DayOf(cost.From),
        ToDay = DayOf(cost.To),
        cost.Amount,
        cost.Currency,
        cost.Note,
        SaidAt = cost.Said.ToUnixTimeMilliseconds(),
        cost.By,
        cost.Revision,
    };

    private sealed class CostRow
    {
        public Guid Id { get; init; }

        public string Team { get; init; } = "";

        public string? Campaign { get; init; }

        public int FromDay { get; init; }

        public int ToDay { get; init; }

        public long Amount { get; init; }

        public string Currency { get; init; } = "";

        public string? Note { get; init; }

        public long SaidAt { get; init; }

        public string SaidBy { get; init; } = "";

        public int Revision { get; init; }

        public Cost ToCost() => new(
            Id, Team, Campaign, Epoch.PlusDays(FromDay), Epoch.PlusDays(ToDay), Amount, Currency, Note, Instant.FromUnixTimeMilliseconds(SaidAt), SaidBy, Revision);
    }
}

/// <summary>Which costs are asked for: with <paramref name="From"/> and <paramref name="To"/>, those that have a day in that time.</summary>
internal sealed record CostQuery(string? Team, string? Campaign, LocalDate? From, LocalDate? To, int Limit, Place? After);

/// <summary>What came of a word about a cost.</summary>
internal abstract record CostResult
{
    private CostResult()
    {
    }

    /// <summary>It holds.</summary>
    public sealed record Done(Cost Cost) : CostResult;

    /// <summary>There is no such cost.</summary>
    public sealed record Unknown : CostResult;

    /// <summary>The cost is no longer as the caller has seen it.</summary>
    public sealed record ChangedMeanwhile : CostResult;
}
