using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Hosting;

/// <summary>
/// Answers requests that failed: 503 and when to try again where the database cannot be read or written, 4xx where the request was none, and 500
/// for the rest, without telling what is inside. Who asked for a page gets one.
/// </summary>
internal sealed partial class FailureAnswers(ILogger<FailureAnswers> log) : IExceptionHandler
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

        // Here the request has no endpoint any more, and the answer no headers.
        if (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<NeedsRight>() is not null)
        {
            PageGate.Protect(httpContext.Response.Headers);
            Languages.Use(Languages.Of(httpContext.ViewerOrNobody()?.Row.Language, httpContext.Request));
            await PageOf(httpContext, status).ExecuteAsync(httpContext);
        }
        else
        {
            await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(httpContext);
        }

        return true;
    }

    /// <summary>What no page of ours asks for is an address that somebody has changed, or a form that is none of ours.</summary>
    private static IResult PageOf(HttpContext http, int status) => status >= StatusCodes.Status500InternalServerError ? Notices.Failed(status)
        : HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) ? Notices.Missing(http)
        : Notices.Stale(http);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A request has to be sent again: {Reason}")]
    private static partial void Waits(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed. Please report this, with what was thrown.")]
    private static partial void Failed(ILogger log, Exception failure);
}
