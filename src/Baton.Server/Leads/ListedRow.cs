using System.Collections.Immutable;
using System.Data.Common;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Api;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What a list reads of a lead: its row, and what all its parts say of it.</summary>
internal sealed record ListedRow
{
    private static readonly BulkSelect<Guid, ListedRow> OfLeads = new(
        "lead_id, root_id, created_at, is_known, stage, stage_since, total, fit, engagement, grade, playbook, account_id, edits",
        "lead",
        new Columns<Guid>().Uuid("root_id", id => id),
        Read);

    public required Guid Id { get; init; }

    /// <summary>The row of the lead that this one is, or is a part of.</summary>
    public required Guid Root { get; init; }

    public required Instant Created { get; init; }

    public required bool IsKnown { get; init; }

    public required Stage Stage { get; init; }

    public required Instant StageSince { get; init; }

    public required int Total { get; init; }

    public required long Fit { get; init; }

    public required long Engagement { get; init; }

    public required string? Grade { get; init; }

    public required int Playbook { get; init; }

    public required Guid? AccountId { get; init; }

    /// <summary>The facts about attributes of the row and of its parts, each as <see cref="EditJson"/> has them.</summary>
    public required ImmutableArray<string> Edits { get; init; }

    public Score Score => new(Total, Fit, Engagement, Grade is { } grade ? new Grade(grade[0], grade[1] - '0') : null, Stage);

    /// <summary>The leads of these ids, in no order. Who is no lead, or only a part of one, is left out.</summary>
    public static List<ListedRow> Read(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> ids)
    {
        var rows = OfLeads.Run(connection, workspaceId, ids);
        var parts = rows.Where(row => row.Id != row.Root).ToLookup(row => row.Root);
        if (parts.Count == 0)
        {
            return rows;
        }

        return [.. rows.Where(row => row.Id == row.Root).Select(row => parts.Contains(row.Id) ? row with { Edits = [.. row.Edits, .. parts[row.Id].SelectMany(part => part.Edits)] } : row)];
    }

    /// <summary>Where it stands in a list.</summary>
    public Place PlaceIn(LeadOrder order) => new(order.IsByScore() ? Total : order.IsByStageSince() ? StageSince.ToUnixTimeMilliseconds() : 0, Id);

    /// <summary>What is known of it; not what it did.</summary>
    public Facts FactsWith(ImmutableArray<Edit> account) => new([], Edits.Length == 1 ? EditJson.Read(Edits[0]) : NewestEdits.Of(Edits.SelectMany(json => EditJson.Read(json))), account);

    public LeadInList ToLead(Facts facts) => new(
        Id,
        IsKnown,
        Created,
        facts.Text("email"),
        facts.Name(),
        facts.Text("title"),
        AccountId is { } account ? new LeadAccount(account, facts.Text("account.company") ?? facts.Text("company")) : null,
        LeadScore.Of(Score, Playbook),
        Stage.Title(),
        StageSince);

    private static ListedRow Read(Row row) => new()
    {
        Id = row.Uuid(0),
        Root = row.Uuid(1),
        Created = Instant.FromUnixTimeMilliseconds(row.Bigint(2)),
        IsKnown = row.Boolean(3),
        Stage = (Stage)row.Smallint(4),
        StageSince = Instant.FromUnixTimeMilliseconds(row.Bigint(5)),
        Total = row.Integer(6),
        Fit = row.Bigint(7),
        Engagement = row.Bigint(8),
        Grade = row.TextOrNull(9),
        Playbook = row.Integer(10),
        AccountId = row.UuidOrNull(11),
        Edits = [row.Text(12)],
    };
}
