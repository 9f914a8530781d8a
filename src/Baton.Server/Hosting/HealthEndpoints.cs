using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Hosting;

/// <summary>How the server is, for load balancers and whatever restarts it. Anybody may ask; nothing of anybody's data is told.</summary>
internal static class HealthEndpoints
{
    public const string Path = "/health";

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Path).ExcludeFromDescription();
        group.MapGet("/live", Live);
        group.MapGet("/ready", ReadyAsync);
    }

    /// <summary>The process answers. Where it does not, starting it again helps.</summary>
    private static IResult Live(HttpResponse response) => Answer(response, new Health("live", null));

    /// <summary>Requests are taken and can be answered. Where not, others should be asked; starting again does not help.</summary>
    private static async Task<IResult> ReadyAsync(HttpContext http, Readiness readiness, DatabaseHealth database)
    {
        var (reading, writing) = readiness.Closed is null ? await database.ProblemsAsync(http.RequestAborted) : default;
        var parts = new Dictionary<string, HealthPart>(StringComparer.Ordinal) { ["server"] = HealthPart.Of(readiness.Closed) };
        if (readiness.Closed is null)
        {
            parts["reading"] = HealthPart.Of(reading);
            parts["writing"] = HealthPart.Of(writing);
        }

        return Answer(http.Response, new Health(parts.Values.All(part => part.Ok) ? "ready" : "not ready", parts));
    }

    private static IResult Answer(HttpResponse response, Health health)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.Json(health, statusCode: health.Status == "not ready" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <param name="Status">In a word or two.</param>
    /// <param name="Parts">Of what it is made up; null for nothing.</param>
    private sealed record Health(string Status, IReadOnlyDictionary<string, HealthPart>? Parts);

    /// <param name="Ok">Whether it is well.</param>
    /// <param name="Reason">Why not, and what to do; null where it is.</param>
    private sealed record HealthPart(bool Ok, string? Reason)
    {
        public static HealthPart Of(string? problem) => new(problem is null, problem);
    }
}
