using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Handoffs;

/// <summary>
/// Pages behind the links in messages. To open one does nothing but show what it would do, so that what scans mails triggers nothing; its button does it, once. Who has the link may:
/// it is known to nobody else, so its form needs no other proof.
/// </summary>
internal static class ActEndpoints
{
    public const int LongestNote = 5_000;
    private const int MostBytes = 64 << 10;

    private static readonly Said NoForm = new(
        StatusCodes.Status400BadRequest, "This did not come from the page that the link leads to.", "Open the link again, and use its button.");

    public static void MapActs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Links.Path + "/{token}", ShowAsync).ForAnybody();
        routes.MapPost(Links.Path + "/{token}", DoAsync).ForAnybody().DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MostBytes));
    }

    private static async Task<IResult> ShowAsync(HttpContext http, string token, Acts acts, Doing doing, CancellationToken cancel)
    {
        KeepSecret(http);
        var (asked, why) = await acts.ReadAsync(token, cancel);
        return asked is null ? Say(why!) : await AskAsync(asked, pressed: null, problem: null, doing, cancel);
    }

    private static async Task<IResult> DoAsync(HttpContext http, string token, Acts acts, Doing doing, CancellationToken cancel)
    {
        KeepSecret(http);
        if (await FormOf(http.Request, cancel) is not { } form)
        {
            return Say(NoForm);
        }

        var (asked, why) = await acts.ReadAsync(token, cancel);
        if (asked is null)
        {
            return Say(why!);
        }

        var pressed = new Pressed(Text(form, "reason") ?? Text(form, "outcome"), Text(form, "value"), Text(form, "note"));
        if (pressed.Note is { Length: > LongestNote } || pressed.Value is { Length: > LongestNote })
        {
            return await AskAgainAsync($"A note has at most {LongestNote:N0} characters. Shorten it.");
        }

        if (asked.Link.Act != Act.Accept && pressed.Choice is null)
        {
            return await AskAgainAsync(asked.Link.Act == Act.Reject ? "Choose a reason. There is no \"no\" without one." : "Choose what came of the call.");
        }

        var said = await acts.DoAsync(asked, $"{asked.Person.Name} (link)", pressed, cancel);
        return said.Status == StatusCodes.Status409Conflict && pressed.Value is not null ? await AskAgainAsync(said.Words) : Say(said);

        Task<IResult> AskAgainAsync(string problem) => AskAsync(asked, pressed, problem, doing, cancel);
    }

    private static async Task<IResult> AskAsync(Asked asked, Pressed? pressed, string? problem, Doing doing, CancellationToken cancel) => Pages.Show<ActPage>(
        new
        {
            asked.Link.Act,
            asked.Brief,
            Person = asked.Person.Name,
            Reasons = (await doing.PlaybookAsync(asked.Workspace, cancel)).Rejections,
            Problem = problem,
            Pressed = pressed,
        },
        problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static IResult Say(Said said) => Pages.Show<ActNotice>(new { said.Title, said.Words, said.Lead }, said.Status);

    /// <summary>The form; null where it is none, or far too long.</summary>
    private static async Task<IFormCollection?> FormOf(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync(cancel) : null;
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>Nobody is told of the address from which its links are followed.</summary>
    private static void KeepSecret(HttpContext http) => http.Response.Headers["Referrer-Policy"] = "no-referrer";

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? KeptText.Of(text) : null;
}
