using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Tasks;

/// <summary>The page where everybody makes the address of their own calendar.</summary>
internal static class CalendarPages
{
    public const string Path = "/me/calendar";

    public static void MapCalendarPage(this IEndpointRouteBuilder routes)
    {
        var calendar = routes.MapGroup(Path).May(Right.Look);
        calendar.MapGet("", ShowAsync);
        calendar.MapPost("", RenewAsync);
        calendar.MapPost("/off", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, CalendarStore calendars, CancellationToken cancel) =>
        Pages.Show<CalendarPage>(new { Made = await calendars.MadeAsync(http.Viewer().Workspace, http.Viewer().Person.Id, cancel) });

    private static async Task<IResult> RenewAsync(HttpContext http, CalendarStore calendars, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        return await calendars.RenewAsync(viewer.Workspace, viewer.Person.Id, http.Act("calendar.made", viewer.Person.Id.ToString()), cancel) is var (token, url)
            ? Pages.Show<CalendarPage>(new { Url = CalendarEndpoints.AddressOf(token, url, http.Request) })
            : Notices.Missing(http);   // who has left meanwhile
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, CalendarStore calendars, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        await calendars.DeleteAsync(viewer.Workspace, viewer.Person.Id, http.Act("calendar.deleted", viewer.Person.Id.ToString()), cancel);
        return Pages.GoTo(Path);
    }
}
