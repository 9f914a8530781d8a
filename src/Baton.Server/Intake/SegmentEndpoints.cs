using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Intake;

/// <summary>
/// Segment's tracking API, as the SDKs of websites, apps and servers speak it. A call is acknowledged once it is kept and scored. 400 is for what is
/// too large or no JSON only, 429 and 503 ask to send it again: SDKs throw away whatever gets another answer.
/// </summary>
internal static class SegmentEndpoints
{
    /// <summary>The name of a call in the address, as server SDKs and as the browser's SDK write it.</summary>
    private static readonly (string Long, string Short, EventKind Kind)[] Calls =
    [
        ("identify", "i", EventKind.Identify),
        ("track", "t", EventKind.Track),
        ("page", "p", EventKind.Page),
        ("screen", "s", EventKind.Screen),
        ("group", "g", EventKind.Group),
        ("alias", "a", EventKind.Alias),
    ];

    public static void MapSegment(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").AddEndpointFilter(AllowAnyOrigin).ExcludeFromDescription();
        foreach (var (name, letter, kind) in Calls)
        {
            foreach (var path in (string[])[$"/v1/{name}", $"/v1/{letter}", $"/{letter}"])
            {
                group.MapPost(path, (HttpContext http, SegmentIntake intake) => intake.TakeCallAsync(http, kind));
                group.MapMethods(path, ["OPTIONS"], Preflight);
            }
        }

        foreach (var path in (string[])["/v1/batch", "/v1/b", "/b", "/v1/import"])
        {
            group.MapPost(path, (HttpContext http, SegmentIntake intake) => intake.TakeBatchAsync(http));
            group.MapMethods(path, ["OPTIONS"], Preflight);
        }

        // The browser's SDK tells how fast it is; nobody here asks.
        group.MapPost("/v1/m", () => TypedResults.Ok());
        group.MapMethods("/v1/m", ["OPTIONS"], Preflight);
        group.MapGet("/v1/projects/{key}/settings", Settings);
    }

    /// <summary>What the browser's SDK asks for before it sends anything: where to, and that it need not load other vendors' code.</summary>
    private static IResult Settings(string key, HttpRequest request) => TypedResults.Json(new Dictionary<string, object>
    {
        ["integrations"] = new Dictionary<string, object>
        {
            ["Segment.io"] = new { apiKey = key, apiHost = $"{request.Host}/v1", protocol = request.Scheme, unbundledIntegrations = Array.Empty<string>(), addBundledMetadata = false },
        },
        ["plan"] = new { track = new { }, identify = new { }, group = new { } },
        ["edgeFunction"] = new { },
        ["metrics"] = new { sampleRate = 0 },
        ["middlewareSettings"] = new { },
        ["enabledMiddleware"] = new { },
        ["remotePlugins"] = Array.Empty<string>(),
    });

    private static IResult Preflight(HttpContext http)
    {
        var asked = http.Request.Headers.AccessControlRequestHeaders.ToString();
        http.Response.Headers.AccessControlAllowMethods = "POST, GET, OPTIONS";
        http.Response.Headers.AccessControlAllowHeaders = asked.Length is > 0 and < 1_000 ? asked : "Authorization, Content-Type, Content-Encoding, X-Retry-Count";
        http.Response.Headers.AccessControlMaxAge = "86400";
        return TypedResults.NoContent();
    }

    private static ValueTask<object?> AllowAnyOrigin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // As the answer begins: one about a failure is made anew, without the headers that were there before.
        context.HttpContext.Response.OnStarting(
            response =>
            {
                var headers = ((HttpResponse)response).Headers;
                (headers.AccessControlAllowOrigin, headers.AccessControlExposeHeaders) = ("*", "Retry-After");
                return Task.CompletedTask;
            },
            context.HttpContext.Response);
        return next(context);
    }
}
