using System.Globalization;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Takes leads on, and gives them back, in pages.</summary>
internal static class DecisionPages
{
    public static void MapDecisionPages(this IEndpointRouteBuilder routes)
    {
        var lead = routes.MapGroup("/leads/{id:guid}").May(Right.Work);
        lead.MapGet("/accept", (HttpContext http, Guid id, Doing doing, CancellationToken cancel) => AskToAcceptAsync(http, id, doing, null, cancel));
        lead.MapPost("/accept", AcceptAsync);
        lead.MapGet("/reject", (HttpContext http, Guid id, Doing doing, CancellationToken cancel) => AskToRejectAsync(http, id, doing, null, isNews: false, cancel));
        lead.MapPost("/reject", RejectAsync);
    }

    private static async Task<IResult> AskToAcceptAsync(HttpContext http, Guid id, Doing doing, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form ? Notices.Missing(http)
        : Pages.Show<AcceptForm>(new { Form = form, Work = (await doing.ReadAsync(http.Viewer().Workspace, id, cancel))!, Viewer = http.Viewer() }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> AcceptAsync(HttpContext http, Guid id, HandoffList handoffs, Doing doing, CancellationToken cancel)
    {
        if (await MeantAsync(http, id, handoffs, cancel) is not { } handoff)
        {
            return await AskToAcceptAsync(http, id, doing, (Words.Of("This lead was not handed over, so there is nothing to accept."), StatusCodes.Status409Conflict), cancel);
        }

        return Pages.ProblemOf(await HandoffEndpoints.AcceptAsync(http, handoff, new DoerRequest(As: null), handoffs, doing, cancel)) is { } problem
            ? await AskToAcceptAsync(http, id, doing, problem, cancel)
            : await http.GoOnAsync(LeadAct.Accepted, id, cancel);
    }

    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="problem">Why it was not given back; null where it was not tried yet.</param>
    /// <param name="isNews">True where the problem is what the form did not show yet, and now does.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<IResult> AskToRejectAsync(HttpContext http, Guid id, Doing doing, (string Words, int Status)? problem, bool isNews, CancellationToken cancel)
    {
        if (await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form)
        {
            return Notices.Missing(http);
        }

        var work = (await doing.ReadAsync(http.Viewer().Workspace, id, cancel))!;
        return Pages.Show<RejectForm>(
            new
            {
                Form = form,
                Reasons = (await doing.PlaybookAsync(http.Viewer().Workspace, cancel)).Rejections,
                Handoff = http.Request.Query["handoff"].ToString(),
                Work = work,
                Seen = problem is null || isNews ? SeenOf(work.Accepted) : http.Field(RejectForm.SeenField),
            },
            problem?.Status ?? StatusCodes.Status200OK);
    }

    private static async Task<IResult> RejectAsync(HttpContext http, Guid id, HandoffList handoffs, Doing doing, CancellationToken cancel)
    {
        if (await MeantAsync(http, id, handoffs, cancel) is not { } handoff)
        {
            return await AskToRejectAsync(http, id, doing, (Words.Of("This lead was not handed over, so there is nothing to give back."), StatusCodes.Status409Conflict), isNews: false, cancel);
        }

        var reason = http.Field("reason");
        var value = reason.Length == 0 ? "" : http.Field("value-" + reason);
        var request = new RejectRequest(reason, Field: null, value.Length == 0 ? null : http.Field("operator-" + reason) is { Length: > 0 } compared ? compared : "eq", value, http.Field("note"), As: null);
        var isNews = false;
        return (reason.Length == 0 ? (Words.Of("Choose a reason. There is no \"no\" without one."), StatusCodes.Status400BadRequest)
            : Pages.ProblemOf(await HandoffEndpoints.GiveBackAsync(http, handoff, request, handoffs, doing, News, cancel))) is { } problem
            ? await AskToRejectAsync(http, id, doing, problem, isNews, cancel)
            : await http.GoOnAsync(LeadAct.GivenBack, id, cancel);

        // Who opened the form while nobody had decided may not want to take the lead from who took it on meanwhile.
        string? News(LeadRow root)
        {
            isNews = root.Work.Accepted is { } accepted && accepted.Handoff == handoff && accepted.Person != http.Viewer().Person.Id
                && http.Request.Form.ContainsKey(RejectForm.SeenField) && http.Field(RejectForm.SeenField) != SeenOf(accepted.At);
            return isNews ? Words.Of("Somebody accepted this lead while you had this form open. Give it back all the same, or leave it to them.") : null;
        }
    }

    /// <summary>What a form shows of whether the lead was accepted, to be told from what has become of it meanwhile.</summary>
    private static string SeenOf(Instant? accepted) => accepted is { } at ? at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>The hand-off that the form is about; where it says none, the lead's newest.</summary>
    private static async Task<Guid?> MeantAsync(HttpContext http, Guid lead, HandoffList handoffs, CancellationToken cancel) =>
        Guid.TryParse(http.Field("handoff"), out var said) ? said
        : (await handoffs.ReadAsync(http.Viewer().Workspace, new HandoffQuery(State: null, Person: null, IsNobodys: false, Stage: null, lead, Limit: 1, After: null), cancel)).Items is [var newest] ? newest.Id
        : null;
}

/// <summary>What all forms about leads do once they were sent.</summary>
internal static class LeadFormAnswers
{
    /// <summary>Goes on to where somebody came from, and says there what was done.</summary>
    public static async Task<IResult> GoOnAsync(this HttpContext http, LeadAct what, Guid lead, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, lead, problem: null, cancel) is { } form ? Done.GoOn(http, what, form) : Pages.GoTo("/");
}
