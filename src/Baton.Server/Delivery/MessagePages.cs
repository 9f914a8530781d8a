using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Delivery;

/// <summary>The delivery log: what was sent where, and what came of it.</summary>
internal static class MessagePages
{
    public const string Path = "/settings/deliveries";

    public static void MapMessagePages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup(Path).May(Right.Administer);
        messages.MapGet("", ListAsync);
        messages.MapPost("", ResendDeadAsync);
        messages.MapGet("/{id:guid}", OpenAsync);
        messages.MapPost("/{id:guid}", ResendAsync);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, MessageTable messages, MailServer mail, TargetDesk desk, string? state = null, Guid? target = null, string? cursor = null, CancellationToken cancel = default)
    {
        var workspace = http.Viewer().Workspace;
        var asked = string.IsNullOrEmpty(state) ? null : state;
        var result = await MessageEndpoints.ListAsync(http, messages, mail, asked, lead: null, type: null, target, PageSize.Usual, cursor, cancel);
        if (Pages.ProblemOf(result) is not null)
        {
            return Pages.GoTo(Path);   // an address with a slip in it
        }

        var found = ((Ok<Page<MessageInList>>)result.Result).Value!;
        IReadOnlyList<TargetSheet> targets = [.. await desk.AllAsync(workspace, TargetKind.Webhook, cancel), .. await desk.AllAsync(workspace, TargetKind.Slack, cancel)];
        return Pages.Show<MessagesPage>(new { Messages = found.Items, found.Next, State = asked, Target = target, Targets = targets, About = await desk.AboutAsync(workspace, found.Items, cancel), Mail = await desk.MailAsync(workspace, cancel) });
    }

    private static async Task<IResult> ResendDeadAsync(HttpContext http, MessageTable messages, CancellationToken cancel)
    {
        Guid? target = Guid.TryParse(http.Field("target"), out var id) ? id : null;
        await MessageEndpoints.ResendDeadAsync(http, new ResendRequest(target), messages, cancel);
        return Pages.GoTo($"{Path}?done=resent{(target is null ? "" : $"&target={target}")}");
    }

    private static Task<IResult> OpenAsync(HttpContext http, Guid id, MessageTable messages, MailServer mail, TargetDesk desk, CancellationToken cancel) =>
        ShowAsync(http, id, messages, mail, desk, problem: null, StatusCodes.Status200OK, cancel);

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, MessageTable messages, MailServer mail, TargetDesk desk, string? problem, int status, CancellationToken cancel)
    {
        if (await MessageEndpoints.GetAsync(http, id, messages, mail, cancel) is not { Result: Ok<MessageAnswer> { Value: { } message } })
        {
            return Notices.Missing(http);
        }

        var kind = message.Message.By == TargetKind.Webhook.Name() ? TargetKind.Webhook : TargetKind.Slack;
        var target = message.Message.Target is { } to ? await desk.FindAsync(http.Viewer().Workspace, kind, to, cancel) : null;
        var about = (await desk.AboutAsync(http.Viewer().Workspace, [message.Message], cancel)).Values.FirstOrDefault();
        return Pages.Show<MessagePage>(new { Answer = message, Target = target, About = about, Problem = problem }, status);
    }

    private static async Task<IResult> ResendAsync(HttpContext http, Guid id, MessageTable messages, MailServer mail, TargetDesk desk, CancellationToken cancel) =>
        Pages.ProblemOf(await MessageEndpoints.ResendAsync(http, id, messages, mail, cancel)) is var (words, status)
            ? await ShowAsync(http, id, messages, mail, desk, words, status, cancel)
            : Pages.GoTo($"{Path}/{id}?done=resent");
}
