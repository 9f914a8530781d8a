using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>A webhook or a channel as pages show it. Its secrets and Slack's addresses are not in it.</summary>
/// <param name="Id">The target's id.</param>
/// <param name="Kind">Which of both.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where a webhook leads; null of a channel.</param>
/// <param name="Types">Which events it is told.</param>
/// <param name="DisabledBecause">Why it is told nothing; null while it is.</param>
/// <param name="PressedThere">True where people act by buttons within Slack.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Failures">How often it has failed since it last took something.</param>
/// <param name="FailingSince">When that began; null where it works.</param>
/// <param name="HeldUntil">Until when it is left alone; null where it is not.</param>
/// <param name="BothSecretsUntil">Until when the secret before signs, too; null where it does not.</param>
/// <param name="Waiting">How many messages wait, up to a thousand.</param>
/// <param name="Dead">How many were given up, up to a thousand.</param>
/// <param name="Last">What came of the newest message that was tried.</param>
public sealed record TargetSheet(
    Guid Id, TargetKind Kind, string Name, string? Url, IReadOnlyList<string> Types, string? DisabledBecause, bool PressedThere, Instant Created,
    int Failures, Instant? FailingSince, Instant? HeldUntil, Instant? BothSecretsUntil, int Waiting, int Dead, LastTry Last)
{
    /// <summary>Where its page is.</summary>
    public string Path => $"{PathOf(Kind)}/{Id}";

    /// <summary>Where the pages of a kind are.</summary>
    public static string PathOf(TargetKind kind) => kind == TargetKind.Webhook ? "/settings/webhooks" : "/settings/channels";

    internal static TargetSheet Of(Target target, Circuit? circuit, MessageCount count, Instant now) => new(
        target.Id,
        target.Kind,
        target.Name,
        target.Kind == TargetKind.Webhook ? target.Url : null,
        target.Types,
        target.Disabled is null ? null : target.DisabledBecause ?? "",
        target.Kind == TargetKind.Slack && target.Secret is not null,
        target.Created,
        circuit?.Failures ?? 0,
        circuit?.Since,
        circuit?.HeldUntil > now ? circuit.HeldUntil : null,
        target.OldSecretUntil > now ? target.OldSecretUntil : null,
        count.Waiting,
        count.Dead,
        count.Last);
}

/// <summary>What a form says of a webhook or a channel, as it was typed.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where it leads; of a channel that is there already empty for where it leads now.</param>
/// <param name="IsAll">True where it is told everything.</param>
/// <param name="Types">The types that are ticked.</param>
/// <param name="SigningSecret">Of Slack's app.</param>
/// <param name="ForgetSecret">True where the app's secret is taken away.</param>
/// <param name="Problem">What is wrong; null for nothing.</param>
public sealed record TargetDraft(string Name, string Url, bool IsAll, IReadOnlyList<string> Types, string SigningSecret = "", bool ForgetSecret = false, string? Problem = null)
{
    /// <summary>A form that nothing is typed in yet.</summary>
    public static TargetDraft Empty { get; } = new("", "", IsAll: true, []);

    /// <summary>Which field the problem is about, where it says so at its beginning.</summary>
    public string? Field => Problem is ['`', .. var rest] ? rest[..Math.Max(0, rest.IndexOf('`', StringComparison.Ordinal))] : null;

    /// <summary>What is asked for, for the API.</summary>
    internal IReadOnlyList<string> Asked => IsAll ? [EventTypes.Any] : [.. Types.Distinct()];

    internal static TargetDraft Of(TargetSheet target) => new(target.Name, target.Url ?? "", target.Types.Contains(EventTypes.Any), target.Types);
}
