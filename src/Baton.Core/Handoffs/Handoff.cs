using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Handoffs;

/// <summary>One passing of the baton that is not over: somebody still has to decide on it, or to respond.</summary>
public sealed record Handoff
{
    /// <summary>Never changes, whoever has it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The stage that is handed over: MQL or SQL.</summary>
    public required Stage Stage { get; init; }

    /// <summary>The team; null where no route came to one.</summary>
    public Guid? Team { get; init; }

    /// <summary>Whose it is; null where it waits in a queue.</summary>
    public Guid? Person { get; init; }

    /// <summary>The queue that it waits in; null where it is somebody's.</summary>
    public string? Queue { get; init; }

    /// <summary>When the lead was handed over.</summary>
    public required Instant Opened { get; init; }

    /// <summary>Since when it is whose it is.</summary>
    public required Instant Assigned { get; init; }

    /// <summary>When it was accepted; null where it is not yet.</summary>
    public Instant? Accepted { get; init; }

    /// <summary>When a person first tried to reach the lead; null where nobody has.</summary>
    public Instant? Contacted { get; init; }

    /// <summary>For how long its clocks stood still, in business time.</summary>
    public Duration Slept { get; init; }

    /// <summary>What its clocks still do, the earliest first. Nothing is left of a clock that was stopped.</summary>
    public ImmutableArray<ClockStep> Steps { get; init; } = [];

    /// <summary>Who had it and let it lie.</summary>
    public ImmutableArray<Guid> Before { get; init; } = [];

    /// <summary>True where nothing more is asked of anybody.</summary>
    public bool IsOver => Accepted is not null && Steps.IsEmpty;

    /// <summary>By when a clock has to have been stopped; null where it runs no more.</summary>
    public Instant? DueOf(ClockKind clock) =>
        Steps.Where(step => step.Clock == clock && step.Kind == StepKind.Breach).Select(step => (Instant?)step.At).FirstOrDefault();

    /// <inheritdoc/>
    public bool Equals(Handoff? other) => other is not null
        && Id == other.Id && Stage == other.Stage && Team == other.Team && Person == other.Person && Queue == other.Queue && Opened == other.Opened
        && Assigned == other.Assigned && Accepted == other.Accepted && Contacted == other.Contacted && Slept == other.Slept && Steps.SequenceEqual(other.Steps) && Before.SequenceEqual(other.Before);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Person, Assigned, Accepted, Contacted, Steps.Length);
}

/// <summary>What a clock does at a moment.</summary>
/// <param name="At">When.</param>
/// <param name="Clock">Which clock.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Percent">How much of the clock's time is over then.</param>
public readonly record struct ClockStep(Instant At, ClockKind Clock, StepKind Kind, int Percent);

/// <summary>What a clock waits for.</summary>
public enum ClockKind
{
    /// <summary>That a person tries to reach the lead.</summary>
    Response,

    /// <summary>That the hand-off is accepted or rejected.</summary>
    Decision,
}

/// <summary>How hand-offs end.</summary>
public enum HandoffEnd
{
    /// <summary>It was accepted, and the lead was responded to where that was agreed.</summary>
    Accepted,

    /// <summary>The lead was given back.</summary>
    Rejected,

    /// <summary>The lead has gone further without it.</summary>
    Overtaken,

    /// <summary>The lead is no longer where it was handed over from.</summary>
    Withdrawn,

    /// <summary>Nobody reached the lead.</summary>
    Unresponsive,
}

/// <summary>How clocks and ends are called.</summary>
public static class HandoffEnds
{
    /// <summary>The end as programs have it.</summary>
    public static string Name(this HandoffEnd end) => end switch
    {
        HandoffEnd.Accepted => "accepted",
        HandoffEnd.Rejected => "rejected",
        HandoffEnd.Overtaken => "overtaken",
        HandoffEnd.Withdrawn => "withdrawn",
        HandoffEnd.Unresponsive => "unresponsive",
    };

    /// <summary>The clock as programs have it.</summary>
    public static string Name(this ClockKind clock) => clock switch
    {
        ClockKind.Response => "response",
        ClockKind.Decision => "decision",
    };
}
