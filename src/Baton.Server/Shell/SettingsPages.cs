using Baton.Server.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Shell;

/// <summary>The way to what is set up.</summary>
internal static class SettingsPages
{
    public static void MapSettings(this IEndpointRouteBuilder routes) => routes.MapGet("/settings", GoOn).May(Right.Look);

    /// <summary>Leads to the first page that somebody may open; who may open none has their own settings.</summary>
    private static IResult GoOn(HttpContext http, IStringLocalizer<Words> T) =>
        Pages.GoTo(SettingsNav.Links(T).Where(link => http.Viewer().May(link.Right)).Select(link => $"/settings/{link.Name}").FirstOrDefault("/me"));
}
