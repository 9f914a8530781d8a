using System.Collections.Immutable;
using Baton.Core.Handoffs;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Handoffs;

/// <summary>
/// Pages behind the links in messages. To open one does nothing but show what it would do, so that what scans mails triggers nothing; its button does it, once.
/// </summary>
internal static class ActEndpoints
{
    private const int LongestText = 5_000;
    private const int MostBytes = 64 << 10;

    private static readonly Said NoForm = new(StatusCodes.Status400BadRequest, "This did not come from the page that the link leads to.", "Open the link again, and use its button.");

    public static void MapActs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Links.Path + "/{token}", ShowAsync).ExcludeFromDescription();
        routes.MapPost(Links.Path + "/{token}", DoAsync).ExcludeFromDescription().DisableAntiforgery();
    }

    private static async Task<ContentHttpResult> ShowAsync(HttpContext http, string token, Acts acts, IDatabase database, PlaybookShelf shelf, CancellationToken cancel)
    {
        Protect(http);
        var (asked, why) = await acts.ReadAsync(token, cancel);
        return asked is null ? ActPage.Say(why!) : ActPage.Ask(asked, await ReasonsAsync(shelf, database, asked, cancel));
    }

    private static async Task<ContentHttpResult> DoAsync(HttpContext http, string token, Acts acts, IDatabase database, PlaybookShelf shelf, CancellationToken cancel)
    {
        Protect(http);
        if (http.Request.ContentLength > MostBytes || !http.Request.HasFormContentType)
        {
            return ActPage.Say(NoForm);
        }

        var (asked, why) = await acts.ReadAsync(token, cancel);
        if (asked is null)
        {
            return ActPage.Say(why!);
        }

        if (await FormOf(http.Request, cancel) is not { } form)
        {
            return ActPage.Say(NoForm);
        }

        var pressed = new Pressed(Text(form, "reason") ?? Text(form, "outcome"), Text(form, "value"), Text(form, "note"));
        if (pressed.Note is { Length: > LongestText } || pressed.Value is { Length: > LongestText })
        {
            return ActPage.Say(new Said(StatusCodes.Status400BadRequest, "This is too long.", $"A note has at most {LongestText:N0} characters. Go back and shorten it."));
        }

        if (asked.Link.Act != Act.Accept && pressed.Choice is null)
        {
            return await AskAgainAsync(asked.Link.Act == Act.Reject ? "Choose a reason. There is no \"no\" without one." : "Choose what came of the call.");
        }

        var said = await acts.DoAsync(asked, $"{asked.Person.Name} (link)", pressed, cancel);
        return said.Status == StatusCodes.Status409Conflict && pressed.Value is not null ? await AskAgainAsync(said.Words) : ActPage.Say(said);

        async Task<ContentHttpResult> AskAgainAsync(string problem) => ActPage.Ask(asked, await ReasonsAsync(shelf, database, asked, cancel), problem);
    }

    private static async Task<IFormCollection?> FormOf(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await request.ReadFormAsync(new FormOptions { BufferBodyLengthLimit = MostBytes, MultipartBodyLengthLimit = MostBytes }, cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Protect(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
    }

    private static async Task<ImmutableArray<RejectionReason>> ReasonsAsync(PlaybookShelf shelf, IDatabase database, Asked asked, CancellationToken cancel) =>
        (await shelf.CurrentAsync(database, asked.Workspace, cancel)).Scorer.Playbook.Rejections;

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? KeptText.Of(text) : null;
}
