using Baton.Server.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Shell;

/// <summary>Says that a route is a page, and for whom.</summary>
/// <param name="Right">What one has to be allowed; null for anybody, signed in or not.</param>
internal sealed record NeedsRight(Right? Right);

/// <summary>What is said of pages beside their handlers. What is said last holds.</summary>
internal static class PageWords
{
    /// <summary>Only who has this right gets an answer.</summary>
    public static TBuilder May<TBuilder>(this TBuilder routes, Right right)
        where TBuilder : IEndpointConventionBuilder => routes.ForPeople(new NeedsRight(right));

    /// <summary>Anybody gets an answer, signed in or not.</summary>
    public static TBuilder ForAnybody<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.ForPeople(new NeedsRight(Right: null));

    private static TBuilder ForPeople<TBuilder>(this TBuilder routes, NeedsRight needed)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(needed, new ExcludeFromDescriptionAttribute());
}
