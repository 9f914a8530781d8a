using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Api;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What a list reads of a lead's row.</summary>
internal sealed class ListedRow
{
    public const string Selected =
        """
        lead_id AS Id, created_at AS Created, CASE WHEN is_known THEN 1 ELSE 0 END AS Known, CASE WHEN parent_id IS NULL THEN 1 ELSE 0 END AS IsRoot,
            stage AS Stage, stage_since AS StageSince, total AS Total, fit AS Fit, engagement AS Engagement, grade AS Grade, playbook AS Playbook,
            account_id AS AccountId
        """;

    private static readonly BulkSelect<Guid, ListedRow> ById = new(Selected, "lead", new Columns<Guid>().Uuid("lead_id", id => id), Read);

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

    /// <summary>These rows, in no order.</summary>
    public static List<ListedRow> Read(System.Data.Common.DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> ids) => ById.Run(connection, workspaceId, ids);

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

    /// <summary>Where it stands in a list.</summary>
    public Place PlaceIn(LeadOrder order) => new(order.IsByScore() ? Total : order.IsByStageSince() ? StageSince.ToUnixTimeMilliseconds() : 0, Id);

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

    private static ListedRow Read(Row row) => new()
    {
        Id = row.Uuid(0),
        Created = Instant.FromUnixTimeMilliseconds(row.Bigint(1)),
        Known = row.Integer(2),
        IsRoot = row.Integer(3),
        Stage = row.Smallint(4),
        StageSince = Instant.FromUnixTimeMilliseconds(row.Bigint(5)),
        Total = row.Integer(6),
        Fit = row.Bigint(7),
        Engagement = row.Bigint(8),
        Grade = row.TextOrNull(9),
        Playbook = row.Integer(10),
        AccountId = row.UuidOrNull(11),
    };
}
