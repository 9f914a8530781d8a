using Baton.Core.Scoring;
using Baton.Server.Api;
using Baton.Server.Deals;
using Baton.Server.Leads;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Accounts;

/// <summary>An account as its page shows it.</summary>
/// <param name="Account">What is known of it.</param>
/// <param name="People">Its people, the highest score first.</param>
/// <param name="Count">How many of its people are known.</param>
/// <param name="NextPeople">Where they go on; null at the end.</param>
/// <param name="Engagement">What all of them did, through time.</param>
/// <param name="Timeline">What they did and what happened to them, the newest first.</param>
/// <param name="Who">By the row of a lead that an item is about, who it is.</param>
/// <param name="NextItems">Where the timeline goes on; null at the end.</param>
/// <param name="Deals">Those that were opened last first.</param>
public sealed record AccountSheet(
    AccountAnswer Account,
    IReadOnlyList<LeadCard> People,
    int Count,
    string? NextPeople,
    IReadOnlyList<ScorePoint> Engagement,
    IReadOnlyList<TimelineItem> Timeline,
    IReadOnlyDictionary<Guid, LeadCard> Who,
    string? NextItems,
    IReadOnlyList<DealAnswer> Deals);

/// <summary>Reads all that an account's page shows, as of one moment of the database.</summary>
internal sealed class AccountSheets(IDatabase database, PlaybookShelf shelf, IClock clock)
{
    private const int PeopleAtOnce = 20;
    private const int TimelineLength = 30;
    private const int MostDeals = 50;

    /// <summary>The most people whose engagement is added up, those with the highest scores first.</summary>
    private const int MostAdded = 50;

    private const int Weeks = 53;

    /// <param name="workspaceId">Whose account.</param>
    /// <param name="id">The account.</param>
    /// <param name="people">Where its people go on.</param>
    /// <param name="items">Where its timeline goes on.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<AccountSheet?> ReadAsync(Guid workspaceId, Guid id, string? people, string? items, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (AccountBook.Read(connection, workspaceId, [id]) is not [var row])
        {
            return null;
        }

        var (peopleList, itemsList) = ($"account people\n{id}", $"account items\n{id}");
        _ = Place.TryRead(people, peopleList, out var afterPerson, out _);
        _ = Place.TryRead(items, itemsList, out var afterItem, out _);
        var found = People(connection, snapshot, workspaceId, id, afterPerson);
        var shown = found.Take(PeopleAtOnce).ToList();
        var engaged = connection.Query<Guid>(BestSql, new { workspaceId, account = id, rows = MostAdded }, snapshot).ToHashSet();
        var parts = LeadTable.PartsOf(connection, workspaceId, [.. engaged.Union(shown.Select(one => one.Id))]);
        var together = parts.Where(part => engaged.Contains(part.RootId)).ToList();
        var (timeline, next) = LeadTimeline.ReadOfMany(connection, snapshot, workspaceId, [.. together.Select(part => part.Id)], TimelineLength, afterItem, clock.GetCurrentInstant());
        var cards = LeadCard.Of(connection, workspaceId, parts);
        var count = connection.ExecuteScalar<long>("SELECT COUNT(*) FROM lead WHERE workspace_id = @workspaceId AND account_id = @id AND parent_id IS NULL AND is_known AND account_id IS NOT NULL", new { workspaceId, id }, snapshot);
        return new AccountSheet(
            AccountAnswer.Of(row, AccountBook.KeysOf(connection, workspaceId, [id])),
            [.. shown.Select(one => cards[one.Id])],
            (int)count,
            found.Count > PeopleAtOnce ? new Place(shown[^1].Total, shown[^1].Id).ToCursor(peopleList) : null,
            [.. EngagementOf(together, version => shelf.Get(connection, snapshot, workspaceId, version).Scorer)],
            timeline,
            cards,
            next?.ToCursor(itemsList),
            DealList.OfAccount(connection, snapshot, workspaceId, id, MostDeals));
    }

    /// <summary>The statement that finds the people of an account who do most.</summary>
    public const string BestSql =
        """
        SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND account_id = @account AND parent_id IS NULL AND is_known AND account_id IS NOT NULL
        ORDER BY total DESC, lead_id LIMIT @rows
        """;

    /// <summary>The statements that list the people of an account, to be run one after the other until there are enough.</summary>
    public static IReadOnlyList<string> PeopleSql(Place? after)
    {
        return after is null ? [Sql("")] : [Sql(" AND total = @total AND lead_id > @id"), Sql(" AND total < @total")];

        static string Sql(string where) =>
            $"""
            SELECT lead_id, total FROM lead WHERE workspace_id = @workspaceId AND account_id = @account AND parent_id IS NULL AND is_known AND account_id IS NOT NULL{where}
            ORDER BY total DESC, lead_id LIMIT @rows
            """;
    }

    private static List<(Guid Id, int Total)> People(System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction snapshot, Guid workspaceId, Guid account, Place? after)
    {
        var found = new List<(Guid Id, int Total)>();
        foreach (var sql in PeopleSql(after))
        {
            found.AddRange(connection.Query<(Guid Id, int Total)>(sql, new { workspaceId, account, total = (int)(after?.Number ?? 0), id = after?.Id ?? Guid.Empty, rows = PeopleAtOnce + 1 - found.Count }, snapshot));
        }

        return found;
    }

    /// <summary>By week, from the tallies: no event is read again.</summary>
    private IEnumerable<ScorePoint> EngagementOf(List<LeadRow> parts, Func<int, Scorer> scorerOf)
    {
        var leads = parts.GroupBy(part => part.RootId).Select(lead => (Scorer: scorerOf(lead.First(part => part.IsRoot).Playbook), Record: LeadRow.RecordOf([.. lead], []) with { Edits = [] })).ToList();
        var now = clock.GetCurrentInstant();
        var first = leads.Select(lead => lead.Record.Tallies.FirstDay).Min();
        for (var week = Weeks - 1; week >= 0; week--)
        {
            var day = now.InUtc().Date.PlusDays(-7 * week);
            if (first is not null && day >= first.Value.PlusDays(-7))
            {
                var at = Instant.Min(now, day.PlusDays(1).AtMidnight().InUtc().ToInstant() - Duration.FromMilliseconds(1));
                var sum = leads.Sum(lead => lead.Scorer.Score(lead.Record, at).Engagement);
                yield return new ScorePoint(day, 0, 0, sum);
            }
        }
    }
}
