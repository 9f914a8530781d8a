using Baton.Server.Hosting;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Keys;

/// <summary>The pages on which keys are made and revoked, and that wait with whoever has put one to use for the first event.</summary>
internal static class KeyPages
{
    public const string Path = "/settings/keys";

    public static void MapKeyPages(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup(Path).May(Right.Administer);
        keys.MapGet("", (HttpContext http, KeyStore store, CancellationToken cancel) => ListAsync(http, store, problem: null, StatusCodes.Status200OK, cancel));
        keys.MapPost("", MakeAsync);
        keys.MapGet("/{id:guid}", ShowAsync);
        keys.MapPost("/{id:guid}/revoke", RevokeAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, KeyStore keys, string? problem, int status, CancellationToken cancel)
    {
        var all = await keys.AllAsync(http.Viewer().Workspace, cancel);
        var asked = HttpMethods.IsPost(http.Request.Method) ? (http.Field("name"), (IReadOnlyList<string>)[.. http.Request.Form["scopes"].OfType<string>()]) : ("", [Scopes.Write]);
        return Pages.Show<KeysPage>(
            new { Keys = (IReadOnlyList<KeyInfo>)[.. all.OrderBy(key => key.Revoked is not null).ThenByDescending(key => key.Id)], Name = asked.Item1, Chosen = asked.Item2, Problem = problem }, status);
    }

    private static async Task<IResult> MakeAsync(HttpContext http, KeyStore keys, ServerOptions options, CancellationToken cancel)
    {
        var request = new KeyRequest(http.Field("name"), [.. http.Request.Form["scopes"].OfType<string>()]);
        if (request.Scopes.Count == 0)
        {
            return await ListAsync(http, keys, Words.Of("Say what the key may do: choose at least one."), StatusCodes.Status400BadRequest, cancel);
        }

        var result = await KeyEndpoints.CreateAsync(http, request, keys, cancel);
        if (Pages.ProblemOf(result) is var (words, status))
        {
            return await ListAsync(http, keys, words, status, cancel);
        }

        var made = ((Created<KeyAnswer>)result.Result).Value!;
        http.Response.Headers.CacheControl = "no-cache, no-store";   // as of every page
        return Show(http, (await keys.GetAsync(http.Viewer().Workspace, made.Id, cancel))!, made.Key, options);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, KeyStore keys, ServerOptions options, CancellationToken cancel) =>
        await keys.GetAsync(http.Viewer().Workspace, id, cancel) is { } key ? Show(http, key, text: null, options) : Notices.Missing(http);

    private static async Task<IResult> RevokeAsync(HttpContext http, Guid id, KeyStore keys, CancellationToken cancel)
    {
        if (await keys.GetAsync(http.Viewer().Workspace, id, cancel) is not { } key)
        {
            return Notices.Missing(http);
        }

        await keys.RevokeAsync(http.Viewer().Workspace, id, http.Act("key.revoked", key.Name, new { key.Hint }), cancel);
        return Pages.GoTo(Path);
    }

    private static IResult Show(HttpContext http, KeyInfo key, string? text, ServerOptions options)
    {
        var url = options.AddressFor(http.Request);
        return Pages.Show<KeyPage>(new { Key = key, Text = text, Snippets = key.Scopes.Contains(Scopes.Write) ? Snippets.Of(url, text) : [], Url = url });
    }
}
