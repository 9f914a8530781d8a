using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.People.SignIn;

/// <summary>
/// The cookie that names a session. Where a session begins, the one that the browser came with is not looked at: it would be given to whoever signs in, and somebody else may have put it there.
/// </summary>
internal sealed class SessionCookie : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => context.GetEndpoint()?.Metadata.GetMetadata<SessionBegins>() is null ? _cookies.GetRequestCookie(context, key) : null;

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) => _cookies.AppendResponseCookie(context, key, value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, key, options);
}

/// <summary>A session begins here.</summary>
internal sealed record SessionBegins;

/// <summary>What is said of routes that let people in.</summary>
internal static class SessionWords
{
    public static TBuilder BeginsSession<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new SessionBegins());
}
