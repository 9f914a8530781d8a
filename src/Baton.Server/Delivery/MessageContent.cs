using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Server.Delivery;

/// <summary>Where a message goes, and with what.</summary>
internal abstract record MessageContent
{
    /// <summary>What kind of target.</summary>
    [JsonIgnore]
    public abstract TargetKind Kind { get; }

    /// <summary>Which one.</summary>
    [JsonIgnore]
    public abstract Guid TargetId { get; }

    /// <summary>Whose mailbox; empty for all else.</summary>
    [JsonIgnore]
    public virtual string Address => "";

    /// <summary>The rest, as it is kept.</summary>
    public abstract string ToJson();
}

/// <summary>An e-mail to one person, as text and as HTML. <see cref="MailPage"/> makes both.</summary>
/// <param name="To">Their address, alone or as <c>Jo Miller &lt;jo@acme.example&gt;</c>. What is no address is dead at once, with the reason.</param>
/// <param name="Subject">One line; line breaks become blanks.</param>
/// <param name="Text">For who reads no HTML.</param>
/// <param name="Html">A whole page.</param>
internal sealed record EmailContent([property: JsonIgnore] string To, string Subject, string Text, string Html) : MessageContent
{
    /// <summary>Where answers go; null for the sender.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Such as <c>List-Unsubscribe</c>. What Baton sets itself, such as <c>From</c>, is left out.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public override TargetKind Kind => TargetKind.Email;

    public override Guid TargetId => Target.MailServer;

    public override string Address => To;

    public override string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>What was kept.</summary>
    public static EmailContent Of(string address, string json) => JsonSerializer.Deserialize<EmailContent>(json, JsonSerializerOptions.Web)! with { To = address };
}

/// <summary>A message to a channel of Slack. <see cref="SlackBlocks"/> makes one within Slack's limits.</summary>
/// <param name="Channel">The target's id.</param>
/// <param name="Text">What notifications show.</param>
/// <param name="Blocks">A JSON array; null for the text alone.</param>
internal sealed record SlackContent(Guid Channel, string Text, string? Blocks) : MessageContent
{
    public override TargetKind Kind => TargetKind.Slack;

    public override Guid TargetId => Channel;

    /// <summary>Just what Slack is sent.</summary>
    public override string ToJson() => $"{{\"text\":{JsonSerializer.Serialize(Text)}{(Blocks is null ? "" : $",\"blocks\":{Blocks}")}}}";
}

/// <summary>An event for a webhook.</summary>
/// <param name="Webhook">The target's id.</param>
/// <param name="Data">A JSON object.</param>
internal sealed record WebhookContent(Guid Webhook, string Data) : MessageContent
{
    public override TargetKind Kind => TargetKind.Webhook;

    public override Guid TargetId => Webhook;

    public override string ToJson() => Data;
}
