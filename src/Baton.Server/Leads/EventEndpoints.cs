using System.Text;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>Events, over HTTP.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/api/events").WithTags("Events").Needs(Scopes.Read);
        read.MapGet("", ListAsync);
        read.MapGet("/rejected", RejectedAsync);
    }

    /// <summary>Lists the events of all leads, those that came in last first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="database">Where they are.</param>
    /// <param name="timeline">What happened.</param>
    /// <param name="limit">The most events of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<TimelinePage>, ProblemHttpResult>> ListAsync(
        HttpContext http, IDatabase database, LeadTimeline timeline, int? limit, string? cursor, CancellationToken cancel)
    {
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, "events", out var after, out problem))
        {
            return problem!;
        }

        var (items, next) = await timeline.ReadAllAsync(http.Workspace(), size, after, cancel);
        await using var connection = await database.OpenReadAsync(cancel);
        return TypedResults.Ok(new TimelinePage(items, next?.ToCursor("events"), Horizon.Of(connection, transaction: null, http.Workspace()).Start));
    }

    /// <summary>Lists calls that came in and say nothing that can be used, with the reason, those that came in last first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="database">Where they are.</param>
    /// <param name="limit">The most calls of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<RejectedEvent>>, ProblemHttpResult>> RejectedAsync(
        HttpContext http, IDatabase database, int? limit, string? cursor, CancellationToken cancel)
    {
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, "rejected", out var after, out problem))
        {
            return problem!;
        }

        await using var connection = await database.OpenReadAsync(cancel);
        var sql = $"""
            SELECT rejected_id, received_at, reason, payload FROM rejected_call
            WHERE workspace_id = @workspaceId{(after is null ? "" : " AND rejected_id < @id")}
            ORDER BY rejected_id DESC LIMIT @rows
            """;
        var rows = (await connection.QueryAsync<(Guid Id, long Received, string Reason, byte[] Payload)>(new CommandDefinition(
            sql, new { workspaceId = http.Workspace(), id = after?.Id ?? Guid.Empty, rows = size + 1 }, cancellationToken: cancel))).ToList();
        var calls = rows.Take(size).Select(row => new RejectedEvent(row.Id, Instant.FromUnixTimeMilliseconds(row.Received), row.Reason, Encoding.UTF8.GetString(row.Payload))).ToList();
        return TypedResults.Ok(new Page<RejectedEvent>(calls, rows.Count > size ? new Place(0, calls[^1].Id).ToCursor("rejected") : null));
    }
}

/// <summary>A call that could not be used.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Received">When it came in.</param>
/// <param name="Reason">What is wrong with it, as the end of a sentence that begins “the call”.</param>
/// <param name="Payload">What came in, as a text; of more than 32 KB the beginning.</param>
internal sealed record RejectedEvent(Guid Id, Instant Received, string Reason, string Payload);
