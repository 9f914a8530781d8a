using System.Collections.Immutable;
using Baton.Core.Handoffs;
using Baton.Core.Qualification;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>Something that happens to a lead by a decision: it becomes an activity, and much of it a message to somebody.</summary>
/// <param name="By">Who did it; <see cref="Baton"/> where nobody but the playbook did.</param>
public abstract record Happening(string By)
{
    /// <summary>Who does what the playbook says.</summary>
    public const string Baton = "baton";

    /// <summary>The lead stands elsewhere.</summary>
    public sealed record StageMoved(string By, StageMove Move) : Happening(By);

    /// <summary>It was handed over: to somebody, or into a queue.</summary>
    public sealed record HandoffOpened(string By, Handoff Handoff, ImmutableArray<RouteTrace> Trace) : Happening(By);

    /// <summary>Its hand-off is somebody else's.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="Handoff">As it is now.</param>
    /// <param name="From">Whose it was; null where it waited in a queue.</param>
    /// <param name="Trace">How that came; empty where a person said so.</param>
    public sealed record HandoffAssigned(string By, Handoff Handoff, Guid? From, ImmutableArray<RouteTrace> Trace) : Happening(By);

    /// <summary>Somebody took it on.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="Handoff">As it is now.</param>
    /// <param name="Took">Since it was handed over, in business time of the team.</param>
    public sealed record HandoffAccepted(string By, Handoff Handoff, Duration Took) : Happening(By);

    /// <summary>A person has tried to reach the lead for the first time.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="Handoff">As it is now.</param>
    /// <param name="Took">Since it was handed over, in business time of the team.</param>
    public sealed record Responded(string By, Handoff Handoff, Duration Took) : Happening(By);

    /// <summary>Nothing more is asked of anybody about a hand-off.</summary>
    public sealed record HandoffClosed(string By, Handoff Handoff, HandoffEnd End) : Happening(By);

    /// <summary>A clock has come to one of its points.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="Handoff">As it is now.</param>
    /// <param name="Step">What is done.</param>
    public sealed record ClockReached(string By, Handoff Handoff, ClockStep Step) : Happening(By);

    /// <summary>Somebody else was to get the hand-off, and there is nobody.</summary>
    public sealed record NobodyElse(string By, Handoff Handoff, ImmutableArray<RouteTrace> Trace) : Happening(By);

    /// <summary>Sales gave the lead back.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="Handoff">The hand-off that was rejected or had been accepted; null where there was none.</param>
    /// <param name="Rejection">Why.</param>
    /// <param name="WakeAt">When it comes back; null for never.</param>
    /// <param name="Took">Since it was handed over, in business time of the team; null where it was accepted before.</param>
    public sealed record Rejected(string By, Guid? Handoff, Rejection Rejection, Instant? WakeAt, Duration? Took) : Happening(By);

    /// <summary>Somebody has something to do.</summary>
    public sealed record TaskAdded(string By, LeadTask Task) : Happening(By);

    /// <summary>A task is somebody else's, or due at another time.</summary>
    public sealed record TaskChanged(string By, LeadTask Task) : Happening(By);

    /// <summary>It is time to do it.</summary>
    public sealed record TaskFellDue(string By, LeadTask Task) : Happening(By);

    /// <summary>It was done, or need not be.</summary>
    public sealed record TaskEnded(string By, LeadTask Task, TaskEnd End) : Happening(By);

    /// <summary>Somebody was in touch with the lead, or tried.</summary>
    public sealed record Contacted(string By, Contact Contact) : Happening(By);

    /// <summary>Somebody found something out.</summary>
    public sealed record Answered(string By, Answer Answer, CriterionState State) : Happening(By);

    /// <summary>Somebody wrote something down.</summary>
    public sealed record Noted(string By, string Text) : Happening(By);

    /// <summary>The clocks stand still.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="Snooze">Until when, and why.</param>
    /// <param name="Handoff">The open hand-off, whose deadlines are later now; null for none.</param>
    public sealed record FellAsleep(string By, Snooze Snooze, Handoff? Handoff) : Happening(By);

    /// <summary>The clocks run again.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="Snooze">Until when they were to stand still, and why.</param>
    /// <param name="Handoff">The open hand-off, with its deadlines as they are now; null for none.</param>
    public sealed record Resumed(string By, Snooze Snooze, Handoff? Handoff) : Happening(By);

    /// <summary>There is to be a deal in this state about the lead, because its stage says so.</summary>
    /// <param name="By"><inheritdoc cref="Happening"/></param>
    /// <param name="State">Open or won.</param>
    /// <param name="Owner">Whose it is; null for nobody's yet.</param>
    public sealed record DealNeeded(string By, DealState State, Guid? Owner) : Happening(By);
}
