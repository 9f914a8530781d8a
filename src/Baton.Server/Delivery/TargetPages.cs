using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Delivery;

/// <summary>The pages of webhooks and channels: where messages go, and whether they arrive.</summary>
internal static class TargetPages
{
    public static void MapTargetPages(this IEndpointRouteBuilder routes)
    {
        var mail = routes.MapGroup("/settings/channels").May(Right.Administer);
        mail.MapPost("", TryMailAsync);
        foreach (var kind in (TargetKind[])[TargetKind.Slack, TargetKind.Webhook])
        {
            var targets = routes.MapGroup(TargetSheet.PathOf(kind)).May(Right.Administer);
            targets.MapGet("", (HttpContext http, TargetDesk desk, CancellationToken cancel) => ListAsync(http, kind, desk, trial: null, StatusCodes.Status200OK, cancel));
            targets.MapGet("/new", () => Pages.Show<TargetAddPage>(new { Kind = kind, Draft = TargetDraft.Empty }));
            targets.MapPost("/new", (HttpContext http, TargetDesk desk, CancellationToken cancel) => AddAsync(http, kind, desk, cancel));
            targets.MapGet("/{id:guid}", (HttpContext http, Guid id, TargetDesk desk, CancellationToken cancel) => ShowAsync(http, kind, id, desk, new(), StatusCodes.Status200OK, cancel));
            targets.MapPost("/{id:guid}", (HttpContext http, Guid id, TargetDesk desk, CancellationToken cancel) => DoAsync(http, kind, id, desk, cancel));
            targets.MapGet("/{id:guid}/delete", (HttpContext http, Guid id, TargetDesk desk, CancellationToken cancel) => AskAsync(http, kind, id, desk, cancel));
            targets.MapPost("/{id:guid}/delete", (HttpContext http, Guid id, TargetDesk desk, CancellationToken cancel) => DeleteAsync(http, kind, id, desk, cancel));
        }
    }

    private static async Task<IResult> ListAsync(HttpContext http, TargetKind kind, TargetDesk desk, TrialAnswer? trial, int status, CancellationToken cancel)
    {
        var targets = await desk.AllAsync(http.Viewer().Workspace, kind, cancel);
        return kind == TargetKind.Webhook
            ? Pages.Show<WebhooksPage>(new { Webhooks = targets }, status)
            : Pages.Show<ChannelsPage>(new { Channels = targets, Mail = await desk.MailAsync(http.Viewer().Workspace, cancel), Trial = trial }, status);
    }

    private static async Task<IResult> TryMailAsync(HttpContext http, TargetDesk desk, CancellationToken cancel)
    {
        var trial = await desk.TryMailAsync(http, cancel);
        return await ListAsync(http, TargetKind.Slack, desk, trial, trial is null ? StatusCodes.Status409Conflict : StatusCodes.Status200OK, cancel);
    }

    private static async Task<IResult> AddAsync(HttpContext http, TargetKind kind, TargetDesk desk, CancellationToken cancel)
    {
        var draft = DraftOf(http);
        var result = await desk.AddAsync(http, kind, draft, cancel);
        if (Pages.ProblemOf(result) is var (words, status))
        {
            return Pages.Show<TargetAddPage>(new { Kind = kind, Draft = draft with { Problem = words } }, status);
        }

        if ((result as INestedHttpResult)?.Result is not Created<WebhookAnswer> { Value: { } webhook })
        {
            return Pages.GoTo(TargetSheet.PathOf(kind));
        }

        // The secret is shown now and never again; whoever loads the page again sees the webhook without it.
        http.Response.Headers["HX-Push-Url"] = $"{TargetSheet.PathOf(kind)}/{webhook.Id}";
        return await ShowAsync(http, kind, webhook.Id, desk, new(Secret: webhook.Secret), StatusCodes.Status200OK, cancel);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, TargetKind kind, Guid id, TargetDesk desk, TargetNews news, int status, CancellationToken cancel)
    {
        const int RowsOfPage = 15;
        var workspace = http.Viewer().Workspace;
        if (await desk.FindAsync(workspace, kind, id, cancel) is not { } target)
        {
            return Notices.Missing(http);
        }

        var newest = await desk.NewestAsync(workspace, id, RowsOfPage, cancel);
        return Pages.Show<TargetPage>(
            new { Target = target, News = news, Draft = news.Draft ?? TargetDraft.Of(target), Newest = newest, About = await desk.AboutAsync(workspace, newest, cancel) }, status);
    }

    private static async Task<IResult> DoAsync(HttpContext http, TargetKind kind, Guid id, TargetDesk desk, CancellationToken cancel)
    {
        if (await desk.FindAsync(http.Viewer().Workspace, kind, id, cancel) is not { } target)
        {
            return Notices.Missing(http);
        }

        switch (http.Field("do"))
        {
            case "test":
                return await ShowAsync(http, kind, id, desk, new(Trial: await desk.TryAsync(http, target, cancel)), StatusCodes.Status200OK, cancel);
            case "renew" when kind == TargetKind.Webhook:
                return await desk.RenewSecretAsync(http, id, cancel) is { } secret ? await ShowAsync(http, kind, id, desk, new(Secret: secret), StatusCodes.Status200OK, cancel) : Notices.Missing(http);
            case "pause":
                return await GoOnAsync(await desk.EnableAsync(http, target, isEnabled: false, cancel), "paused", draft: null);
            case "resume":
                return await GoOnAsync(await desk.EnableAsync(http, target, isEnabled: true, cancel), "resumed", draft: null);
            case "save":
                var draft = DraftOf(http);
                return await GoOnAsync(await desk.ChangeAsync(http, target, draft, cancel), "saved", draft);
            case "resend":
                await desk.ResendAsync(http, id, cancel);
                return Pages.GoTo($"{target.Path}?done=resent");
            case "replay" when kind == TargetKind.Webhook:
                return await ReplayAsync(http, target, desk, cancel);
            default:
                return Notices.Missing(http);
        }

        async Task<IResult> GoOnAsync(IResult result, string done, TargetDraft? draft) => Pages.ProblemOf(result) is var (words, status)
            ? await ShowAsync(http, kind, id, desk, new(Draft: (draft ?? TargetDraft.Of(target)) with { Problem = words }), status, cancel)
            : Pages.GoTo($"{target.Path}?done={done}");
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, TargetSheet target, TargetDesk desk, CancellationToken cancel)
    {
        if (FormTime.DayOf(http.Field("since")) is not { } day)
        {
            return await ShowAsync(http, target.Kind, target.Id, desk, new(ReplayProblem: Words.Of("Say since which day.")), StatusCodes.Status400BadRequest, cancel);
        }

        return Pages.ProblemOf(await desk.ReplayAsync(http, target.Id, http.Viewer().Zone.AtStartOfDay(day).ToInstant(), cancel)) is var (words, status)
            ? await ShowAsync(http, target.Kind, target.Id, desk, new(ReplayProblem: words), status, cancel)
            : Pages.GoTo($"{target.Path}?done=resent");
    }

    private static async Task<IResult> AskAsync(HttpContext http, TargetKind kind, Guid id, TargetDesk desk, CancellationToken cancel) =>
        await desk.FindAsync(http.Viewer().Workspace, kind, id, cancel) is { } target ? Pages.Show<TargetDeletePage>(new { Target = target }) : Notices.Missing(http);

    private static async Task<IResult> DeleteAsync(HttpContext http, TargetKind kind, Guid id, TargetDesk desk, CancellationToken cancel) =>
        Pages.ProblemOf(await desk.DeleteAsync(http, kind, id, cancel)) is null ? Pages.GoTo($"{TargetSheet.PathOf(kind)}?done=deleted") : Notices.Missing(http);

    private static TargetDraft DraftOf(HttpContext http) => new(
        http.Field("name"),
        http.Field("url"),
        http.Field("all") == "yes",
        [.. http.Request.Form["types"].OfType<string>()],
        http.Field("signingSecret"),
        http.Field("forgetSecret") == "yes");
}

/// <summary>What a target's page has to say beside the target.</summary>
/// <param name="Secret">What was just made, shown this once.</param>
/// <param name="Trial">What came of trying it.</param>
/// <param name="Draft">What was typed and is wrong.</param>
/// <param name="ReplayProblem">Why nothing is sent again.</param>
public sealed record TargetNews(string? Secret = null, TrialAnswer? Trial = null, TargetDraft? Draft = null, string? ReplayProblem = null);
