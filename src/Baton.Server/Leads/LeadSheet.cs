using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Server.Deals;
using Baton.Server.Handoffs;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>A lead as its page shows it: now, or as it stood on a day that is past.</summary>
public sealed record LeadSheet
{
    public required Guid Id { get; init; }

    /// <summary>True where it was asked for by the id of somebody who turned out to be this lead.</summary>
    public required bool IsAskedForByPart { get; init; }

    /// <summary>The day as it was asked for; null for now.</summary>
    public required string? Day { get; init; }

    /// <summary>What occurred later does not exist yet.</summary>
    public required Instant Moment { get; init; }

    public required Instant Created { get; init; }

    public required LeadCard Who { get; init; }

    /// <summary>Where the person is, as far as that is known.</summary>
    public required string? Place { get; init; }

    public required LeadAccount? Account { get; init; }

    /// <summary>Null on days before Baton knew of it.</summary>
    public required Stage? Stage { get; init; }

    public required Instant? StageSince { get; init; }

    /// <summary>Its steps from stage to stage, the earliest first.</summary>
    public required IReadOnlyList<StageStep> Steps { get; init; }

    /// <summary>What it needs for the next stage; null of a day that is past.</summary>
    public required LeadStanding? Standing { get; init; }

    public required Playbook Playbook { get; init; }

    public required int PlaybookVersion { get; init; }

    public required Explanation Explanation { get; init; }

    /// <summary>What the explanation lacks, in words; null for nothing.</summary>
    public required string? Note { get; init; }

    /// <summary>When its score will be another although nothing happens; null for never, and of a day that is past.</summary>
    public required Instant? NextChange { get; init; }

    public required IReadOnlyList<ScorePoint> History { get; init; }

    public required IReadOnlyList<KnownFact> Attributes { get; init; }

    public required IReadOnlyList<IdentityAnswer> Identities { get; init; }

    /// <summary>Everybody who turned out to be this lead, itself first.</summary>
    public required IReadOnlyList<LeadPart> Parts { get; init; }

    /// <summary>What sales is doing; null of a day that is past.</summary>
    public required WorkAnswer? Work { get; init; }

    public required IReadOnlyList<CriterionAnswer> Qualification { get; init; }

    public required IReadOnlyList<HandoffAnswer> Handoffs { get; init; }

    public required IReadOnlyList<DealAnswer> Deals { get; init; }

    public required LeadTimelinePart Timeline { get; init; }

    public bool IsPast => Day is not null;
}

/// <summary>A step from one stage to another.</summary>
/// <param name="At">When.</param>
/// <param name="From">Where it stood.</param>
/// <param name="To">Where it stands from then on.</param>
/// <param name="Reason">Why, as <see cref="MoveReason"/> is called.</param>
/// <param name="Note">In somebody's words; null for nothing.</param>
/// <param name="By">Who moved it.</param>
public sealed record StageStep(Instant At, Stage From, Stage To, string Reason, string? Note, string By);

/// <summary>What is known of a lead, and where from.</summary>
/// <param name="Name">Which attribute.</param>
/// <param name="Value">As it came in.</param>
/// <param name="Since">When the fact that says so occurred.</param>
/// <param name="Kind">What kind of event says so; null where it is no longer kept.</param>
/// <param name="By">Who changed it by hand; null where nobody did.</param>
public sealed record KnownFact(string Name, string Value, Instant Since, string? Kind, string? By);

/// <summary>A part of a lead's timeline, and which it is.</summary>
/// <param name="Lead">Whose.</param>
/// <param name="Day">The day that is past, as it was asked for; null for now.</param>
/// <param name="Shown">One of <see cref="TimelineShown.Words"/>; null for everything.</param>
/// <param name="Name">Only events of this name; null for all.</param>
/// <param name="Line">Only what is behind this line of the explanation; null for all.</param>
/// <param name="Items">The newest first.</param>
/// <param name="Next">Where it goes on; null at the end.</param>
/// <param name="IsOlder">True where it goes on after another part.</param>
/// <param name="EventsFrom">From when on events are kept; null where all are.</param>
public sealed record LeadTimelinePart(
    Guid Lead, string? Day, string? Shown, string? Name, string? Line, IReadOnlyList<TimelineItem> Items, string? Next, bool IsOlder, Instant? EventsFrom)
{
    /// <summary>Where the timeline is, asked for otherwise.</summary>
    /// <param name="path">Of the page, or of the part alone.</param>
    /// <param name="shown">As <see cref="Shown"/>.</param>
    /// <param name="name">As <see cref="Name"/>.</param>
    /// <param name="line">As <see cref="Line"/>.</param>
    /// <param name="before">A <see cref="Next"/>.</param>
    public string Link(string path, string? shown = null, string? name = null, string? line = null, string? before = null) =>
        path + Microsoft.AspNetCore.Http.QueryString.Create(
            ((string Key, string? Value)[])[("asOf", Day), ("show", shown), ("name", name), ("line", line), ("before", before)] is var all
                ? all.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Key, one.Value)) : []);
}
