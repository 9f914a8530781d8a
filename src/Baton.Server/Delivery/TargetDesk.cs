using System.Collections.Immutable;
using Baton.Server.Leads;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>Webhooks and channels as their pages handle them: what is the same of both, whichever of both it is. What is done is done by the handlers of the API.</summary>
internal sealed class TargetDesk(TargetStore targets, MessageTable messages, MailServer mail, AllowedAddresses allowed, TargetTrial trial, IDatabase database, IClock clock)
{
    /// <summary>All of one kind, the oldest first.</summary>
    public async Task<IReadOnlyList<TargetSheet>> AllAsync(Guid workspaceId, TargetKind kind, CancellationToken cancel)
    {
        var counts = await messages.CountsAsync(workspaceId, cancel);
        return [.. (await targets.AllAsync(workspaceId, kind, cancel)).Select(found => TargetSheet.Of(found.Target, found.Circuit, counts.GetValueOrDefault(found.Target.Id), clock.GetCurrentInstant()))];
    }

    /// <summary>One; null where there is none of that kind.</summary>
    public async Task<TargetSheet?> FindAsync(Guid workspaceId, TargetKind kind, Guid id, CancellationToken cancel) =>
        await targets.FindAsync(workspaceId, kind, id, cancel) is var (target, circuit)
            ? TargetSheet.Of(target, circuit, await messages.CountAsync(workspaceId, id, cancel), clock.GetCurrentInstant())
            : null;

    /// <summary>What went to one last, the newest first.</summary>
    public async Task<IReadOnlyList<MessageInList>> NewestAsync(Guid workspaceId, Guid id, int most, CancellationToken cancel) =>
        [.. (await messages.ListAsync(workspaceId, new MessageQuery(State: null, LeadId: null, Type: null, id, most, Before: null), cancel)).Select(one => MessageInList.Of(one, mail.IsSetUp))];

    /// <summary>Whom messages are about, by the id that they name.</summary>
    public async Task<IReadOnlyDictionary<Guid, LeadCard>> AboutAsync(Guid workspaceId, IEnumerable<MessageInList> messages, CancellationToken cancel)
    {
        var leads = messages.Select(message => message.Lead).OfType<Guid>().ToList();
        if (leads.Count == 0)
        {
            return ImmutableDictionary<Guid, LeadCard>.Empty;
        }

        await using var connection = await database.OpenReadAsync(cancel);
        return LeadCard.Of(connection, workspaceId, leads);
    }

    /// <summary>How e-mail fares.</summary>
    public async Task<MailSheet> MailAsync(Guid workspaceId, CancellationToken cancel)
    {
        var (waiting, dead, last) = await messages.CountAsync(workspaceId, Target.MailServer, cancel);
        var circuit = await targets.MailCircuitAsync(workspaceId, cancel);
        return new MailSheet(mail.Settings, circuit?.Failures ?? 0, circuit?.Since, circuit?.HeldUntil > clock.GetCurrentInstant() ? circuit.HeldUntil : null, waiting, dead, last);
    }

    /// <summary>Sends whoever asks an e-mail; null where no mail server is set up.</summary>
    public async Task<TrialAnswer?> TryMailAsync(HttpContext http, CancellationToken cancel)
    {
        if (!mail.IsSetUp)
        {
            return null;
        }

        return await trial.MailAsync(http.Viewer().Workspace, http.Viewer().Person, http.Act("mail.tried", http.Viewer().Person.Email), cancel);
    }

    /// <summary>Adds one. What comes of a webhook has its secret in it.</summary>
    public async Task<IResult> AddAsync(HttpContext http, TargetKind kind, TargetDraft draft, CancellationToken cancel) => kind == TargetKind.Webhook
        ? await WebhookEndpoints.CreateAsync(http, new WebhookRequest(draft.Name, draft.Url, draft.Asked), targets, allowed, cancel)
        : await SlackEndpoints.CreateAsync(http, new SlackRequest(draft.Name, draft.Url, draft.Asked, draft.SigningSecret), targets, allowed, cancel);

    /// <summary>Changes what a form says of one.</summary>
    public Task<IResult> ChangeAsync(HttpContext http, TargetSheet target, TargetDraft draft, CancellationToken cancel)
    {
        // An address that is another begins anew: what is known of the old one's failures is forgotten, so one that stays is not said again.
        var url = draft.Url == target.Url || (draft.Url.Length == 0 && target.Kind == TargetKind.Slack) ? null : draft.Url;
        var secret = draft.ForgetSecret ? "" : draft.SigningSecret.Length > 0 ? draft.SigningSecret : null;
        return ChangeAsync(http, target, new TargetChange(draft.Name, url, draft.Asked, IsEnabled: null, secret), cancel);
    }

    /// <summary>Lets one be told nothing, or again.</summary>
    public Task<IResult> EnableAsync(HttpContext http, TargetSheet target, bool isEnabled, CancellationToken cancel) =>
        ChangeAsync(http, target, new TargetChange(null, null, null, isEnabled, null), cancel);

    /// <summary>Sends one a message; null where there is none any more.</summary>
    public async Task<TrialAnswer?> TryAsync(HttpContext http, TargetSheet target, CancellationToken cancel)
    {
        IResult result = target.Kind == TargetKind.Webhook
            ? await WebhookEndpoints.TestAsync(http, target.Id, targets, trial, cancel)
            : await SlackEndpoints.TestAsync(http, target.Id, targets, trial, cancel);
        return ((result as INestedHttpResult)?.Result as Ok<TrialAnswer>)?.Value;
    }

    /// <summary>A new secret of a webhook; null where there is no such webhook.</summary>
    public async Task<string?> RenewSecretAsync(HttpContext http, Guid webhook, CancellationToken cancel) =>
        await WebhookEndpoints.RotateAsync(http, webhook, targets, cancel) is { Result: Ok<WebhookAnswer> { Value: { } renewed } } ? renewed.Secret : null;

    /// <summary>Sends one again what it has not taken.</summary>
    public async Task ResendAsync(HttpContext http, Guid id, CancellationToken cancel) => await MessageEndpoints.ResendDeadAsync(http, new ResendRequest(id), messages, cancel);

    /// <summary>Sends a webhook again all that was made for it since a moment.</summary>
    public async Task<IResult> ReplayAsync(HttpContext http, Guid webhook, Instant since, CancellationToken cancel) =>
        await WebhookEndpoints.ReplayAsync(http, webhook, new ReplayRequest(since), targets, messages, cancel);

    /// <summary>Deletes one.</summary>
    public async Task<IResult> DeleteAsync(HttpContext http, TargetKind kind, Guid id, CancellationToken cancel) => kind == TargetKind.Webhook
        ? await WebhookEndpoints.DeleteAsync(http, id, targets, cancel)
        : await SlackEndpoints.DeleteAsync(http, id, targets, cancel);

    private async Task<IResult> ChangeAsync(HttpContext http, TargetSheet target, TargetChange change, CancellationToken cancel) => target.Kind == TargetKind.Webhook
        ? await WebhookEndpoints.ChangeAsync(http, target.Id, new WebhookChange(change.Name, change.Url, change.Types, change.IsEnabled), targets, allowed, cancel)
        : await SlackEndpoints.ChangeAsync(http, target.Id, new SlackChange(change.Name, change.Url, change.Types, change.IsEnabled, change.Secret), targets, allowed, cancel);
}
