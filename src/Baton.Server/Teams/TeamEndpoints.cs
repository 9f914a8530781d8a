using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Teams;

/// <summary>Teams, over HTTP.</summary>
internal static class TeamEndpoints
{
    public static void MapTeams(this IEndpointRouteBuilder routes)
    {
        var teams = routes.MapGroup("/api/teams").WithTags("Teams").Needs(Scopes.Admin);
        teams.MapGet("", ListAsync).Needs(Scopes.Read, Scopes.Admin);
        teams.MapGet("/{id:guid}", GetAsync).Needs(Scopes.Read, Scopes.Admin).ProducesProblem(StatusCodes.Status404NotFound).Produces(StatusCodes.Status304NotModified);
        teams.MapPost("", AddAsync).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        teams.MapPut("/{id:guid}", ReplaceAsync).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        teams.MapDelete("/{id:guid}", DeleteAsync)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    /// <summary>Lists the teams with their members, in the order of their names.</summary>
    /// <param name="http">The request.</param>
    /// <param name="teams">The teams.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Ok<Page<TeamAnswer>>> ListAsync(HttpContext http, TeamStore teams, CancellationToken cancel) =>
        TypedResults.Ok(new Page<TeamAnswer>([.. (await teams.AllAsync(http.Workspace(), cancel)).Select(TeamAnswer.Of)], Next: null));

    /// <summary>Shows a team with its members.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The team's id.</param>
    /// <param name="teams">The teams.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<TeamAnswer>, ProblemHttpResult, StatusCodeHttpResult>> GetAsync(HttpContext http, Guid id, TeamStore teams, CancellationToken cancel) =>
        await teams.GetAsync(http.Workspace(), id, cancel) is { } found ? Versions.Answer(http, TeamAnswer.VersionOf(found), TeamAnswer.Of(found)) : Unknown(id);

    /// <summary>Adds a team.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">The team.</param>
    /// <param name="teams">The teams.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Created<TeamAnswer>, ProblemHttpResult>> AddAsync(HttpContext http, TeamRequest body, TeamStore teams, CancellationToken cancel)
    {
        var (draft, mistakes) = body.Read();
        if (draft is null)
        {
            return Mistaken(mistakes);
        }

        var result = await teams.AddAsync(http.Workspace(), draft, http.Act("team.added", draft.Name, AsWritten(body)), cancel);
        return result is TeamResult.Done done && await teams.GetAsync(http.Workspace(), done.Id, cancel) is { } added
            ? TypedResults.Created($"/api/teams/{done.Id}", TeamAnswer.Of(added))
            : Refused(result, Guid.Empty);
    }

    /// <summary>Makes another team of one: what is left out is gone.</summary>
    /// <remarks>Its id stays. Where members or weights change, its rotation begins anew. Nobody is left in no team with open hand-offs (409). With `If-Match` nothing is changed if somebody was faster (412).</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The team's id.</param>
    /// <param name="body">What it is to be.</param>
    /// <param name="teams">The teams.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<TeamAnswer>, ProblemHttpResult, StatusCodeHttpResult>> ReplaceAsync(
        HttpContext http, Guid id, TeamRequest body, TeamStore teams, CancellationToken cancel)
    {
        var (draft, mistakes) = body.Read();
        if (draft is null)
        {
            return Mistaken(mistakes);
        }

        var result = await teams.ReplaceAsync(http.Workspace(), id, draft, Versions.RevisionAsSeen(http), http.Act("team.changed", draft.Name, AsWritten(body)), cancel);
        return result is TeamResult.Done ? await GetAsync(http, id, teams, cancel) : Refused(result, id);
    }

    /// <summary>Deletes a team. What a playbook gives to it waits in the queue from then on; its people stay.</summary>
    /// <remarks>Whoever would be in no team any more gives their open hand-offs to others first (409 says who).</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The team's id.</param>
    /// <param name="teams">The teams.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(HttpContext http, Guid id, TeamStore teams, CancellationToken cancel)
    {
        var act = http.Act("team.deleted", (await teams.GetAsync(http.Workspace(), id, cancel))?.Team.Name ?? "");
        var result = await teams.DeleteAsync(http.Workspace(), id, Versions.RevisionAsSeen(http), act, cancel);
        return result is TeamResult.Done ? TypedResults.NoContent() : Refused(result, id);
    }

    /// <summary>What a team is to be, for the audit log: how many holidays, and who is in it.</summary>
    private static object AsWritten(TeamRequest body) => new { body.Zone, body.Hours, Holidays = body.Holidays?.Count ?? 0, body.Manager, Members = body.Members?.Select(member => member.Person) ?? [] };

    private static ProblemHttpResult Refused(TeamResult result, Guid id) => result switch
    {
        TeamResult.Unknown => Unknown(id),
        TeamResult.ChangedMeanwhile => Problems.Changed("The team was changed since you read it. Read it again, look whether your change still makes sense, and send it with the new ETag."),
        TeamResult.Taken taken => Problems.Conflict($"Another team is called “{taken.Name}”. Give this one another name, or change that one."),
        TeamResult.Mistaken mistaken => Mistaken(mistaken.Mistakes),
        TeamResult.LeavesHandoffs leaves => Problems.Conflict(string.Join(' ', leaves.Who)),
        TeamResult.Done => Problems.Conflict("The team was deleted meanwhile."),
        _ => throw new InvalidOperationException($"{result.GetType()} is no result."),
    };

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no team {id}. GET /api/teams lists those that there are.");

    private static ProblemHttpResult Mistaken(IReadOnlyList<TeamMistake> mistakes) => TypedResults.Problem(
        $"`{mistakes[0].At}`: {mistakes[0].Message}{(mistakes.Count > 1 ? FormattableString.Invariant($" `mistakes` has {mistakes.Count - 1} more.") : "")}",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: [KeyValuePair.Create("mistakes", (object?)mistakes)]);
}
