using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>What is to become of a lead.</summary>
/// <param name="Score">The score as of the moment of the decision.</param>
/// <param name="Stage">Where the lead stands from now on.</param>
/// <param name="Move">How it came there; null where it stays.</param>
/// <param name="WakeAt">When to decide again although nothing happens; null for never.</param>
public sealed record Decision(Score Score, Stage Stage, StageMove? Move, Instant? WakeAt);

/// <summary>A lead's step from one stage to another.</summary>
/// <param name="From">Where it stood.</param>
/// <param name="To">Where it stands.</param>
/// <param name="Reason">Why.</param>
public sealed record StageMove(Stage From, Stage To, MoveReason Reason);

/// <summary>Why a lead moves by itself.</summary>
public enum MoveReason
{
    /// <summary>A visitor said who they are.</summary>
    Identified,

    /// <summary>The score and what else the stage asks for hold.</summary>
    Qualified,

    /// <summary>They hold no longer, because points faded or a fact or a rule changed, and nobody had accepted the lead yet.</summary>
    Fell,

    /// <summary>A deal exists, was won or is gone.</summary>
    Deal,
}

/// <summary>How reasons are called.</summary>
public static class MoveReasons
{
    /// <summary>The reason as it is kept and as programs read it.</summary>
    public static string Name(this MoveReason reason) => reason switch
    {
        MoveReason.Identified => "identified",
        MoveReason.Qualified => "qualified",
        MoveReason.Fell => "fell",
        MoveReason.Deal => "deal",
    };
}
