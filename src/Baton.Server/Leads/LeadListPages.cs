using Baton.Server.Accounts;
using Baton.Server.People;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Leads;

/// <summary>The list of leads: looked through, narrowed down, kept as views, taken out, and worked on many at a time.</summary>
internal static class LeadListPages
{
    public static void MapLeadLists(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(LeadListAddress.Path, ShowAsync).May(Right.Look);
        routes.MapPost("/leads/export", LeadListExport.SendAsync).May(Right.Export);
        routes.MapPost("/leads/chosen/export", LeadListExport.SendChosenAsync).May(Right.Export);
        routes.MapPost("/leads/chosen/move", LeadListChosen.MoveAsync).May(Right.Work);
        routes.MapPost("/leads/chosen/task", LeadListChosen.AddTaskAsync).May(Right.Work);
        routes.MapLeadViews();
        routes.MapLeadBoard();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, LeadList leads, LeadViewStore views, IDatabase database, CancellationToken cancel)
    {
        var (viewer, asked) = (http.Viewer(), http.Request.Query);
        var address = LeadListAddress.Of(asked);
        var condition = asked.ContainsKey("attribute") ? LeadListCondition.Of(asked) : LeadListCondition.TryRead(address.Where);
        var isRowAsked = asked.ContainsKey("add");
        if (asked.ContainsKey("attribute") && !condition!.HasProblem)
        {
            address = address with { Where = condition.Written() };
        }

        var (query, mistakes) = condition?.HasProblem == true ? (null, []) : address.ToQuery(LeadListAddress.LeadsOfPage);

        // What a form sends has fields that are empty, and rows: the address of what they ask for has neither.
        if (IsOfForm(asked) && query is not null && !isRowAsked)
        {
            if (!http.Request.Headers.ContainsKey("HX-Request"))
            {
                return Pages.GoTo(address.ToString());
            }

            http.Response.Headers[http.Request.Headers["HX-Trigger-Name"] == "q" ? "HX-Replace-Url" : "HX-Push-Url"] = address.ToString();
        }

        var (found, next) = query is null ? ([], null) : await leads.ReadWithFactsAsync(viewer.Workspace, query, cancel);
        var shown = new LeadListShown(address, condition, found)
        {
            Next = next is { } place ? address.From(place) : null,
            Count = query is null ? null : query.After is null && next is null ? found.Count : await leads.TryCountAsync(viewer.Workspace, query, LeadBoardPages.MostCounted + 1, cancel),
            Mistakes = mistakes,
            Views = await views.OfAsync(viewer.Workspace, viewer.Person.Id, cancel),
            Account = address.Account is { } account ? await NameAsync(database, viewer.Workspace, account, cancel) : null,
            Deleted = Guid.TryParse(asked["deleted"], out var deleted) && await views.FindAsync(viewer.Workspace, deleted, cancel) is { } view && view.Person == viewer.Person.Id ? view : null,
            IsRowAsked = isRowAsked,
        };
        return Pages.Show<LeadListPage>(new { Shown = shown }, query is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    private static bool IsOfForm(IQueryCollection asked) => asked.ContainsKey("attribute") || asked.Any(field => field.Key != "deleted" && string.IsNullOrWhiteSpace(field.Value));

    private static async Task<string> NameAsync(IDatabase database, Guid workspaceId, Guid account, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var edits = AccountBook.Read(connection, workspaceId, [account]) is [var row] ? row.Edits : [];
        return new Core.Leads.Facts([], [], edits).Text("company")
            ?? AccountBook.KeysOf(connection, workspaceId, [account]).Select(key => key.Key.Value).FirstOrDefault() ?? account.ToString();
    }
}
