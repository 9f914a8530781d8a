using Baton.Core.Scoring;

namespace Baton.Core.Lifecycle;

/// <summary>What a decision about a lead starts from.</summary>
/// <param name="Stage">Where it stands.</param>
/// <param name="IsKnown">True where a user id, an e-mail address or a telephone number is known, so that it is no mere visitor.</param>
/// <param name="Deal">The furthest of its deals.</param>
/// <param name="Confirmations">What people have said of it.</param>
public sealed record LeadState(Stage Stage, bool IsKnown, DealState Deal, Confirmations Confirmations)
{
    /// <summary>A visitor of whom nothing is known yet.</summary>
    public static LeadState New { get; } = new(Stage.Visitor, IsKnown: false, DealState.None, Confirmations.None);
}

/// <summary>How far a deal has come, in the order in which they count.</summary>
public enum DealState
{
    /// <summary>There is no deal.</summary>
    None,

    /// <summary>It was lost.</summary>
    Lost,

    /// <summary>It is being worked on.</summary>
    Open,

    /// <summary>It was won.</summary>
    Won,
}
