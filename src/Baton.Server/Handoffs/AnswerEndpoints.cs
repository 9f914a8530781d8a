using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Leads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Handoffs;

/// <summary>What was found out by asking, over HTTP.</summary>
internal static class AnswerEndpoints
{
    public static void MapAnswers(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/leads/{id:guid}/answers", ListAsync).WithTags("Work").Needs(Scopes.Read).ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Lists every answer that was ever given about a lead, the newest first, with who says so and where from.</summary>
    /// <remarks>What holds now is in `…/work`: of each criterion the newest.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="answers">What was found out.</param>
    /// <param name="limit">The most answers of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<PastAnswer>>, ProblemHttpResult>> ListAsync(
        HttpContext http, Guid id, AnswerList answers, int? limit, string? cursor, CancellationToken cancel)
    {
        var list = $"answers\n{id}";
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, list, out var after, out problem))
        {
            return problem!;
        }

        return await answers.ReadAsync(http.Workspace(), id, size, after, cancel) is var (items, next)
            ? TypedResults.Ok(new Page<PastAnswer>(items, next?.ToCursor(list)))
            : LeadEndpoints.UnknownLead(id);
    }
}
