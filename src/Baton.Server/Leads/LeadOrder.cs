using Baton.Server.Api;

namespace Baton.Server.Leads;

/// <summary>The orders in which leads are listed. Each is that of an index, so that a page costs the same wherever it is.</summary>
internal enum LeadOrder
{
    /// <summary>The highest score first.</summary>
    HighestScore,

    /// <summary>The lowest score first.</summary>
    LowestScore,

    /// <summary>The newest lead first.</summary>
    Newest,

    /// <summary>The oldest lead first.</summary>
    Oldest,
}

/// <summary>The orders as the API calls them and as SQL has them.</summary>
internal static class LeadOrders
{
    public static readonly IReadOnlyList<string> Names = ["-score", "score", "-created", "created"];

    public static LeadOrder? Of(string? name) => name switch
    {
        null or "-score" => LeadOrder.HighestScore,
        "score" => LeadOrder.LowestScore,
        "-created" => LeadOrder.Newest,
        "created" => LeadOrder.Oldest,
        _ => null,
    };

    public static bool IsByScore(this LeadOrder order) => order is LeadOrder.HighestScore or LeadOrder.LowestScore;

    /// <summary>
    /// The statements that read on from a place, to be run one after the other until there are enough rows: first those with the same score, then
    /// those behind. One statement for both would have no end in the index to start from.
    /// </summary>
    /// <param name="order">Of the list.</param>
    /// <param name="after">Null for the start.</param>
    /// <param name="ofAccount">True where only the leads of <c>@account</c> are wanted.</param>
    /// <param name="visitors">True where visitors are wanted, too.</param>
    public static IReadOnlyList<string> Statements(this LeadOrder order, Place? after, bool ofAccount, bool visitors)
    {
        var (sameScore, behind, by) = order switch
        {
            LeadOrder.HighestScore => ("total = @score AND lead_id > @id", "total < @score", "total DESC, lead_id"),
            LeadOrder.LowestScore => ("total = @score AND lead_id < @id", "total > @score", "total, lead_id DESC"),
            LeadOrder.Newest => (null, "lead_id < @id", "lead_id DESC"),
            LeadOrder.Oldest => (null, "lead_id > @id", "lead_id"),
        };
        return after is null ? [Statement("", by)]
            : sameScore is null ? [Statement(" AND " + behind, by)]
            : [Statement(" AND " + sameScore, by), Statement(" AND " + behind, by)];

        string Statement(string where, string orderBy) =>
            $"""
            SELECT lead_id AS Id, created_at AS Created, CASE WHEN is_known THEN 1 ELSE 0 END AS Known, CASE WHEN parent_id IS NULL THEN 1 ELSE 0 END AS IsRoot,
                stage AS Stage, stage_since AS StageSince, total AS Total, fit AS Fit, engagement AS Engagement, grade AS Grade, playbook AS Playbook,
                account_id AS AccountId
            FROM lead
            WHERE workspace_id = @workspaceId{(visitors && !order.IsByScore() ? "" : " AND parent_id IS NULL")}{(visitors ? "" : " AND is_known")}{(ofAccount ? " AND account_id = @account" : "")}{where}
            ORDER BY {orderBy} LIMIT @rows
            """;
    }
}
