using System.Text.Json;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Dapper;
using Microsoft.Extensions.Localization;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>Tries a target: makes a message and sends it at once, past whatever waits.</summary>
internal sealed class TargetTrial(IDatabase database, Courier courier, IClock clock)
{
    private static readonly IStringLocalizer<Words> T = MailWords.Words;

    /// <summary>Tries one; what came of it is kept as of any message.</summary>
    public Task<TrialAnswer> RunAsync(Guid workspaceId, Target target, AuditedAct act, CancellationToken cancel)
    {
        MessageContent content = target.Kind == TargetKind.Slack
            ? new SlackBlocks($"Baton can reach {target.Name}.").Section(SlackBlocks.Plain($"Baton can reach {target.Name}. This is a test, and nothing is to be done.")).To(target.Id)
            : new WebhookContent(target.Id, JsonSerializer.Serialize(new { webhook = target.Id, message = "This is a test, and nothing is to be done." }));
        return RunAsync(workspaceId, content, target, act, cancel);
    }

    /// <summary>Tries the mail server: sends somebody an e-mail in the language of the page.</summary>
    public Task<TrialAnswer> MailAsync(Guid workspaceId, Person to, AuditedAct act, CancellationToken cancel) => RunAsync(
        workspaceId,
        new MailPage(T["Baton can send e-mail"]).Say(T["Hello {0},", to.Name]).Say(T["This is a test, and nothing is to be done. It arrived, so hand-offs, reminders and invitations arrive, too."]).To(to.Email),
        target: null,
        act,
        cancel);

    private async Task<TrialAnswer> RunAsync(Guid workspaceId, MessageContent content, Target? target, AuditedAct act, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var message = Message.New(now, EventTypes.Test, null, content);
        var holder = Guid.CreateVersion7();
        await database.WriteAsync(
            transaction =>
            {
                act.Note(transaction, workspaceId, now);
                Outbox.Add(transaction, workspaceId, [message]);
                return transaction.Connection!.Execute(
                    "UPDATE message SET holder = @holder, due_at = @until WHERE workspace_id = @workspaceId AND message_id = @Id",
                    new { workspaceId, message.Id, holder, until = (now + DueMessages.Lease).ToUnixTimeMilliseconds() },
                    transaction);
            },
            cancel);
        var claimed = new Claimed(message.Id, message.Type, now, null, content.ToJson(), content.Address, content.Kind, target, 0, now, holder, IsProbe: false);
        var attempt = await courier.SendNowAsync(workspaceId, claimed, cancel);
        return new TrialAnswer(attempt.Problem is null, message.Id, (int?)attempt.Answer?.Status, (long)attempt.Took.TotalMilliseconds, attempt.Answer?.Body, attempt.Problem);
    }
}

/// <summary>What came of trying a target.</summary>
/// <param name="Delivered">True where it was taken.</param>
/// <param name="Message">The message's id.</param>
/// <param name="Status">The status of the answer; null where there was none.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Body">How the answer begins, up to a kilobyte.</param>
/// <param name="Problem">Why it was not taken.</param>
public sealed record TrialAnswer(bool Delivered, Guid Message, int? Status, long Milliseconds, string? Body, string? Problem);
