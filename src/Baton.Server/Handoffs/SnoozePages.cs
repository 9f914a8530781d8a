using System.Globalization;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Leaves leads alone for a while, in pages.</summary>
internal static class SnoozePages
{
    /// <summary>When a lead that was left alone is back in the morning, by the wall clock of who left it alone.</summary>
    private static readonly LocalTime Morning = new(8, 0);

    public static void MapSnoozePages(this IEndpointRouteBuilder routes)
    {
        var lead = routes.MapGroup("/leads/{id:guid}").May(Right.Work);
        lead.MapGet("/snooze", (HttpContext http, Guid id, Doing doing, CancellationToken cancel) => AskAsync(http, id, doing, null, cancel));
        lead.MapPost("/snooze", SnoozeAsync);
        lead.MapGet("/resume", (HttpContext http, Guid id, CancellationToken cancel) => AskToResumeAsync(http, id, null, cancel));
        lead.MapPost("/resume", ResumeAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, Guid id, Doing doing, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form ? Notices.Missing(http)
        : Pages.Show<SnoozeForm>(new { Form = form, Today = Today(http, doing) }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> SnoozeAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel)
    {
        var day = int.TryParse(http.Field("until"), CultureInfo.InvariantCulture, out var days) && days is > 0 and < 4_000 ? Today(http, doing).PlusDays(days) : FormTime.DayOf(http.Field("day"));
        return (day is null ? (FormTime.DayProblem(http.Field("day")) ?? Words.Of("Say until when: choose one of the days, or write another one."), StatusCodes.Status400BadRequest)
                : Pages.ProblemOf(await WorkEndpoints.SnoozeAsync(
                    http, id, new SnoozeRequest(LeadForm.AtStart(day.Value, Morning, http.Viewer().Zone), http.Field("reason"), As: null), doing, cancel))) is { } problem
            ? await AskAsync(http, id, doing, problem, cancel)
            : await http.GoOnAsync(LeadAct.Snoozed, id, cancel);
    }

    private static async Task<IResult> AskToResumeAsync(HttpContext http, Guid id, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form ? Notices.Missing(http)
        : Pages.Show<ResumeForm>(new { Form = form }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> ResumeAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel) =>
        Pages.ProblemOf(await WorkEndpoints.ResumeAsync(http, id, new DoerRequest(As: null), doing, cancel)) is { } problem
            ? await AskToResumeAsync(http, id, problem, cancel)
            : await http.GoOnAsync(LeadAct.Resumed, id, cancel);

    private static LocalDate Today(HttpContext http, Doing doing) => doing.Now.InZone(http.Viewer().Zone).Date;
}
