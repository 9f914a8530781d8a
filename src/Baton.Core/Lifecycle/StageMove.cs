namespace Baton.Core.Lifecycle;

/// <summary>A lead's step from one stage to another.</summary>
/// <param name="From">Where it stood.</param>
/// <param name="To">Where it stands.</param>
/// <param name="Reason">Why.</param>
/// <param name="Note">In the words of who moved it, or the name of the reason for which it was given back; null for nothing.</param>
public sealed record StageMove(Stage From, Stage To, MoveReason Reason, string? Note = null);

/// <summary>Why a lead moves.</summary>
public enum MoveReason
{
    /// <summary>A visitor said who they are.</summary>
    Identified,

    /// <summary>The score and what else the stage asks for hold.</summary>
    Qualified,

    /// <summary>They hold no longer, because points faded or a fact or a rule changed, and nobody had accepted the lead yet.</summary>
    Fell,

    /// <summary>A deal exists, was won, was lost or is gone.</summary>
    Deal,

    /// <summary>Sales took it on.</summary>
    Accepted,

    /// <summary>Sales gave it back.</summary>
    Rejected,

    /// <summary>Nobody reached it.</summary>
    Unresponsive,

    /// <summary>Its time to come back has come.</summary>
    Woken,

    /// <summary>It was given back, and did so much since that it qualifies again.</summary>
    Requalified,

    /// <summary>A person moved it.</summary>
    ByHand,
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
        MoveReason.Accepted => "accepted",
        MoveReason.Rejected => "rejected",
        MoveReason.Unresponsive => "unresponsive",
        MoveReason.Woken => "woken",
        MoveReason.Requalified => "requalified",
        MoveReason.ByHand => "by_hand",
    };
}
