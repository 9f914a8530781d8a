using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Hosting;

/// <summary>
/// Answers requests that failed: 503 and when to try again where the database cannot be read or written, 4xx where the request was none, and 500
/// for the rest, without telling what is inside.
/// </summary>
internal sealed partial class FailureAnswers(IProblemDetailsService problems, ILogger<FailureAnswers> log) : IExceptionHandler
{
    private const string SecondsToWait = "2";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, detail) = exception switch
        {
            DatabaseBusyException => (StatusCodes.Status503ServiceUnavailable, exception.Message),
            BadHttpRequestException bad => (bad.StatusCode, BadRequestWords.Of(httpContext, bad)),
            IOException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } => (StatusCodes.Status400BadRequest, "The body did not come whole, or not as HTTP has it. Send it again."),
            OutOfMemoryException => (StatusCodes.Status503ServiceUnavailable, "There is no memory for this at the moment. Send it again later, or ask for less at a time."),
            _ when Databases.ExplainToStrangers(exception) is { } explained => (StatusCodes.Status503ServiceUnavailable, explained),
            _ => (StatusCodes.Status500InternalServerError, "Something in Baton is wrong. The log says more."),
        };
        httpContext.Response.StatusCode = status;
        switch (status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                httpContext.Response.Headers.RetryAfter = SecondsToWait;
                Waits(log, Databases.Explain(exception)?.Message ?? detail);
                break;
            case StatusCodes.Status500InternalServerError:
                Failed(log, exception);
                break;
        }

        if (httpContext.GetEndpoint()?.Metadata.GetMetadata<NeedsRight>() is not null && status >= StatusCodes.Status500InternalServerError)
        {
            await Notices.Failed(status).ExecuteAsync(httpContext);
            return true;
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = { Status = status, Detail = detail } });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request has to be sent again: {Reason}")]
    private static partial void Waits(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed. Please report this, with what was thrown.")]
    private static partial void Failed(ILogger log, Exception failure);
}
