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
        if (!desk.Mail.IsSetUp)
        {
            return await ListAsync(http, TargetKind.Slack, desk, trial: null, StatusCodes.Status409Conflict, cancel);
        }

        var trial = await desk.Trial.MailAsync(http.Viewer().Workspace, http.Viewer().Person, http.Act("mail.tried", http.Viewer().Person.Email), cancel);
        return await ListAsync(http, TargetKind.Slack, desk, trial, StatusCodes.Status200OK, cancel);
    }

    private static async Task<IResult> AddAsync(HttpContext http, TargetKind kind, TargetDesk desk, CancellationToken cancel)
    {
        var draft = DraftOf(http);
        IResult result = kind == TargetKind.Webhook
            ? await WebhookEndpoints.CreateAsync(http, new WebhookRequest(draft.Name, draft.Url, draft.Asked), desk.Targets, desk.Allowed, cancel)
            : await SlackEndpoints.CreateAsync(http, new SlackRequest(draft.Name, draft.Url, draft.Asked, draft.SigningSecret), desk.Targets, desk.Allowed, cancel);
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
        var workspace = http.Viewer().Workspace;
        if (await desk.FindAsync(workspace, kind, id, cancel) is not { } target)
        {
            return Notices.Missing(http);
        }

        const int RowsOfPage = 15;
        var newest = await desk.Messages.ListAsync(workspace, new MessageQuery(State: null, LeadId: null, Type: null, id, RowsOfPage, Before: null), cancel);
        return Pages.Show<TargetPage>(
            new { Target = target, News = news, Draft = news.Draft ?? TargetDraft.Of(target), Newest = (IReadOnlyList<MessageInList>)[.. newest.Select(one => MessageInList.Of(one, desk.Mail.IsSetUp))] }, status);
    }

    private static async Task<IResult> DoAsync(HttpContext http, TargetKind kind, Guid id, TargetDesk desk, CancellationToken cancel)
    {
        if (await desk.FindAsync(http.Viewer().Workspace, kind, id, cancel) is not { } target)
        {
            return Notices.Missing(http);
        }

        return http.Field("do") switch
        {
            "test" => await TestAsync(http, target, desk, cancel),
            "renew" when kind == TargetKind.Webhook => await RenewAsync(http, target, desk, cancel),
            "pause" => await SaveAsync(http, target, desk, name: null, new TargetDraft("", "", IsAll: false, []), isEnabled: false, cancel),
            "resume" => await SaveAsync(http, target, desk, name: null, new TargetDraft("", "", IsAll: false, []), isEnabled: true, cancel),
            "resend" => await ResendAsync(http, target, desk, cancel),
            "replay" when kind == TargetKind.Webhook => await ReplayAsync(http, target, desk, cancel),
            "save" => await SaveAsync(http, target, desk, http.Field("name"), DraftOf(http), isEnabled: null, cancel),
            _ => Notices.Missing(http),
        };
    }

    private static async Task<IResult> TestAsync(HttpContext http, TargetSheet target, TargetDesk desk, CancellationToken cancel)
    {
        IResult result = target.Kind == TargetKind.Webhook
            ? await WebhookEndpoints.TestAsync(http, target.Id, desk.Targets, desk.Trial, cancel)
            : await SlackEndpoints.TestAsync(http, target.Id, desk.Targets, desk.Trial, cancel);
        return await ShowAsync(http, target.Kind, target.Id, desk, new(Trial: ((result as INestedHttpResult)?.Result as Ok<TrialAnswer>)?.Value), StatusCodes.Status200OK, cancel);
    }

    private static async Task<IResult> RenewAsync(HttpContext http, TargetSheet target, TargetDesk desk, CancellationToken cancel) =>
        await WebhookEndpoints.RotateAsync(http, target.Id, desk.Targets, cancel) is { Result: Ok<WebhookAnswer> { Value.Secret: { } secret } }
            ? await ShowAsync(http, target.Kind, target.Id, desk, new(Secret: secret), StatusCodes.Status200OK, cancel)
            : Notices.Missing(http);

    private static async Task<IResult> SaveAsync(HttpContext http, TargetSheet target, TargetDesk desk, string? name, TargetDraft draft, bool? isEnabled, CancellationToken cancel)
    {
        var (url, types) = isEnabled is null ? (draft.Url, draft.Asked) : (null, (IReadOnlyList<string>?)null);
        var secret = draft.ForgetSecret ? "" : draft.SigningSecret.Length > 0 ? draft.SigningSecret : null;

        // An address that is another begins anew: what is known of the old one's failures is forgotten, so one that stays is not said again.
        IResult result = target.Kind == TargetKind.Webhook
            ? await WebhookEndpoints.ChangeAsync(http, target.Id, new WebhookChange(name, url == target.Url ? null : url, types, isEnabled), desk.Targets, desk.Allowed, cancel)
            : await SlackEndpoints.ChangeAsync(http, target.Id, new SlackChange(name, url is "" ? null : url, types, isEnabled, isEnabled is null ? secret : null), desk.Targets, desk.Allowed, cancel);
        return Pages.ProblemOf(result) is var (words, status)
            ? await ShowAsync(http, target.Kind, target.Id, desk, new(Draft: draft with { Problem = words }), status, cancel)
            : Pages.GoTo($"{target.Path}?done={(isEnabled switch { null => "saved", true => "resumed", false => "paused" })}");
    }

    private static async Task<IResult> ResendAsync(HttpContext http, TargetSheet target, TargetDesk desk, CancellationToken cancel)
    {
        await MessageEndpoints.ResendDeadAsync(http, new ResendRequest(target.Id), desk.Messages, cancel);
        return Pages.GoTo($"{target.Path}?done=resent");
    }

    private static async Task<IResult> ReplayAsync(HttpContext http, TargetSheet target, TargetDesk desk, CancellationToken cancel)
    {
        if (FormTime.DayOf(http.Field("since")) is not { } day)
        {
            return await ShowAsync(http, target.Kind, target.Id, desk, new(ReplayProblem: Words.Of("Say since which day.")), StatusCodes.Status400BadRequest, cancel);
        }

        var since = http.Viewer().Zone.AtStartOfDay(day).ToInstant();
        return Pages.ProblemOf(await WebhookEndpoints.ReplayAsync(http, target.Id, new ReplayRequest(since), desk.Targets, desk.Messages, cancel)) is var (words, status)
            ? await ShowAsync(http, target.Kind, target.Id, desk, new(ReplayProblem: words), status, cancel)
            : Pages.GoTo($"{target.Path}?done=resent");
    }

    private static async Task<IResult> AskAsync(HttpContext http, TargetKind kind, Guid id, TargetDesk desk, CancellationToken cancel) =>
        await desk.FindAsync(http.Viewer().Workspace, kind, id, cancel) is { } target ? Pages.Show<TargetDeletePage>(new { Target = target }) : Notices.Missing(http);

    private static async Task<IResult> DeleteAsync(HttpContext http, TargetKind kind, Guid id, TargetDesk desk, CancellationToken cancel)
    {
        IResult result = kind == TargetKind.Webhook ? await WebhookEndpoints.DeleteAsync(http, id, desk.Targets, cancel) : await SlackEndpoints.DeleteAsync(http, id, desk.Targets, cancel);
        return Pages.ProblemOf(result) is null ? Pages.GoTo($"{TargetSheet.PathOf(kind)}?done=deleted") : Notices.Missing(http);
    }

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
