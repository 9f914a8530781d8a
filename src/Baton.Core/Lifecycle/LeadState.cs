using Baton.Core.Qualification;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>What a decision about a lead starts from.</summary>
/// <param name="Id">The lead's. Ids of what comes of it are made of it, so that deciding again gives the same.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="IsKnown">True where a user id, an e-mail address or a telephone number is known, so that it is no mere visitor.</param>
/// <param name="Deal">The furthest of its deals.</param>
/// <param name="Answers">What was found out by asking.</param>
/// <param name="Work">What sales is doing about it.</param>
public sealed record LeadState(Guid Id, Stage Stage, bool IsKnown, DealState Deal, Answers Answers, Work Work)
{
    /// <summary>When the last of its deals was lost, where that is news; null where it is not, or where it has another deal.</summary>
    public Instant? Loss { get; init; }

    /// <summary>A visitor of whom nothing is known yet.</summary>
    public static LeadState New { get; } = new(Guid.Empty, Stage.Visitor, IsKnown: false, DealState.None, Answers.None, Work.None);

    /// <summary>What people have said of it, so far as gates ask for it.</summary>
    public Confirmations Confirmations(Scorer scorer)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        return Answers.All.IsEmpty && Work.Accepted is null ? Scoring.Confirmations.None : new Confirmations(
            scorer.Examiner.Confirmed(Answers), Work.Accepted is not null, Work.Accepted is not null && Stage is Stage.Mql or Stage.Sal ? Stage : Stage.Lead);
    }
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
