using System.Net;

namespace Baton.Server.Delivery;

/// <summary>What the answer to a message means.</summary>
internal static class HttpOutcome
{
    /// <summary>Statuses that are about the message: another may be taken.</summary>
    private static readonly HttpStatusCode[] OfMessage =
        [HttpStatusCode.BadRequest, HttpStatusCode.Conflict, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnprocessableEntity];

    /// <summary>Only 2xx is success; a redirect is a failure, for it would lead past what was checked.</summary>
    public static Outcome Of(HttpAnswer? answer, string? problem) => answer switch
    {
        null => new Outcome.Failed(problem!, IsOfTarget: true),
        { Status: >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices } => new Outcome.Sent(),
        { Status: HttpStatusCode.Gone } => new Outcome.Gone("It answered 410: it is gone for good."),
        { Status: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest } => new Outcome.Failed($"It answered {(int)answer.Status}: redirects are not followed. Name the address that it leads to.", IsOfTarget: true),
        _ => new Outcome.Failed($"It answered {(int)answer.Status}.", IsOfTarget: !OfMessage.Contains(answer.Status), answer.RetryAfter),
    };
}
