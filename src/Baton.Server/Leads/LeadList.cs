using System.Data.Common;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Accounts;
using Baton.Server.Api;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What leads are asked for.</summary>
internal sealed record LeadQuery(
    LeadOrder Order, LeadCondition? Where, Stage? Stage, Guid? Account, string? Words, IdentityKey? Identity, bool Visitors, int Limit, Place? After);

/// <summary>Lists leads. However rare what is asked for, a request reads no more than <see cref="MostRows"/> leads and then says where to go on.</summary>
internal sealed class LeadList(IDatabase database)
{
    /// <summary>The most leads that a request looks at.</summary>
    public const int MostRows = 5_000;

    private const int RowsAtOnce = 500;

    private static readonly BulkSelect<Guid, (Guid Root, string Edits)> EditsOfLeads =
        new("root_id, edits", "lead", new Columns<Guid>().Uuid("root_id", id => id), row => (row.Uuid(0), row.Text(1)));

    private static readonly string[] Searched = ["email", "name", "firstname", "lastname", "company", "title", "phone"];

    /// <summary>The leads that are asked for, and where to go on; no place at the end of the list.</summary>
    public async Task<(IReadOnlyList<LeadInList> Leads, Place? Next)> ReadAsync(Guid workspaceId, LeadQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (query.Identity is { } identity)
        {
            return (Found(connection, workspaceId, query, identity), null);
        }

        var found = new List<LeadInList>();
        var after = query.After;
        for (var seen = 0; seen < MostRows;)
        {
            var rows = await RowsAsync(connection, workspaceId, query, after, cancel);
            cancel.ThrowIfCancellationRequested();
            foreach (var lead in Matching(connection, workspaceId, query, rows))
            {
                found.Add(lead);
                after = PlaceOf(query.Order, lead);
                if (found.Count == query.Limit)
                {
                    var isLast = rows.Count < RowsAtOnce && rows[^1].Id == lead.Id;
                    return (found, isLast ? null : after);
                }
            }

            if (rows.Count < RowsAtOnce)
            {
                return (found, null);
            }

            seen += rows.Count;
            after = new Place(query.Order.IsByScore() ? rows[^1].Total : 0, rows[^1].Id);
        }

        return (found, after);
    }

    private static Place PlaceOf(LeadOrder order, LeadInList lead) => new(order.IsByScore() ? lead.Score.Total : 0, lead.Id);

    private static async Task<List<ListedRow>> RowsAsync(DbConnection connection, Guid workspaceId, LeadQuery query, Place? after, CancellationToken cancel)
    {
        var rows = new List<ListedRow>();
        foreach (var sql in query.Order.Statements(after, query.Account is not null, query.Visitors))
        {
            if (rows.Count < RowsAtOnce)
            {
                var parameters = new { workspaceId, account = query.Account ?? Guid.Empty, score = (int)(after?.Number ?? 0), id = after?.Id ?? Guid.Empty, rows = RowsAtOnce - rows.Count };
                rows.AddRange(await connection.QueryAsync<ListedRow>(new CommandDefinition(sql, parameters, cancellationToken: cancel)));
            }
        }

        return rows;
    }

    private static List<LeadInList> Found(DbConnection connection, Guid workspaceId, LeadQuery query, IdentityKey identity)
    {
        if (LeadTable.FindIdentities(connection, workspaceId, [identity]) is not [var (_, lead, _)])
        {
            return [];
        }

        var root = LeadTable.RootsOf(connection, workspaceId, [lead]).Single().Root;
        var row = LeadTable.PartsOf(connection, workspaceId, [root]).Single(part => part.IsRoot);
        return [.. Matching(connection, workspaceId, query with { Visitors = true }, [ListedRow.Of(row)])];
    }

    private static IEnumerable<LeadInList> Matching(DbConnection connection, Guid workspaceId, LeadQuery query, List<ListedRow> rows)
    {
        var wanted = rows.Where(row => row.IsRoot != 0 && (row.Known != 0 || query.Visitors)
            && (query.Stage is null || row.Stage == (short)query.Stage) && (query.Account is null || row.AccountId == query.Account)).ToList();
        for (var from = 0; from < wanted.Count; from += query.Limit)
        {
            var some = wanted.GetRange(from, Math.Min(query.Limit, wanted.Count - from));
            var edits = EditsOfLeads.Run(connection, workspaceId, [.. some.Select(row => row.Id)]).ToLookup(row => row.Root, row => row.Edits);
            var accounts = AccountBook.Read(connection, workspaceId, [.. some.Select(row => row.AccountId).OfType<Guid>().Distinct()])
                .ToDictionary(account => account.Id, account => account.Edits);
            foreach (var row in some)
            {
                var facts = new Facts([], NewestEdits.Of(edits[row.Id].SelectMany(json => EditJson.Read(json))), row.AccountId is { } id && accounts.TryGetValue(id, out var known) ? known : []);
                if ((query.Where is null || query.Where.Holds(row.Score, facts)) && (query.Words is null || Says(facts, query.Words)))
                {
                    yield return row.ToLead(facts);
                }
            }
        }
    }

    private static bool Says(Facts facts, string words) =>
        Array.Exists(Searched, attribute => facts.Attribute(attribute, Instant.MaxValue).Text.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a list reads of a lead.</summary>
    private sealed class ListedRow
    {
        public Guid Id { get; init; }

        public Instant Created { get; init; }

        public int Known { get; init; }

        public int IsRoot { get; init; }

        public short Stage { get; init; }

        public Instant StageSince { get; init; }

        public int Total { get; init; }

        public long Fit { get; init; }

        public long Engagement { get; init; }

        public string? Grade { get; init; }

        public int Playbook { get; init; }

        public Guid? AccountId { get; init; }

        public Score Score => new(Total, Fit, Engagement, Grade is { } grade ? new Grade(grade[0], grade[1] - '0') : null, (Stage)Stage);

        public static ListedRow Of(LeadRow row) => new()
        {
            Id = row.Id,
            Created = row.Created,
            Known = row.IsKnown ? 1 : 0,
            IsRoot = 1,
            Stage = (short)row.Score.Stage,
            StageSince = row.StageSince,
            Total = row.Score.Total,
            Fit = row.Score.Fit,
            Engagement = row.Score.Engagement,
            Grade = row.Score.Grade?.ToString(),
            Playbook = row.Playbook,
            AccountId = row.AccountId,
        };

        public LeadInList ToLead(Facts facts) => new(
            Id,
            Known != 0,
            Created,
            facts.Text("email"),
            facts.Name(),
            facts.Text("title"),
            AccountId is { } account ? new LeadAccount(account, facts.Text("account.company") ?? facts.Text("company")) : null,
            LeadScore.Of(Score, Playbook),
            Score.Stage.Title(),
            StageSince);
    }
}

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
internal sealed record LeadInList(
    Guid Id, bool Known, Instant Created, string? Email, string? Name, string? Title, LeadAccount? Account, LeadScore Score, string Stage, Instant StageSince);
