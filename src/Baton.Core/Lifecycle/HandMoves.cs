using Baton.Core.Handoffs;
using NodaTime.Text;

namespace Baton.Core.Lifecycle;

/// <summary>How people move leads from stage to stage: to any, with a reason, where the lead can stand there at all.</summary>
internal static class HandMoves
{
    private const string ByHand = "by_hand";

    private static readonly InstantPattern Days = InstantPattern.CreateWithInvariantCulture("d MMMM uuuu");

    /// <inheritdoc cref="Commands.Refuse"/>
    public static string? Refuse(Draft draft, Command.MoveTo command)
    {
        if (Obstacle(draft, command) is { } why)
        {
            return why;
        }

        var to = command.To;
        if (to == draft.Stage)
        {
            WakeLater(draft, command);
            return null;
        }

        if (draft.Work.Handoff is not null)
        {
            var isFurther = to.IsOnPath() && to > draft.Work.Handoff.Stage;
            Passing.Close(draft, !isFurther ? HandoffEnd.Withdrawn : draft.Work.Handoff.Accepted is null ? HandoffEnd.Overtaken : HandoffEnd.Accepted, command.By);
        }

        if (to is Stage.Opportunity or Stage.Customer)
        {
            draft.NeedDeal(to == Stage.Customer ? DealState.Won : DealState.Open, command.By, command.Person ?? draft.Work.Accepted?.Person);
        }

        Commands.WakeUp(draft, command.By);
        draft.Work = draft.Work with
        {
            Exit = to == Stage.Disqualified || (to.IsOnPath() && to >= draft.Earned) ? null : new Exit(ByHand, command.WakeAt, draft.Score.Engagement),
        };
        draft.MoveTo(to, MoveReason.ByHand, command.By, command.Reason, isHeld: to.IsOnPath());
        draft.Work = draft.Work with
        {
            Accepted = to == Stage.Sal ? new Acceptance(null, command.Person, draft.Now) : to is Stage.Mql ? null : draft.Work.Accepted,
        };
        return null;
    }

    /// <summary>A lead that is beside the path stays there, and comes back at another time.</summary>
    private static void WakeLater(Draft draft, Command.MoveTo command)
    {
        var exit = draft.Work.Exit ?? new Exit(ByHand, null, draft.Score.Engagement);
        draft.Work = draft.Work with { Exit = exit with { WakeAt = command.WakeAt } };
        draft.Happen(new Happening.Noted(command.By, $"Wakes on {Days.Format(command.WakeAt!.Value)}: {command.Reason}"));
    }

    private static string? Obstacle(Draft draft, Command.MoveTo command) => command switch
    {
        { To: var to } when to == draft.Stage && (command.WakeAt is null || to.IsOnPath() || to == Stage.Disqualified) => $"The lead is {to.Title()} already.",
        { To: Stage.Visitor } when draft.IsKnown => "A lead whose address, user id or telephone number is known is no visitor.",
        { To: Stage.Visitor } => null,
        _ when !draft.IsKnown => "Nothing is known of this visitor that sales could use. Give an e-mail address or a telephone number first.",
        { To: var to } when !draft.Playbook.Has(to) => $"The playbook has no stage {to.Title()}.",
        { To: not Stage.Customer } when draft.Deal == DealState.Open => "The lead has an open deal. Close it as won or lost first.",
        _ when draft.Deal == DealState.Won => "The lead has a deal that was won, and so is a customer. Change the deal first.",
        { WakeAt: { } at } when at <= draft.Now => "When it wakes has to lie ahead.",
        { WakeAt: not null, To: var to } when to.IsOnPath() || to == Stage.Disqualified => $"A lead that is {to.Title()} does not wake.",
        _ => null,
    };
}
