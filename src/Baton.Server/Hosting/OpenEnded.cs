using Microsoft.AspNetCore.Builder;

namespace Baton.Server.Hosting;

/// <summary>Says that an answer goes on as long as somebody listens: it ends when the server is being stopped, which does not wait for it.</summary>
internal sealed record OpenEnded
{
    public static OpenEnded Answer { get; } = new();
}

/// <summary>What is said of such routes beside their handlers.</summary>
internal static class OpenEndedWords
{
    /// <summary>The answer goes on as long as somebody listens.</summary>
    public static TBuilder GoesOn<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(OpenEnded.Answer).DisableHttpMetrics();
}
