using System.Collections.Immutable;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>What sales is doing about a lead, and what was agreed to be done when. Of most leads there is none.</summary>
public sealed record Work
{
    /// <summary>Nothing is being done.</summary>
    public static Work None { get; } = new();

    /// <summary>The hand-off that somebody still has to decide on or to respond to; null for none.</summary>
    public Handoff? Handoff { get; init; }

    /// <summary>Who has taken the lead on; null for nobody.</summary>
    public Acceptance? Accepted { get; init; }

    /// <summary>The stage of the last hand-off since the lead came to where it stands: it is not handed over twice.</summary>
    public Stage? HandedOver { get; init; }

    /// <summary>The attempts to reach the lead that are being made; null for none.</summary>
    public Pursuit? Pursuit { get; init; }

    /// <summary>What somebody has to do, the earliest first.</summary>
    public ImmutableArray<LeadTask> Tasks { get; init; } = [];

    /// <summary>Until when all clocks stand still; null where they run.</summary>
    public Snooze? Snooze { get; init; }

    /// <summary>How a lead that was given back, or put back by hand, comes again; null for one that was not.</summary>
    public Exit? Exit { get; init; }

    /// <summary>True where a person put the lead where it stands, so that its score does not take it back.</summary>
    public bool IsHeld { get; init; }

    /// <summary>How many ids were made of the lead's so far.</summary>
    public int Ids { get; init; }

    /// <summary>The first moment at which something of this is due; null for never.</summary>
    public Instant? NextDue
    {
        get
        {
            var next = Instant.MaxValue;
            Consider(Handoff?.Steps is [var step, ..] ? step.At : null);
            Consider(Pursuit?.EndsAt);
            Consider(Snooze?.Until);
            Consider(Exit?.WakeAt);
            foreach (var task in Tasks)
            {
                Consider(task.IsTold ? null : task.Due);
            }

            return next == Instant.MaxValue ? null : next;

            void Consider(Instant? at)
            {
                if (at < next)
                {
                    next = at.Value;
                }
            }
        }
    }

    /// <summary>True where sales is doing nothing and has done nothing that still counts.</summary>
    public bool IsNone => Equals(None with { Ids = Ids });

    /// <summary>
    /// What is being done about one lead that was taken for two. It is what is being done about the one that goes on, with what somebody has promised to
    /// do about the other; where nothing is being done about that one, or less, it is what is being done about the other.
    /// </summary>
    /// <param name="one">About the lead that goes on.</param>
    /// <param name="stage">Where that stands.</param>
    /// <param name="other">About the one that was merged into it.</param>
    /// <param name="otherStage">Where that stood.</param>
    /// <returns>The work, and what happens of it: a hand-off of the other that is over, and its attempts that are not made any more.</returns>
    public static (Work Work, ImmutableArray<Happening> Happenings) Merge(Work one, Stage stage, Work other, Stage otherStage)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsNone)
        {
            return (one, []);
        }

        if (one.IsNone && stage == otherStage)
        {
            return (other with { Ids = Math.Max(one.Ids, other.Ids) }, []);
        }

        var happenings = ImmutableArray.CreateBuilder<Happening>();
        if (other.Handoff is { } handoff)
        {
            happenings.Add(new Happening.HandoffClosed(Happening.Baton, handoff with { Steps = [] }, handoff.Accepted is null ? HandoffEnd.Overtaken : HandoffEnd.Accepted));
        }

        happenings.AddRange(other.Tasks.Where(task => task.IsAttempt).Select(task => new Happening.TaskEnded(Happening.Baton, task, TaskEnd.Dropped)));
        return (
            one with
            {
                Accepted = one.Accepted ?? (stage == otherStage ? other.Accepted : null),
                Tasks = [.. one.Tasks.Concat(other.Tasks.Where(task => !task.IsAttempt)).OrderBy(task => task.Due).ThenBy(task => task.Id)],
            },
            happenings.ToImmutable());
    }

    /// <summary>Takes out what is being done about a lead that was merged into this one and is to be on its own again.</summary>
    /// <param name="isOf">Whether a hand-off or a task, by its id, is about that one.</param>
    /// <returns>What goes on here, and what goes on there.</returns>
    public (Work Stays, Work Goes) Split(Func<Guid, bool> isOf)
    {
        ArgumentNullException.ThrowIfNull(isOf);
        var isPursued = Pursuit is { } attempts && isOf(attempts.Handoff);
        var (goes, stays) = (None with { Tasks = [.. Tasks.Where(Goes)] }, this with { Tasks = [.. Tasks.Where(task => !Goes(task))] });
        if (Handoff is { } handoff && isOf(handoff.Id))
        {
            (goes, stays) = (goes with { Handoff = handoff, HandedOver = HandedOver, Snooze = Snooze }, stays with { Handoff = null, HandedOver = null, Snooze = null });
        }

        if (isPursued)
        {
            (goes, stays) = (goes with { Pursuit = Pursuit }, stays with { Pursuit = null });
        }

        if (Accepted is { Handoff: { } accepted } && isOf(accepted))
        {
            (goes, stays) = (goes with { Accepted = Accepted }, stays with { Accepted = null });
        }

        return (stays, goes);

        bool Goes(LeadTask task) => task.IsAttempt ? isPursued : isOf(task.Id);
    }

    /// <inheritdoc/>
    public bool Equals(Work? other) => other is not null
        && Handoff == other.Handoff && Accepted == other.Accepted && HandedOver == other.HandedOver && Pursuit == other.Pursuit
        && Tasks.SequenceEqual(other.Tasks) && Snooze == other.Snooze && Exit == other.Exit && IsHeld == other.IsHeld && Ids == other.Ids;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Handoff, Accepted, HandedOver, Pursuit, Tasks.Length, Snooze, Exit, Ids);
}

/// <summary>That somebody has taken a lead on.</summary>
/// <param name="Handoff">The hand-off that they accepted; null where a person moved the lead by hand.</param>
/// <param name="Person">Who; null where nobody says.</param>
/// <param name="At">When.</param>
public sealed record Acceptance(Guid? Handoff, Guid? Person, Instant At);

/// <summary>That a lead is left alone for a while.</summary>
/// <param name="Since">From when.</param>
/// <param name="Until">The first moment at which it is not any more.</param>
/// <param name="Reason">Why.</param>
public sealed record Snooze(Instant Since, Instant Until, string Reason);

/// <summary>How a lead that left the path, or was put back on it, comes again.</summary>
/// <param name="Reason">Why it left, as the name of a reason for rejections, or of how it left.</param>
/// <param name="WakeAt">When it comes back by itself; null for never.</param>
/// <param name="LowestEngagement">The least engagement that it had since it left, in points.</param>
public sealed record Exit(string Reason, Instant? WakeAt, long LowestEngagement);
