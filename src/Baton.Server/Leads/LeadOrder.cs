using Baton.Core.Lifecycle;
using Baton.Server.Api;

namespace Baton.Server.Leads;

/// <summary>The orders in which leads are listed. Each is that of an index, so that a page costs the same wherever it is.</summary>
public enum LeadOrder
{
    /// <summary>The highest score first.</summary>
    HighestScore,

    /// <summary>The lowest score first.</summary>
    LowestScore,

    /// <summary>The newest lead first.</summary>
    Newest,

    /// <summary>The oldest lead first.</summary>
    Oldest,

    /// <summary>Who came to its stage last first.</summary>
    NewestInStage,

    /// <summary>Who has stood at its stage the longest first.</summary>
    LongestInStage,
}

/// <summary>The orders as the API calls them and as SQL has them.</summary>
internal static class LeadOrders
{
    public static readonly IReadOnlyList<string> Names = ["-score", "score", "-created", "created", "-since", "since"];

    private static readonly Stage[] StagesOfKnown = [.. Enum.GetValues<Stage>().Where(stage => stage != Stage.Visitor)];

    public static LeadOrder? Of(string? name) => name switch
    {
        null or "-score" => LeadOrder.HighestScore,
        "score" => LeadOrder.LowestScore,
        "-created" => LeadOrder.Newest,
        "created" => LeadOrder.Oldest,
        "-since" => LeadOrder.NewestInStage,
        "since" => LeadOrder.LongestInStage,
        _ => null,
    };

    public static string Name(this LeadOrder order) => Names[(int)order];

    public static bool IsByScore(this LeadOrder order) => order is LeadOrder.HighestScore or LeadOrder.LowestScore;

    public static bool IsByStageSince(this LeadOrder order) => order is LeadOrder.NewestInStage or LeadOrder.LongestInStage;

    /// <summary>Compares places in a list.</summary>
    public static IComparer<Place> ByPlace(this LeadOrder order)
    {
        var number = order is LeadOrder.HighestScore or LeadOrder.Newest or LeadOrder.NewestInStage ? -1 : 1;
        var id = order is LeadOrder.LowestScore or LeadOrder.Newest or LeadOrder.NewestInStage ? -1 : 1;
        return Comparer<Place>.Create((one, other) => one.Number.CompareTo(other.Number) is not 0 and var byNumber ? byNumber * number : one.Id.CompareTo(other.Id) * id);
    }

    /// <summary>
    /// The lists that a list is put together of: by the time at a stage there is one for each stage, for that is how the index has them.
    /// </summary>
    public static IReadOnlyList<Stage?> Strands(this LeadOrder order, Stage? stage) => order.IsByStageSince() && stage is null ? [.. StagesOfKnown.Select(one => (Stage?)one)] : [stage];

    /// <summary>
    /// The statements that read the places behind a place, of most lists from the index alone, to be run one after the other until there are enough rows: first those with the same number, then
    /// those behind. One statement for both would have no end in the index to start from.
    /// </summary>
    /// <param name="order">Of the list.</param>
    /// <param name="after">Null for the start.</param>
    /// <param name="ofAccount">True where only the leads of <c>@account</c> are wanted.</param>
    /// <param name="visitors">True where visitors are wanted, too.</param>
    /// <param name="ofStage">True where only those at <c>@stage</c> are wanted; of the orders by creation all are read.</param>
    /// <param name="ofScores">True where only scores from <c>@least</c> to <c>@most</c> are wanted; of other orders than those by score all are read.</param>
    public static IReadOnlyList<string> Statements(this LeadOrder order, Place? after, bool ofAccount, bool visitors, bool ofStage = false, bool ofScores = false)
    {
        var (same, behind, by) = order switch
        {
            LeadOrder.HighestScore => ("total = @number AND lead_id > @id", "total < @number", "total DESC, lead_id"),
            LeadOrder.LowestScore => ("total = @number AND lead_id < @id", "total > @number", "total, lead_id DESC"),
            LeadOrder.Newest => (null, "lead_id < @id", "lead_id DESC"),
            LeadOrder.Oldest => (null, "lead_id > @id", "lead_id"),
            LeadOrder.NewestInStage => ("stage_since = @number AND lead_id < @id", "stage_since < @number", "stage_since DESC, lead_id DESC"),
            LeadOrder.LongestInStage => ("stage_since = @number AND lead_id > @id", "stage_since > @number", "stage_since, lead_id"),
        };
        var isByCreation = order is LeadOrder.Newest or LeadOrder.Oldest;
        var known = $"{(visitors && isByCreation ? "" : " AND parent_id IS NULL")}{(visitors ? "" : " AND is_known")}";
        var some = $"{(ofAccount ? " AND account_id = @account" : "")}{(ofStage && !isByCreation ? " AND stage = @stage" : "")}{(ofScores && order.IsByScore() ? " AND total >= @least AND total <= @most" : "")}";
        return after is null ? [Statement("")] : same is null ? [Statement(" AND " + behind)] : [Statement(" AND " + same), Statement(" AND " + behind)];

        string Statement(string where) =>
            $"""
            SELECT {(order.IsByScore() ? "total" : order.IsByStageSince() ? "stage_since" : "0")} AS number, lead_id AS id
            FROM lead
            WHERE workspace_id = @workspaceId{known}{some}{where}
            ORDER BY {by} LIMIT @rows
            """;
    }
}
