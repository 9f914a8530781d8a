using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;

namespace Baton.Server.Api;

/// <summary>What a key has to be allowed so that a route answers: one of these scopes.</summary>
internal sealed record NeedsScope(IReadOnlyList<string> AnyOf);

/// <summary>What is said of routes beside their handlers.</summary>
internal static class RouteWords
{
    /// <summary>Lets in only keys with one of these scopes. What is said last of a route holds.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder routes, params string[] anyOf)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new NeedsScope(anyOf));

    /// <summary>Says that the answer has a secret, which is not kept for a repeated call.</summary>
    public static TBuilder AnswersWithSecret<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new HasSecret());

    /// <summary>Says that the body is a file of at most so many bytes.</summary>
    public static TBuilder TakesFile<TBuilder>(this TBuilder routes, long mostBytes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new TakesFile(mostBytes));
}

/// <summary>The answer of a route has a secret in it.</summary>
internal sealed record HasSecret;

/// <summary>
/// The body of a call to a route is a file, which is read as it comes and is larger than what else is sent. It is not held in memory to be compared with
/// another, so such a route takes no <c>Idempotency-Key</c>: it makes sure itself that the same file once more does nothing more.
/// </summary>
/// <param name="MostBytes">Of the body.</param>
internal sealed record TakesFile(long MostBytes) : IRequestSizeLimitMetadata
{
    long? IRequestSizeLimitMetadata.MaxRequestBodySize => MostBytes;
}
