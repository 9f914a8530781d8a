using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.People;

/// <summary>When people are away, over HTTP.</summary>
internal static class AbsenceEndpoints
{
    private const int LongestReason = 200;

    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    public static void MapAbsences(this IEndpointRouteBuilder routes)
    {
        var absences = routes.MapGroup("/api/people/{id:guid}/absences").WithTags("People").Needs(Scopes.Edit, Scopes.Admin).ProducesProblem(StatusCodes.Status404NotFound);
        absences.MapGet("", ListAsync).Needs(Scopes.Read, Scopes.Admin);
        absences.MapPost("", AddAsync);
        absences.MapPatch("/{absenceId:guid}", EndAsync);
        absences.MapDelete("/{absenceId:guid}", DeleteAsync);
    }

    /// <summary>Lists when somebody is away and was, the earliest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="absences">When they are away.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<Page<AbsenceAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http, Guid id, PeopleStore people, AbsenceStore absences, CancellationToken cancel) =>
        await people.GetAsync(http.Workspace(), id, cancel) is null
            ? PersonEndpoints.Unknown(id)
            : TypedResults.Ok(new Page<AbsenceAnswer>([.. (await absences.AllAsync(http.Workspace(), id, cancel)).Select(AbsenceAnswer.Of)], Next: null));

    /// <summary>Notes that somebody is away. They are given nothing that they could not begin with before they are back.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="body">From when until when.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="absences">When they are away.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Created<AbsenceAnswer>, ProblemHttpResult>> AddAsync(
        HttpContext http, Guid id, AbsenceRequest body, PeopleStore people, AbsenceStore absences, CancellationToken cancel)
    {
        if (body.From < Earliest || body.To <= body.From || body.To > Latest || body.From > Latest)
        {
            return Problems.Wrong("`to` is a time after `from`, before the year 2200. Leave it out where nobody knows it yet.");
        }

        if (body.Reason is not null && Names.Clean(body.Reason, LongestReason) is null)
        {
            return Problems.Wrong($"`reason` is {Names.Words(LongestReason)}, or left out.");
        }

        if (await people.GetAsync(http.Workspace(), id, cancel) is not { } person)
        {
            return PersonEndpoints.Unknown(id);
        }

        var absence = await absences.AddAsync(http.Workspace(), id, body.From, body.To, body.Reason?.Trim(), http.Act("absence.added", PersonEndpoints.Called(person), Said(body.From, body.To)), cancel);
        return TypedResults.Created($"/api/people/{id}/absences/{absence.Id}", AbsenceAnswer.Of(absence));
    }

    /// <summary>Gives an absence another end, such as when somebody is back early.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="absenceId">The absence.</param>
    /// <param name="body">The end.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="absences">When they are away.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<AbsenceAnswer>, ProblemHttpResult>> EndAsync(
        HttpContext http, Guid id, Guid absenceId, AbsenceEnd body, PeopleStore people, AbsenceStore absences, CancellationToken cancel)
    {
        if (body.To > Latest)
        {
            return Problems.Wrong("`to` is a time before the year 2200.");
        }

        var act = await ActAsync(http, "absence.changed", id, people, Said(null, body.To), cancel);
        return await absences.EndAsync(http.Workspace(), id, absenceId, body.To, act, cancel) is not { } absence ? UnknownAbsence(absenceId)
            : absence.From >= body.To ? Problems.Wrong("`to` is a time after the absence’s `from`. An absence that was noted by mistake is deleted.")
            : TypedResults.Ok(AbsenceAnswer.Of(absence));
    }

    /// <summary>Takes an absence away that was noted by mistake.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="absenceId">The absence.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="absences">When they are away.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        HttpContext http, Guid id, Guid absenceId, PeopleStore people, AbsenceStore absences, CancellationToken cancel)
    {
        var act = await ActAsync(http, "absence.deleted", id, people, detail: null, cancel);
        return await absences.DeleteAsync(http.Workspace(), id, absenceId, act, cancel) ? TypedResults.NoContent() : UnknownAbsence(absenceId);
    }

    /// <summary>What the audit log has of an absence, which is for ever: not why.</summary>
    private static object Said(Instant? from, Instant? to) => new { From = from, To = to };

    private static async Task<AuditedAct> ActAsync(HttpContext http, string act, Guid person, PeopleStore people, object? detail, CancellationToken cancel) =>
        http.Act(act, await people.GetAsync(http.Workspace(), person, cancel) is { } row ? PersonEndpoints.Called(row) : "", detail);

    private static ProblemHttpResult UnknownAbsence(Guid id) => Problems.Unknown($"They have no absence {id}. GET …/absences lists those that they have.");
}

/// <summary>A time in which somebody is away.</summary>
/// <param name="Id">The absence's id.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its end, which is not part of it; null where nobody knows it yet.</param>
/// <param name="Reason">Why, for colleagues; null where nothing is said.</param>
internal sealed record AbsenceAnswer(Guid Id, Instant From, Instant? To, string? Reason)
{
    public static AbsenceAnswer Of(AbsenceRow absence) => new(absence.Id, absence.From, absence.To, absence.Reason);
}

/// <summary>A time in which somebody is away.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="To">Its end, which is not part of it; left out where nobody knows it yet.</param>
/// <param name="Reason">Why, for colleagues, at most 200 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AbsenceRequest([property: JsonRequired] Instant From, Instant? To = null, string? Reason = null);

/// <summary>When an absence ends.</summary>
/// <param name="To">Its end, which is not part of it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AbsenceEnd([property: JsonRequired] Instant To);
