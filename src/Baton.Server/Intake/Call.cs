using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Playbooks;
using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>One fact as it came in, understood: who, when, what.</summary>
internal sealed record Call
{
    /// <summary>What a call takes in memory beside its text and its traits, about.</summary>
    public const int BytesBeside = 1_000;

    private const int BytesOfTrait = 150;

    /// <summary>Made of the message id, so that the same message is the same event.</summary>
    public required Guid Id { get; init; }

    public required EventKind Kind { get; init; }

    /// <summary>What rules listen to: the event's name, <c>page</c> or <c>screen</c>; for others what they are.</summary>
    public required string Name { get; init; }

    /// <summary>Never after <see cref="Received"/>.</summary>
    public required Instant Occurred { get; init; }

    public required Instant Received { get; init; }

    public EventMark Mark { get; init; }

    /// <summary>Whose call it is, the surest first, all of them the same person's.</summary>
    public required ImmutableArray<IdentityKey> Identities { get; init; }

    /// <summary>Somebody's address among the properties: whose call it is if no person is named and the address is a lead's; it ties nobody.</summary>
    public IdentityKey? MentionedEmail { get; init; }

    /// <summary>The earlier id of an <c>alias</c> call, under each kind that it can be.</summary>
    public ImmutableArray<IdentityKey> Previous { get; init; } = [];

    /// <summary>What it says of the person.</summary>
    public ImmutableArray<KeyValuePair<string, Value>> Traits { get; init; } = [];

    /// <summary>The account that it is about, by the sender's id; null for none.</summary>
    public string? GroupId { get; init; }

    /// <summary>What it says of that account.</summary>
    public ImmutableArray<KeyValuePair<string, Value>> AccountTraits { get; init; } = [];

    /// <summary>What it counts for by the playbook of <see cref="PlaybookVersion"/>.</summary>
    public IReadOnlyList<Occasion> Occasions { get; init; } = [];

    /// <summary>The playbook that <see cref="Occasions"/> are of.</summary>
    public int PlaybookVersion { get; init; }

    /// <summary>The call as it is kept: JSON.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>How much memory it takes, about: short traits take far more than their JSON.</summary>
    public long Bytes => Payload.Length + BytesBeside + ((long)(Traits.Length + AccountTraits.Length) * BytesOfTrait);
}
