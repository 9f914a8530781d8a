using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>All that the pages of webhooks and channels work with, and what they show of it.</summary>
internal sealed class TargetDesk(TargetStore targets, MessageTable messages, MailServer mail, AllowedAddresses allowed, TargetTrial trial, IClock clock)
{
    public TargetStore Targets => targets;

    public MessageTable Messages => messages;

    public MailServer Mail => mail;

    public AllowedAddresses Allowed => allowed;

    public TargetTrial Trial => trial;

    /// <summary>All of one kind, the oldest first.</summary>
    public async Task<IReadOnlyList<TargetSheet>> AllAsync(Guid workspaceId, TargetKind kind, CancellationToken cancel)
    {
        var counts = await messages.CountsAsync(workspaceId, cancel);
        return [.. (await targets.AllAsync(workspaceId, kind, cancel)).Select(found => TargetSheet.Of(found.Target, found.Circuit, counts.GetValueOrDefault(found.Target.Id), clock.GetCurrentInstant()))];
    }

    /// <summary>One; null where there is none of that kind.</summary>
    public async Task<TargetSheet?> FindAsync(Guid workspaceId, TargetKind kind, Guid id, CancellationToken cancel) =>
        (await AllAsync(workspaceId, kind, cancel)).FirstOrDefault(target => target.Id == id);

    /// <summary>How e-mail fares.</summary>
    public async Task<MailSheet> MailAsync(Guid workspaceId, CancellationToken cancel)
    {
        var (waiting, dead) = (await messages.CountsAsync(workspaceId, cancel)).GetValueOrDefault(Target.MailServer);
        var circuit = await targets.MailCircuitAsync(workspaceId, cancel);
        return new MailSheet(mail.Settings, circuit?.Failures ?? 0, circuit?.Since, circuit?.HeldUntil > clock.GetCurrentInstant() ? circuit.HeldUntil : null, waiting, dead);
    }
}

/// <summary>How e-mail fares.</summary>
/// <param name="Settings">The mail server of the settings; null where none is set up.</param>
/// <param name="Failures">How often it has failed since it last took something.</param>
/// <param name="FailingSince">When that began; null where it works.</param>
/// <param name="HeldUntil">Until when it is left alone; null where it is not.</param>
/// <param name="Waiting">How many e-mails wait, up to a thousand.</param>
/// <param name="Dead">How many were given up, up to a thousand.</param>
public sealed record MailSheet(MailSettings? Settings, int Failures, Instant? FailingSince, Instant? HeldUntil, int Waiting, int Dead);

/// <summary>The mail server of the settings, without its password.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsEncrypted">Whether the connection is.</param>
/// <param name="User">Who Baton is there; empty for nobody.</param>
/// <param name="From">Whom e-mails are from.</param>
public sealed record MailSettings(string Host, int Port, bool IsEncrypted, string User, string From);
