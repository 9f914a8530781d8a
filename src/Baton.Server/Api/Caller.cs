using Baton.Server.Keys;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Api;

/// <summary>Who calls.</summary>
internal static class Caller
{
    /// <summary>The key that a call came with and was let in by.</summary>
    public static KeyInfo Key(this HttpContext http) => http.Features.Get<KeyInfo>() ?? throw new InvalidOperationException("This route lets in whoever comes.");

    /// <summary>The workspace that everything in the call is about.</summary>
    public static Guid Workspace(this HttpContext http) => http.Key().WorkspaceId;

    internal static void LetIn(this HttpContext http, KeyInfo key) => http.Features.Set(key);
}
