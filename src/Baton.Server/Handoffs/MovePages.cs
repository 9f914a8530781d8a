using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Moves leads to other stages, in pages.</summary>
internal static class MovePages
{
    public static void MapMovePages(this IEndpointRouteBuilder routes)
    {
        var lead = routes.MapGroup("/leads/{id:guid}").May(Right.Work);
        lead.MapGet("/move", (HttpContext http, Guid id, CancellationToken cancel) => AskAsync(http, id, null, cancel));
        lead.MapPost("/move", MoveAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, Guid id, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form ? Notices.Missing(http)
        : Pages.Show<MoveForm>(new { Form = form, To = http.Request.Query["stage"].ToString() }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> MoveAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel) =>
        (http.Field("stage").Length == 0 ? (Words.Of("Choose the stage to move the lead to."), StatusCodes.Status400BadRequest)
            : Pages.ProblemOf(await WorkEndpoints.MoveAsync(
                http, id, new MoveRequest(http.Field("stage"), http.Field("reason"), LeadForm.ReadMoment(http, "day", "time", LocalTime.Midnight), As: null), doing, cancel))) is { } problem
            ? await AskAsync(http, id, problem, cancel)
            : await http.GoOnAsync(LeadAct.Moved, id, cancel);
}
