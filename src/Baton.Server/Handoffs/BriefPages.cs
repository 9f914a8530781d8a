using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Handoffs;

/// <summary>The brief of a hand-off, to be read and printed.</summary>
internal static class BriefPages
{
    public static void MapBriefPages(this IEndpointRouteBuilder routes) => routes.MapGet("/handoffs/{id:guid}/brief", ShowAsync).May(Right.Look);

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, HandoffList handoffs, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        return await handoffs.BriefAsync(workspace, id, cancel) is { } brief && await handoffs.GetAsync(workspace, id, cancel) is { } handoff
            ? Pages.Show<BriefSheet>(new { Brief = brief, Handoff = handoff })
            : Notices.Missing(http);
    }
}
