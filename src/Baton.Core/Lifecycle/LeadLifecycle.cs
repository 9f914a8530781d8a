using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>The one decision about leads: what a lead's facts, what people do about it, and the playbook make of it now.</summary>
public static class LeadLifecycle
{
    /// <summary>More rounds than any sequence of moves has.</summary>
    private const int MostRounds = 50;

    /// <summary>
    /// Decides where a lead stands, what sales is to do about it and when to look again. A pure function: the same input gives the same decision, and
    /// deciding again without news changes nothing.
    /// </summary>
    /// <param name="scorer">The playbook.</param>
    /// <param name="lead">Where the lead stands, and what people have said of it.</param>
    /// <param name="record">Its facts; none is later than <paramref name="now"/>.</param>
    /// <param name="now">The moment of the decision.</param>
    /// <param name="desk">The teams; null as long as nothing asks for them.</param>
    /// <param name="command">What somebody does; null where only time has passed or facts have come.</param>
    public static Decision Decide(Scorer scorer, LeadState lead, LeadRecord record, Instant now, Desk? desk = null, Command? command = null)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(lead);
        var draft = new Draft(scorer, lead, record, now, desk);
        if (command is not null)
        {
            // What was due before somebody did something has happened before it.
            Settle(draft);
            if (draft.NeedsDesk || (Commands.NeedsTeams(draft, command) && !draft.TryGetRoster(out _)))
            {
                return new Decision.NeedsDesk();
            }

            if (Commands.Refuse(draft, command) is { } why)
            {
                return new Decision.Refused(why);
            }
        }

        Settle(draft);
        return draft.Finish();
    }

    private static void Settle(Draft draft)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var (stage, work) = (draft.Stage, draft.Work);
            StageRules.Apply(draft);
            Passing.Apply(draft);
            Clocks.Apply(draft);
            Pursuits.Apply(draft);
            if (draft.NeedsDesk || (draft.Stage == stage && draft.Work.Equals(work)))
            {
                return;
            }
        }

        throw new InvalidOperationException($"A lead does not come to rest: it is {draft.Stage.Title()}.");
    }
}
