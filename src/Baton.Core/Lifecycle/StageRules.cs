using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>How leads move from stage to stage by themselves.</summary>
internal static class StageRules
{
    private const string DealLost = "deal_lost";

    /// <summary>Makes the next move, if there is one. A deal decides before the score.</summary>
    public static void Apply(Draft draft)
    {
        if (draft.Work.Exit is { } exit && draft.Score.Engagement < exit.LowestEngagement)
        {
            draft.Work = draft.Work with { Exit = exit with { LowestEngagement = draft.Score.Engagement } };
        }

        switch (draft.Deal)
        {
            case DealState.Won:
                Become(draft, Stage.Customer);
                return;
            case DealState.Open:
                Become(draft, Stage.Opportunity);
                return;
            case DealState.Lost when draft.Stage is Stage.Opportunity or Stage.Customer || IsLost(draft):
                Leave(draft, Stage.Lost, MoveReason.Deal, DealLost, WakesAt(draft));
                return;
            case DealState.None when draft.Stage is Stage.Opportunity or Stage.Customer || (draft.Stage == Stage.Lost && draft.Work.Exit?.Reason == DealLost):
                // The deal that took it there is gone, and the score decides again.
                draft.MoveTo(draft.Earned, MoveReason.Deal);
                return;
            case DealState.None or DealState.Lost:
                break;
        }

        if (draft.Stage.IsOnPath())
        {
            OnPath(draft);
        }
        else
        {
            Beside(draft);
        }
    }

    /// <summary>Takes a lead off the path.</summary>
    /// <param name="draft">The lead.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="reason">Why.</param>
    /// <param name="name">The reason's name.</param>
    /// <param name="wakeAt">When it comes back; null for never.</param>
    public static void Leave(Draft draft, Stage to, MoveReason reason, string name, Instant? wakeAt)
    {
        draft.Work = draft.Work with { Exit = new Exit(name, wakeAt, draft.Score.Engagement) };
        draft.MoveTo(to, reason, note: name);
    }

    /// <summary>True of a lead on its path to a deal of which turns out that it was lost: unless it would be back by now, or somebody works on the lead since.</summary>
    private static bool IsLost(Draft draft) => draft.Loss is { } loss && draft.Stage.IsOnPath() && !(WakesAt(draft) <= draft.Now)
        && !(draft.Work.Accepted?.At > loss) && !(draft.Work.Handoff?.Accepted > loss) && !(draft.Work.Handoff?.Contacted > loss);

    /// <summary>When a lead comes back whose deal was lost; null for never. It counts from the loss, and not from when somebody told of it.</summary>
    private static Instant? WakesAt(Draft draft) =>
        draft.Playbook.Recycling.LostDays is { } days ? Instant.Min(draft.Loss ?? draft.Now, draft.Now) + Duration.FromDays(days) : null;

    private static void Become(Draft draft, Stage stage)
    {
        if (draft.Stage != stage)
        {
            draft.MoveTo(stage, MoveReason.Deal);
        }
    }

    private static void OnPath(Draft draft)
    {
        var earned = draft.Earned;
        if (earned > draft.Stage && !IsKeptBack(draft))
        {
            draft.MoveTo(earned, draft.Stage == Stage.Visitor && earned == Stage.Lead ? MoveReason.Identified : MoveReason.Qualified);
        }
        else if (earned < draft.Stage && draft.Work is { Accepted: null, IsHeld: false })
        {
            draft.MoveTo(earned, MoveReason.Fell);
        }
    }

    /// <summary>A lead that was given back wakes when its time has come, or comes back hot before.</summary>
    private static void Beside(Draft draft)
    {
        if (draft.Work.Exit is not { } exit || draft.Stage == Stage.Disqualified)
        {
            return;
        }

        if (exit.WakeAt <= draft.Now)
        {
            draft.MoveTo(draft.IsKnown ? Stage.Lead : Stage.Visitor, MoveReason.Woken, note: exit.Reason);
            return;
        }

        if (draft.Earned >= Stage.Mql && !IsKeptBack(draft))
        {
            draft.MoveTo(draft.Earned, MoveReason.Requalified, note: exit.Reason);
        }
    }

    /// <summary>True of a lead that was put back, and has not done enough since to come again by itself.</summary>
    private static bool IsKeptBack(Draft draft) =>
        draft.Work.Exit is { } exit && draft.Score.Engagement < exit.LowestEngagement + draft.Playbook.Recycling.Requalify;
}
