using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Leads;

/// <summary>Keeps lists of leads under names.</summary>
internal static class LeadViewPages
{
    private const int LongestName = 60;

    private static readonly string NotForEverybody = Words.Of("Your role does not keep views for everybody. Keep one for yourself.");

    private static readonly string TooMany = Words.Of("You have 50 views already. Delete one that you no longer need.");

    public static void MapLeadViews(this IEndpointRouteBuilder routes)
    {
        var views = routes.MapGroup("/leads/views").May(Right.Look);
        views.MapPost("", AddAsync);
        views.MapPost("/{id:guid}", ChangeAsync);
        views.MapPost("/{id:guid}/delete", DeleteAsync);
        views.MapPost("/{id:guid}/restore", RestoreAsync);
    }

    /// <summary>True where somebody may change or delete a view: it is theirs, or they run Baton. One for everybody needs the right that keeping it needed, still.</summary>
    public static bool MayChange(this Viewer viewer, LeadView view) =>
        view.IsShared ? viewer.May(Right.Administer) || viewer.May(Right.EditLeads) && view.Person == viewer.Person.Id : view.Person == viewer.Person.Id;

    private static async Task<IResult> AddAsync(HttpContext http, LeadViewStore views, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        var list = LeadListAddress.Of(http.Field("address"));
        if (Names.Clean(http.Field("name"), LongestName) is not { } name)
        {
            return Refused(list, Words.Of("A view has a name of 1 to 60 characters. Give it one."), StatusCodes.Status400BadRequest);
        }

        if (MistakeOf(list) is { } mistake)
        {
            return Refused(list, mistake, StatusCodes.Status400BadRequest);
        }

        var isShared = http.Field("shared") == "yes";
        if (isShared && !viewer.May(Right.EditLeads))
        {
            return Refused(list, NotForEverybody, StatusCodes.Status403Forbidden);
        }

        return await views.AddAsync(viewer.Workspace, viewer.Person.Id, KeptText.Of(name), isShared, list.ToBeKept(), cancel) is { } id
            ? Pages.GoTo((list with { View = id, After = null }).ToString())
            : Refused(list, TooMany, StatusCodes.Status409Conflict);
    }

    private static Task<IResult> ChangeAsync(HttpContext http, Guid id, LeadViewStore views, CancellationToken cancel) => WithAsync(http, id, views, async view =>
    {
        var list = LeadListAddress.Of(http.Field("address"));
        return MistakeOf(list) is { } mistake ? Refused(list, mistake, StatusCodes.Status400BadRequest)
            : await views.ChangeAsync(http.Viewer().Workspace, id, list.ToBeKept(), cancel) ? Pages.GoTo((list with { View = id, After = null }).ToString()) : Notices.Missing(http);
    }, cancel);

    private static Task<IResult> DeleteAsync(HttpContext http, Guid id, LeadViewStore views, CancellationToken cancel) => WithAsync(http, id, views, async view =>
    {
        await views.DeleteAsync(http.Viewer().Workspace, id, cancel);
        return Pages.GoTo($"{LeadListAddress.Path}?deleted={id}");
    }, cancel);

    private static Task<IResult> RestoreAsync(HttpContext http, Guid id, LeadViewStore views, CancellationToken cancel) => WithAsync(http, id, views, async view =>
        await views.RestoreAsync(http.Viewer().Workspace, id, cancel) ? Pages.GoTo(view.List.ToString()) : Refused(LeadListAddress.Of(""), view.Person == http.Viewer().Person.Id ? TooMany : Words.Of("Whose view this is has 50 views already. They have to delete one first."), StatusCodes.Status409Conflict), cancel);

    private static async Task<IResult> WithAsync(HttpContext http, Guid id, LeadViewStore views, Func<LeadView, Task<IResult>> change, CancellationToken cancel)
    {
        var viewer = http.Viewer();
        if (await views.FindAsync(viewer.Workspace, id, cancel) is not { } view || !view.IsShared && view.Person != viewer.Person.Id)
        {
            return Notices.Missing(http);
        }

        return viewer.MayChange(view) ? await change(view)
            : Refused(view.List, view.Person == viewer.Person.Id ? NotForEverybody : Words.Of("This view is somebody else's. Keep one of your own under another name."), StatusCodes.Status403Forbidden);
    }

    /// <summary>What is wrong with a list, which would not show what somebody means; null for nothing.</summary>
    private static string? MistakeOf(LeadListAddress list) => (list with { After = null }).ToQuery(limit: 1).Mistakes is [var mistake, ..] ? mistake : null;

    private static Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult Refused(LeadListAddress list, string problem, int status) =>
        Pages.Show<LeadViewProblem>(new { List = list, Problem = problem }, status);
}
