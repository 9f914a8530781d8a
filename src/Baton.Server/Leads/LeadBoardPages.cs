using Baton.Core.Lifecycle;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Leads;

/// <summary>The leads by their stages, side by side.</summary>
internal static class LeadBoardPages
{
    /// <summary>How many leads of a stage are counted one by one.</summary>
    public const int MostCounted = 1_000;

    private const int CardsOfStage = 12;

    public static void MapLeadBoard(this IEndpointRouteBuilder routes) => routes.MapGet("/leads/board", ShowAsync).May(Right.Look);

    private static async Task<IResult> ShowAsync(HttpContext http, LeadList leads, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        var isBeside = http.Request.Query["side"] == "yes";
        var counts = await leads.CountAsync(workspace, MostCounted + 1, cancel);
        var columns = new List<LeadBoardColumn>();
        foreach (var stage in Enum.GetValues<Stage>().Where(stage => stage != Stage.Visitor && stage.IsOnPath() != isBeside))
        {
            var query = new LeadQuery(LeadOrder.HighestScore, null, stage, null, null, null, Visitors: false, CardsOfStage, null);
            columns.Add(new LeadBoardColumn(stage, counts.GetValueOrDefault(stage), (await leads.ReadAsync(workspace, query, cancel)).Leads));
        }

        return Pages.Show<LeadBoardPage>(new { Columns = columns, IsBeside = isBeside });
    }
}

/// <summary>The leads of a stage.</summary>
/// <param name="Stage">Which.</param>
/// <param name="Count">How many there are, at most one more than are counted.</param>
/// <param name="Leads">Those with the highest scores.</param>
public sealed record LeadBoardColumn(Stage Stage, int Count, IReadOnlyList<LeadInList> Leads);
