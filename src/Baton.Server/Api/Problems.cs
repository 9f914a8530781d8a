using Baton.Core.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Api;

/// <summary>What goes wrong in calls, in words: RFC 9457 problem details, each with what to do.</summary>
internal static class Problems
{
    /// <summary>What was sent cannot be used.</summary>
    public static ProblemHttpResult Wrong(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    /// <summary>What was sent has mistakes at these places.</summary>
    public static ProblemHttpResult Mistaken(int status, string detail, IReadOnlyList<Mistake> mistakes) => TypedResults.Problem(
        detail, statusCode: status, extensions: [KeyValuePair.Create("mistakes", (object?)mistakes)]);

    /// <summary>There is no such thing in the key's workspace.</summary>
    public static ProblemHttpResult Unknown(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>It cannot be done as things stand.</summary>
    public static ProblemHttpResult Conflict(string detail, params KeyValuePair<string, object?>[] more) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict, extensions: more);

    /// <summary>Somebody else was faster.</summary>
    public static ProblemHttpResult Changed(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed);

    /// <summary>Says how large the body of this request may be.</summary>
    public static string TooLarge(HttpContext http) => http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize switch
    {
        >= 1 << 30 and var most => $"The body is larger than {most >> 30:N0} GB. Send it in several parts.",
        { } most => $"The body is larger than {most >> 10:N0} KB.",
        null => "The body is too large.",
    };

    /// <summary>The key may not do that.</summary>
    public static ProblemHttpResult NotAllowed(IReadOnlyList<string> anyOf) => TypedResults.Problem(
        $"This key does not have the scope {string.Join(" or ", anyOf.Select(scope => $"`{scope}`"))}. `baton key create --scope {anyOf[0]}` makes one that has it.",
        statusCode: StatusCodes.Status403Forbidden,
        extensions: [KeyValuePair.Create("scope", (object?)string.Join(' ', anyOf))]);
}
