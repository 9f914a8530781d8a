using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Home;

/// <summary>The first page: what whoever looks has to do.</summary>
internal static class WorkPages
{
    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ShowAsync).May(Right.Look);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, WorkQueue queue, FirstSteps steps, string? of, string? list, string? after, CancellationToken cancel)
    {
        var view = await queue.ReadAsync(http.Viewer(), WorkScopes.Read(of), WorkParts.Read(list), after, cancel);
        return Pages.Show<WorkPage>(new { View = view, Viewer = http.Viewer(), Steps = await steps.ForAsync(http.Viewer(), cancel), Back = http.Request.Path + http.Request.QueryString });
    }
}

/// <summary>How the lists are called in addresses.</summary>
internal static class WorkParts
{
    public static string Name(this WorkPart part) => part switch
    {
        WorkPart.Waiting => "waiting",
        WorkPart.Queued => "queued",
        WorkPart.Tasks => "tasks",
        WorkPart.Hot => "hot",
    };

    public static WorkPart? Read(string? written) => Enum.GetValues<WorkPart>().Where(part => part.Name() == written).Select(part => (WorkPart?)part).FirstOrDefault();
}
