using Baton.Server.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Shell;

/// <summary>Says that a route is a page, and for whom.</summary>
/// <param name="Right">What one has to be allowed; null for anybody, signed in or not.</param>
/// <param name="IsSameForAll">True of what does not depend on who looks, so that nobody has to find out.</param>
internal sealed record NeedsRight(Right? Right, bool IsSameForAll = false);

/// <summary>What is said of pages beside their handlers. What is said last holds.</summary>
internal static class PageWords
{
    /// <summary>Only who has this right gets an answer.</summary>
    public static TBuilder May<TBuilder>(this TBuilder routes, Right right)
        where TBuilder : IEndpointConventionBuilder => routes.ForPeople(new NeedsRight(right));

    /// <summary>Anybody gets an answer, signed in or not.</summary>
    /// <param name="routes">The routes.</param>
    /// <param name="isSameForAll">True where it does not depend on who looks.</param>
    public static TBuilder ForAnybody<TBuilder>(this TBuilder routes, bool isSameForAll = false)
        where TBuilder : IEndpointConventionBuilder => routes.ForPeople(new NeedsRight(Right: null, isSameForAll));

    /// <summary>It takes long: everybody is answered one at a time.</summary>
    public static TBuilder TakesTurns<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new TakesTurns());

    private static TBuilder ForPeople<TBuilder>(this TBuilder routes, NeedsRight needed)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(needed, new ExcludeFromDescriptionAttribute());
}
