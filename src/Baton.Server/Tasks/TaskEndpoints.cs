using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Tasks;

/// <summary>What people have to do, over HTTP.</summary>
internal static class TaskEndpoints
{
    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/tasks", ListAsync).WithTags("Tasks").Needs(Scopes.Read);
        var edit = routes.MapGroup("/api/tasks/{id:guid}").WithTags("Tasks").Needs(Scopes.Edit)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        edit.MapPost("/done", DoneAsync);
        edit.MapPost("/drop", DropAsync);
    }

    /// <summary>Lists what is to be done, the earliest due first, each with its lead; or what was, the latest due first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="tasks">What there is to do.</param>
    /// <param name="database">Where people are.</param>
    /// <param name="person">Only this person's, by id or e-mail address; `nobody` for what is nobody's yet.</param>
    /// <param name="state">`open`, which holds where nothing is said, or `ended`.</param>
    /// <param name="before">Only what is due before this time, such as `2026-04-01T00:00:00Z`.</param>
    /// <param name="limit">The most tasks of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before, with all other parameters as they were.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<TaskAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http, TaskList tasks, IDatabase database, string? person, string? state, string? before, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = string.Join('\n', "tasks", person, state, before);
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem))
        {
            return problem!;
        }

        if (state is not (null or "open" or "ended"))
        {
            return Problems.Wrong("`state` is `open` or `ended`.");
        }

        if (!Times.TryReadParameter(before, out var time) && before is not null)
        {
            return Problems.Wrong($"`before` is a time such as {Times.Examples}.");
        }

        var (whose, wrong) = await Whose.ReadAsync(database, http.Workspace(), person, "person", mayHaveLeft: true, cancel);
        if (wrong is not null)
        {
            return wrong;
        }

        var (items, next) = await tasks.ReadAsync(http.Workspace(), new TaskQuery(state != "ended", whose.Person, whose.IsNobody, before is null ? null : time, size, after), cancel);
        return TypedResults.Ok(new Page<TaskAnswer>(items, next?.ToCursor(list)));
    }

    /// <summary>Says that a task is done.</summary>
    /// <remarks>An attempt to reach the lead is done by logging the contact instead, with what came of it.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The task's id.</param>
    /// <param name="body">For whom.</param>
    /// <param name="tasks">What there is to do.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> DoneAsync(HttpContext http, Guid id, DoerRequest body, TaskList tasks, Doing doing, CancellationToken cancel) =>
        EndAsync(http, id, body.As, TaskEnd.Done, tasks, doing, cancel);

    /// <summary>Says that a task need not be done any more.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The task's id.</param>
    /// <param name="body">For whom.</param>
    /// <param name="tasks">What there is to do.</param>
    /// <param name="doing">What does things about leads.</param>
    /// <param name="cancel">Gives up.</param>
    internal static Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> DropAsync(HttpContext http, Guid id, DoerRequest body, TaskList tasks, Doing doing, CancellationToken cancel) =>
        EndAsync(http, id, body.As, TaskEnd.Dropped, tasks, doing, cancel);

    private static async Task<Results<Ok<WorkAnswer>, ProblemHttpResult>> EndAsync(
        HttpContext http, Guid id, string? person, TaskEnd end, TaskList tasks, Doing doing, CancellationToken cancel) =>
        await tasks.GetAsync(http.Workspace(), id, cancel) is not { } task ? Problems.Unknown($"There is no task {id}.")
        : task.End is not null ? Problems.Conflict($"This task is over: it was {task.End} by {task.EndedBy}.")
        : task.Attempt ? Problems.Conflict(
            $"This is an attempt to reach the lead. It is done when the contact is logged, with what came of it: POST /api/leads/{task.Lead.Id}/contacts with `\"task\": \"{id}\"`.")
        : await doing.CarryAsync(http, task.Lead.Id, person, (_, doer) => new Command.EndTask(doer.By, doer.Person, id, end), cancel);
}
