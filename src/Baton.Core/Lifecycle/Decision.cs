using System.Collections.Immutable;
using Baton.Core.Handoffs;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>What comes of deciding about a lead.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>What is to become of it.</summary>
    /// <param name="Score">The score as of the moment of the decision, with the stage in which the lead stands from now on.</param>
    /// <param name="Answers">What was found out by asking.</param>
    /// <param name="Work">What sales is doing about it from now on.</param>
    /// <param name="Happenings">What happened, in order; empty where everything stays.</param>
    /// <param name="WakeAt">When to decide again although nothing happens; null for never.</param>
    /// <param name="Roster">The teams as they are after it; null where they were not asked for.</param>
    public sealed record Decided(Score Score, Answers Answers, Work Work, ImmutableArray<Happening> Happenings, Instant? WakeAt, Roster? Roster) : Decision
    {
        /// <summary>Where the lead stands from now on.</summary>
        public Stage Stage => Score.Stage;

        /// <summary>The steps from stage to stage, in order.</summary>
        public IEnumerable<StageMove> Moves => Happenings.OfType<Happening.StageMoved>().Select(moved => moved.Move);
    }

    /// <summary>It cannot be decided without knowing the teams: ask again with a <see cref="Desk"/>.</summary>
    public sealed record NeedsDesk : Decision;

    /// <summary>What was asked for cannot be done, and nothing changes.</summary>
    /// <param name="Why">A sentence that says why, and what can be done instead.</param>
    public sealed record Refused(string Why) : Decision;
}

/// <summary>What a decision about a hand-off is made with.</summary>
/// <param name="Roster">The teams; nobody else may change them meanwhile.</param>
/// <param name="AccountOwner">Who owns the lead's account; null for nobody.</param>
public sealed record Desk(Roster Roster, Guid? AccountOwner);
