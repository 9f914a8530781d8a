using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Logs contacts and writes notes, in pages.</summary>
internal static class ContactPages
{
    public static void MapContactPages(this IEndpointRouteBuilder routes)
    {
        var lead = routes.MapGroup("/leads/{id:guid}").May(Right.Work);
        lead.MapGet("/contacts", (HttpContext http, Guid id, CancellationToken cancel) => AskAsync(http, id, null, cancel));
        lead.MapPost("/contacts", LogAsync);
        lead.MapGet("/notes", (HttpContext http, Guid id, CancellationToken cancel) => AskForNoteAsync(http, id, null, cancel));
        lead.MapPost("/notes", NoteAsync);
    }

    private static async Task<IResult> AskAsync(HttpContext http, Guid id, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form ? Notices.Missing(http)
        : Pages.Show<ContactForm>(
            new { Form = form, Kind = http.Request.Query["kind"].ToString(), Task = http.Request.Query["task"].ToString() }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> LogAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel)
    {
        var at = LeadForm.ReadMoment(http, "day", "time", LocalTime.Noon);
        var request = new ContactRequest(
            http.Field("kind"), http.Field("outcome"), http.Field("direction") is { Length: > 0 } direction ? direction : null, Automatic: null, at, http.Field("note"),
            Guid.TryParse(http.Field("task"), out var task) ? task : null, As: null);
        return (request.Kind.Length == 0 || request.Outcome.Length == 0 ? (Words.Of("Choose how you were in touch, and what came of it."), StatusCodes.Status400BadRequest)
                : at is null && http.Field("day").Length > 0 ? (FormTime.DayProblem(http.Field("day")) ?? Words.Of("Write the day as 2026-03-31 and the time as 14:05, or leave both empty for now."), StatusCodes.Status400BadRequest)
                : Pages.ProblemOf(await WorkEndpoints.ContactAsync(http, id, request, doing, cancel))) is { } problem
            ? await AskAsync(http, id, problem, cancel)
            : await http.GoOnAsync(LeadAct.ContactLogged, id, cancel);
    }

    private static async Task<IResult> AskForNoteAsync(HttpContext http, Guid id, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form ? Notices.Missing(http)
        : Pages.Show<NoteForm>(new { Form = form }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> NoteAsync(HttpContext http, Guid id, Doing doing, CancellationToken cancel) =>
        Pages.ProblemOf(await WorkEndpoints.NoteAsync(http, id, new NoteRequest(http.Field("text"), As: null), doing, cancel)) is { } problem
            ? await AskForNoteAsync(http, id, problem, cancel)
            : await http.GoOnAsync(LeadAct.Noted, id, cancel);
}
