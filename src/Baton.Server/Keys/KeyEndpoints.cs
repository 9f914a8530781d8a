using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Keys;

/// <summary>Keys, over HTTP.</summary>
internal static class KeyEndpoints
{
    private const int LongestName = 100;

    public static void MapKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/keys").WithTags("Keys").Needs(Scopes.Admin);
        keys.MapGet("", ListAsync);
        keys.MapPost("", CreateAsync).AnswersWithSecret();
        keys.MapDelete("/{id:guid}", RevokeAsync).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Lists the keys, revoked ones among them, the oldest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Ok<Page<KeyAnswer>>> ListAsync(HttpContext http, KeyStore keys, CancellationToken cancel) =>
        TypedResults.Ok(new Page<KeyAnswer>([.. (await keys.AllAsync(http.Workspace(), cancel)).Select(key => KeyAnswer.Of(key, text: null))], Next: null));

    /// <summary>Makes a key. Its text is shown this once: only a hash of it is kept.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">What it is for and what it may do.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Created<KeyAnswer>, ProblemHttpResult>> CreateAsync(HttpContext http, KeyRequest body, KeyStore keys, CancellationToken cancel)
    {
        if (Names.Clean(body.Name, LongestName) is not { } name)
        {
            return Problems.Wrong($"`name` is {Names.Words(LongestName)}.");
        }

        if (body.Scopes is not { Count: > 0 } || body.Scopes.Except(Scopes.All).Any())
        {
            return Problems.Wrong($"`scopes` is a list of at least one of {string.Join(", ", Scopes.All.Select(scope => $"`{scope}`"))}.");
        }

        var (key, info) = await keys.AddAsync(http.Workspace(), name, [.. body.Scopes.Distinct()], http.Caller().Actor, http.Act("key.made", name), cancel);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/keys/{info.Id}", KeyAnswer.Of(info, key.Text));
    }

    /// <summary>Revokes a key. It is of no use any more, at the latest after five seconds.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The key's id.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(HttpContext http, Guid id, KeyStore keys, CancellationToken cancel)
    {
        var key = await keys.GetAsync(http.Workspace(), id, cancel);
        return await keys.RevokeAsync(http.Workspace(), id, http.Act("key.revoked", key?.Name ?? "", new { key?.Hint }), cancel) ? TypedResults.NoContent() : Problems.Unknown($"There is no key {id} that works.");
    }
}

/// <summary>A key.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Hint">How it begins and ends, to tell it from others.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Created">When it was made.</param>
/// <param name="By">Who made it; null where it was made on the command line.</param>
/// <param name="Revoked">Since when it is of no use; null while it works.</param>
/// <param name="Used">When it was last of use, to within some seconds; null for never.</param>
/// <param name="Key">The key itself, only in the answer to the call that made it.</param>
internal sealed record KeyAnswer(Guid Id, string Name, string Hint, IReadOnlyList<string> Scopes, Instant Created, string? By, Instant? Revoked, Instant? Used, string? Key)
{
    public static KeyAnswer Of(KeyInfo key, string? text) => new(key.Id, key.Name, key.Hint, key.Scopes, key.Created, key.By, key.Revoked, key.Used, text);
}

/// <summary>A key to make.</summary>
/// <param name="Name">What it is for, from 1 to 100 characters.</param>
/// <param name="Scopes">What it may do: `write`, `read`, `edit`, `import`, `playbook`, `sign:marketing`, `sign:sales` and `admin`.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record KeyRequest([property: JsonRequired] string Name, [property: JsonRequired] IReadOnlyList<string> Scopes);
