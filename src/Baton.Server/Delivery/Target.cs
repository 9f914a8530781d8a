using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>What takes messages. The numbers are kept.</summary>
public enum TargetKind : short
{
    /// <summary>People's mailboxes, through the one mail server.</summary>
    Email = 0,

    /// <summary>A channel of Slack, or of what speaks like it.</summary>
    Slack = 1,

    /// <summary>Another program.</summary>
    Webhook = 2,
}

/// <summary>A webhook or a channel of Slack.</summary>
/// <param name="Id">The target's id.</param>
/// <param name="Kind">Which of both.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where messages are sent. Slack's is a secret.</param>
/// <param name="Types">Which events it is told: their types, <c>lead.*</c>, or <c>*</c>.</param>
/// <param name="Secret">What a webhook's messages are signed with, or what Slack's app signs with what is pressed there; null where the app has not been named.</param>
/// <param name="OldSecret">The one before, while it signs, too.</param>
/// <param name="OldSecretUntil">Until when.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Disabled">Since when it is told nothing; null while it is.</param>
/// <param name="DisabledBecause">Why not.</param>
internal sealed record Target(
    Guid Id, TargetKind Kind, string Name, string Url, IReadOnlyList<string> Types, string? Secret, string? OldSecret, Instant? OldSecretUntil, Instant Created, Instant? Disabled, string? DisabledBecause)
{
    /// <summary>In place of an id for all e-mail: one mail server serves it. Kept, so it never changes.</summary>
    public static readonly Guid MailServer = new("00000000-0000-8000-8000-000000000001");

    /// <summary>True where the target is to be told events of a type.</summary>
    public bool Takes(string type) => Disabled is null && Types.Any(pattern => EventTypes.Covers(pattern, type));

    /// <summary>The secrets that sign now, the newest first.</summary>
    public IEnumerable<string> SecretsAt(Instant now)
    {
        if (Secret is not null)
        {
            yield return Secret;
        }

        if (OldSecret is not null && OldSecretUntil > now)
        {
            yield return OldSecret;
        }
    }
}
