using Baton.Server.People;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Adds and ends tasks, in pages.</summary>
internal static class TaskPages
{
    private static readonly LocalTime Morning = new(9, 0);

    public static void MapTaskPages(this IEndpointRouteBuilder routes)
    {
        var lead = routes.MapGroup("/leads/{id:guid}").May(Right.Work);
        lead.MapGet("/tasks", (HttpContext http, Guid id, Doing doing, PeopleStore people, CancellationToken cancel) => AskAsync(http, id, doing, people, null, cancel));
        lead.MapPost("/tasks", AddAsync);
        lead.MapGet("/tasks/{task:guid}/done", (HttpContext http, Guid id, Guid task, TaskList tasks, CancellationToken cancel) => AskToEndAsync(http, id, task, isDone: true, tasks, null, cancel));
        lead.MapPost("/tasks/{task:guid}/done", (HttpContext http, Guid id, Guid task, TaskList tasks, Doing doing, CancellationToken cancel) => EndAsync(http, id, task, isDone: true, tasks, doing, cancel));
        lead.MapGet("/tasks/{task:guid}/drop", (HttpContext http, Guid id, Guid task, TaskList tasks, CancellationToken cancel) => AskToEndAsync(http, id, task, isDone: false, tasks, null, cancel));
        lead.MapPost("/tasks/{task:guid}/drop", (HttpContext http, Guid id, Guid task, TaskList tasks, Doing doing, CancellationToken cancel) => EndAsync(http, id, task, isDone: false, tasks, doing, cancel));
    }

    private static async Task<IResult> AskAsync(HttpContext http, Guid id, Doing doing, PeopleStore people, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form ? Notices.Missing(http)
        : Pages.Show<TaskForm>(
            new
            {
                Form = form,
                Tomorrow = doing.Now.InZone(http.Viewer().Zone).Date.PlusDays(1),
                Morning,
                People = (IReadOnlyList<PersonRow>)[.. (await people.AllAsync(http.Viewer().Workspace, cancel)).Where(person => person.Deactivated is null && Rights.May(person.Role, Right.Work))],
            },
            problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> AddAsync(HttpContext http, Guid id, Doing doing, PeopleStore people, IDatabase database, CancellationToken cancel) =>
        (LeadForm.ReadMoment(http, "day", "time", Morning) is not { } due ? (Words.Of("Say by when: write the day as 2026-03-31 and the time as 14:05."), StatusCodes.Status400BadRequest)
            : Pages.ProblemOf(await WorkEndpoints.AddTaskAsync(http, id, new TaskRequest(http.Field("title"), due, http.Some("kind"), http.Some("for"), As: null), doing, database, cancel))) is { } problem
            ? await AskAsync(http, id, doing, people, problem, cancel)
            : await http.GoOnAsync(LeadAct.TaskAdded, id, cancel);

    private static async Task<IResult> AskToEndAsync(HttpContext http, Guid id, Guid task, bool isDone, TaskList tasks, (string Words, int Status)? problem, CancellationToken cancel) =>
        await LeadForm.OfAsync(http, id, problem?.Words, cancel) is not { } form || await tasks.GetAsync(http.Viewer().Workspace, task, cancel) is not { } found ? Notices.Missing(http)
        : Pages.Show<TaskEndForm>(new { Form = form, Task = found, IsDone = isDone }, problem?.Status ?? StatusCodes.Status200OK);

    private static async Task<IResult> EndAsync(HttpContext http, Guid id, Guid task, bool isDone, TaskList tasks, Doing doing, CancellationToken cancel)
    {
        var nobody = new DoerRequest(As: null);
        return Pages.ProblemOf(isDone ? await TaskEndpoints.DoneAsync(http, task, nobody, tasks, doing, cancel) : await TaskEndpoints.DropAsync(http, task, nobody, tasks, doing, cancel)) is { } problem
            ? await AskToEndAsync(http, id, task, isDone, tasks, problem, cancel)
            : await http.GoOnAsync(isDone ? LeadAct.TaskDone : LeadAct.TaskDropped, id, cancel);
    }

    private static string? Some(this HttpContext http, string field) => http.Field(field) is { Length: > 0 } text ? text : null;
}
