using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>The attempts to reach a lead, as they were agreed when it was handed over.</summary>
/// <param name="Handoff">The hand-off that they began with.</param>
/// <param name="Since">From when on contacts count: when the lead was handed over.</param>
/// <param name="Attempts">All of them, with the moment at which each is due.</param>
/// <param name="Done">How many were made.</param>
/// <param name="GraceDays">How many days after the last one the lead is given to answer.</param>
/// <param name="WakeDays">After how many days a lead that nobody reached wakes; null for never.</param>
/// <param name="EndsAt">When it counts as unresponsive; null before the last attempt was made.</param>
public sealed record Pursuit(Guid Handoff, Instant Since, ImmutableArray<DueAttempt> Attempts, int Done, int GraceDays, int? WakeDays, Instant? EndsAt)
{
    /// <summary>The attempt that is next; null where all were made.</summary>
    public DueAttempt? Next => Done < Attempts.Length ? Attempts[Done] : null;

    /// <inheritdoc/>
    public bool Equals(Pursuit? other) => other is not null && Handoff == other.Handoff && Since == other.Since && Attempts.SequenceEqual(other.Attempts)
        && Done == other.Done && GraceDays == other.GraceDays && WakeDays == other.WakeDays && EndsAt == other.EndsAt;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Handoff, Attempts.Length, Done, EndsAt);
}

/// <summary>An attempt and when it is due.</summary>
/// <param name="Kind">By which means.</param>
/// <param name="Due">In the working time of the team.</param>
public readonly record struct DueAttempt(ContactKind Kind, Instant Due);

/// <summary>Something that a person has to do about a lead.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Kind">By which means; null of a task that is no contact.</param>
/// <param name="Title">What is to be done.</param>
/// <param name="Due">By when.</param>
/// <param name="Person">Who; null where it waits with the hand-off for somebody.</param>
/// <param name="IsAttempt">True where it is the next attempt of a <see cref="Pursuit"/>.</param>
/// <param name="IsTold">True where its person was told that it is due.</param>
public sealed record LeadTask(Guid Id, ContactKind? Kind, string Title, Instant Due, Guid? Person, bool IsAttempt, bool IsTold);

/// <summary>How tasks end.</summary>
public enum TaskEnd
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It is no longer to be done.</summary>
    Dropped,
}
