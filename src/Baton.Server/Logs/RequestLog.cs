using System.Diagnostics;
using Baton.Server.Hosting;
using Baton.Server.Keys;
using Baton.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Logs;

/// <summary>
/// Logs and traces every request: the method, the route as the program has it, the status, how long it took and whose key it came with. Nothing that
/// was sent: no address, no parameter, no header, no body.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> log)
{
    private const string Unmatched = "(none)";

    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        var (method, route) = (MethodOf(http.Request), RouteOf(http));
        using var activity = Traces.Begin($"{method} {route}", http.Request.Headers.TraceParent.ToString());
        try
        {
            await next(http);
        }
        finally
        {
            var status = http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted ? StatusCodes.Status499ClientClosedRequest : http.Response.StatusCode;
            activity?.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status);
            if (status >= StatusCodes.Status500InternalServerError)
            {
                activity?.SetStatus(ActivityStatusCode.Error);
            }

            var level = route.StartsWith(HealthEndpoints.Path, StringComparison.Ordinal) ? LogLevel.Debug : status >= StatusCodes.Status500InternalServerError ? LogLevel.Warning : LogLevel.Information;
            if (log.IsEnabled(level))
            {
                var took = Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1);
                var key = http.Features.Get<KeyInfo>()?.Id;
                Answered(log, level, method, route, status, took, key);
            }
        }
    }

    /// <summary>A method that nobody has defined may say anything.</summary>
    private static string MethodOf(HttpRequest request) => request.Method switch
    {
        "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" or "TRACE" or "CONNECT" => request.Method,
        _ => "_OTHER",
    };

    /// <summary>Read before the request is answered: where that fails, the endpoint is forgotten.</summary>
    private static string RouteOf(HttpContext http) => http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route } ? route : Unmatched;

    [LoggerMessage(Message = "{Method} {Route} {Status} in {Milliseconds} ms, key {Key}")]
    private static partial void Answered(ILogger log, LogLevel level, string method, string route, int status, double milliseconds, Guid? key);
}
