using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>A row of the table <c>handoff</c>: one passing of the baton, as it is told to people.</summary>
internal sealed record HandoffRow
{
    public required Guid Id { get; init; }

    /// <summary>The row of the lead; a merge does not change it.</summary>
    public required Guid LeadId { get; init; }

    /// <summary>What is handed over.</summary>
    public required Stage Stage { get; init; }

    public Guid? TeamId { get; init; }

    public Guid? PersonId { get; init; }

    public string? Queue { get; init; }

    public required Instant Opened { get; init; }

    public required Instant Assigned { get; init; }

    public Instant? ResponseDue { get; init; }

    public Instant? DecisionDue { get; init; }

    public Instant? Contacted { get; init; }

    /// <summary>From the hand-off to the first attempt to reach the lead, in business time.</summary>
    public Duration? ResponseTook { get; init; }

    public Instant? Accepted { get; init; }

    /// <summary>From the hand-off to its acceptance or rejection, in business time.</summary>
    public Duration? DecisionTook { get; init; }

    public Instant? RejectedAt { get; init; }

    public Rejection? Rejection { get; init; }

    /// <summary>How many deadlines were missed.</summary>
    public int Breaches { get; init; }

    /// <summary>How many people had it.</summary>
    public int Assignments { get; init; }

    public Instant? Closed { get; init; }

    public HandoffEnd? Ended { get; init; }

    /// <summary>By when somebody has to have tried to reach the lead; null where somebody has, or nothing is agreed.</summary>
    public Instant? ResponseRuns => Contacted is null ? ResponseDue : null;

    /// <summary>By when it has to be accepted or rejected; null where it was, or nothing is agreed.</summary>
    public Instant? DecisionRuns => Accepted is null && RejectedAt is null ? DecisionDue : null;

    /// <summary>Where it stands in My work.</summary>
    public Instant Urgency => Handoffs.Urgency.Of(ResponseRuns is { } response && DecisionRuns is { } decision ? Instant.Min(response, decision) : ResponseRuns ?? DecisionRuns, Opened, Total);

    public required int Playbook { get; init; }

    public required int Total { get; init; }

    public string? Grade { get; init; }

    /// <summary>JSON, frozen.</summary>
    public required string Brief { get; init; }

    /// <summary>As a decision has changed it.</summary>
    public HandoffRow With(Handoff handoff) => this with
    {
        TeamId = handoff.Team,
        PersonId = handoff.Person,
        Queue = handoff.Queue,
        Assigned = handoff.Assigned,
        Contacted = handoff.Contacted,
        Accepted = handoff.Accepted,
    };

    /// <summary>With the deadlines that its clocks now run towards.</summary>
    public HandoffRow WithDeadlines(Handoff handoff) => this with
    {
        ResponseDue = handoff.DueOf(ClockKind.Response) ?? ResponseDue,
        DecisionDue = handoff.DueOf(ClockKind.Decision) ?? DecisionDue,
    };
}
