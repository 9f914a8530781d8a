using Baton.Server.Keys;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Api;

/// <summary>Who calls: a program with its key, or a person in a page.</summary>
/// <param name="Workspace">Everything in the call is about this one.</param>
/// <param name="Actor">As activities have it.</param>
/// <param name="Person">The person's id; null of a program.</param>
internal sealed record Caller(Guid Workspace, string Actor, Guid? Person);

/// <summary>What is known of a request once it was let in.</summary>
internal static class CallerFeature
{
    /// <summary>Who calls.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? throw new InvalidOperationException("This route lets in whoever comes.");

    /// <summary>The key that a call to the API came with and was let in by.</summary>
    public static KeyInfo Key(this HttpContext http) => http.Features.Get<KeyInfo>() ?? throw new InvalidOperationException("This route takes no key.");

    /// <summary>The workspace that everything in the call is about.</summary>
    public static Guid Workspace(this HttpContext http) => http.Caller().Workspace;

    internal static void LetIn(this HttpContext http, KeyInfo key)
    {
        http.Features.Set(key);
        http.Features.Set(new Caller(key.WorkspaceId, key.Actor, Person: null));
    }
}
