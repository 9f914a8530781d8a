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
        routes.MapGet("/", Show).May(Right.Look);
    }

    private static IResult Show() => Pages.Show<WorkPage>();
}
