using Microsoft.AspNetCore.Http;

namespace Baton.Server.Hosting;

/// <summary>
/// Lets requests in while the server takes any. The others are asked to come again: those who send events do, and keep what they have until then.
/// </summary>
internal sealed class Gate(RequestDelegate next, Readiness readiness)
{
    private const string SecondsToWait = "2";

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(HealthEndpoints.Path, StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
        }
        else if (http.GetEndpoint()?.Metadata.GetMetadata<OpenEnded>() is not null && readiness.Closed is null)
        {
            await next(http);
        }
        else if (readiness.TryEnter())
        {
            try
            {
                await next(http);
            }
            finally
            {
                readiness.Leave();
            }
        }
        else
        {
            http.Response.Headers.RetryAfter = SecondsToWait;
            http.Response.Headers.Connection = "close";
            await TypedResults.Problem(readiness.Closed ?? "Try again.", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
        }
    }
}
