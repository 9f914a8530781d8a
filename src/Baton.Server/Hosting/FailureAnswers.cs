using Baton.Server.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Hosting;

/// <summary>
/// Answers requests that failed: 503 and when to try again where the database cannot be read or written, 4xx where the request was none, and 500
/// for the rest, without telling what is inside.
/// </summary>
internal sealed class FailureAnswers(IProblemDetailsService problems) : IExceptionHandler
{
    private const string SecondsToWait = "2";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            DatabaseBusyException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
            BadHttpRequestException bad => (bad.StatusCode, BadRequestWords.Of(bad)),
            _ when Databases.Explain(exception) is { } explained => (StatusCodes.Status503ServiceUnavailable, explained.Message),
            _ => (StatusCodes.Status500InternalServerError, "Something in Baton is wrong. The log says more."),
        };
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.RetryAfter = SecondsToWait;
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = { Status = status, Detail = detail } });
    }
}
