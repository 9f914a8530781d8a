using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>The one decision about leads: what a lead's facts and the playbook make of it now.</summary>
public static class LeadLifecycle
{
    /// <summary>
    /// Decides where a lead stands. A pure function: the same input gives the same decision, and deciding again without news changes nothing.
    /// </summary>
    /// <param name="scorer">The playbook.</param>
    /// <param name="lead">Where the lead stands, and what people have said of it.</param>
    /// <param name="record">Its facts; none is later than <paramref name="now"/>.</param>
    /// <param name="now">The moment of the decision.</param>
    public static Decision Decide(Scorer scorer, LeadState lead, LeadRecord record, Instant now)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(lead);
        var (score, nextChange) = scorer.ScoreAndNextChange(record, now, lead.Confirmations);
        var (stage, reason) = StageOf(lead, score);
        return new Decision(
            score with { Stage = stage },
            stage,
            stage == lead.Stage ? null : new StageMove(lead.Stage, stage, reason),
            nextChange?.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant());
    }

    /// <summary>A deal decides before the score, which moves a lead back only as long as nobody has accepted it.</summary>
    private static (Stage Stage, MoveReason Reason) StageOf(LeadState lead, Score score)
    {
        switch (lead.Deal)
        {
            case DealState.Won:
                return (Stage.Customer, MoveReason.Deal);
            case DealState.Open:
                return (Stage.Opportunity, MoveReason.Deal);
            case DealState.None or DealState.Lost when lead.Stage >= Stage.Opportunity:
                // The deal that took it there is gone, and the score decides again.
                return (lead.IsKnown ? score.Stage : Stage.Visitor, MoveReason.Deal);
            case DealState.None or DealState.Lost:
                break;
        }

        var earned = lead.IsKnown ? score.Stage : Stage.Visitor;
        return earned > lead.Stage ? (earned, lead.Stage == Stage.Visitor && earned == Stage.Lead ? MoveReason.Identified : MoveReason.Qualified)
            : earned < lead.Stage && !lead.Confirmations.Accepted ? (earned, MoveReason.Fell)
            : (lead.Stage, MoveReason.Qualified);
    }
}
