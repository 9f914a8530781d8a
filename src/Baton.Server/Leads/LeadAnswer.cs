using System.Collections.Immutable;
using Baton.Core.Leads;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>One person, known or anonymous, as the API shows them.</summary>
/// <param name="Id">The lead's id.</param>
/// <param name="MergedInto">The lead's id again, where it was asked for by the id of somebody who turned out to be this lead; else null.</param>
/// <param name="Known">True where more than anonymous ids is known; false for a visitor.</param>
/// <param name="Created">When Baton first heard of the lead.</param>
/// <param name="Account">The company that the lead works for, where one is known.</param>
/// <param name="Score">What the playbook makes of the lead.</param>
/// <param name="Stage">How far it has come, such as `MQL`.</param>
/// <param name="StageSince">Since when it stands there.</param>
/// <param name="Standing">What it needs for the next stage.</param>
/// <param name="NextChange">When its score will be another although nothing happens, because points fade; null for never.</param>
/// <param name="Attributes">What is known of the person, by name.</param>
/// <param name="Identities">What the lead is known by; the first 1,000.</param>
/// <param name="Parts">Everybody who turned out to be this lead, itself first.</param>
public sealed record LeadAnswer(
    Guid Id,
    Guid? MergedInto,
    bool Known,
    Instant Created,
    LeadAccount? Account,
    LeadScore Score,
    string Stage,
    Instant StageSince,
    LeadStanding Standing,
    Instant? NextChange,
    IReadOnlyDictionary<string, AttributeAnswer> Attributes,
    IReadOnlyList<IdentityAnswer> Identities,
    IReadOnlyList<LeadPart> Parts)
{
    /// <summary>The most identities that are shown.</summary>
    public const int MostIdentities = 1_000;
}

/// <summary>The account of a lead, in short.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">Its name, or a domain where no name is known.</param>
public sealed record LeadAccount(Guid Id, string? Name);

/// <summary>A score: fit and engagement together, kept within the playbook's range.</summary>
/// <param name="Total">Both together.</param>
/// <param name="Fit">Points for who the lead is.</param>
/// <param name="Engagement">Points for what it does.</param>
/// <param name="Grade">The bands of both, such as `B2`; null where the playbook gives none.</param>
/// <param name="Playbook">The version that gave the score; 0 where none is published.</param>
public sealed record LeadScore(int Total, long Fit, long Engagement, string? Grade, int Playbook)
{
    public static LeadScore Of(Score score, int playbook) => new(score.Total, score.Fit, score.Engagement, score.Grade?.ToString(), playbook);
}

/// <summary>What a lead needs for the next stage.</summary>
/// <param name="Next">The next stage that the playbook has a gate for; null at the end of them.</param>
/// <param name="Needs">What is missing, each as a short phrase such as `12 more points`.</param>
public sealed record LeadStanding(string? Next, IReadOnlyList<string> Needs);

/// <summary>What is known of something, and where from.</summary>
/// <param name="Value">As it came in, as a text.</param>
/// <param name="Since">When the fact that says so occurred.</param>
/// <param name="Event">The id of the event that says so.</param>
public sealed record AttributeAnswer(string Value, Instant Since, string Event)
{
    /// <summary>The newest value of each attribute that has one.</summary>
    public static IReadOnlyDictionary<string, AttributeAnswer> Of(ImmutableArray<Edit> newest) => newest
        .SelectMany(edit => edit.Attributes, (edit, set) => (set.Key, set.Value, Edit: edit))
        .Where(set => !set.Value.IsMissing)
        .OrderBy(set => set.Key, StringComparer.Ordinal)
        .ToDictionary(set => set.Key, set => new AttributeAnswer(set.Value.Text, set.Edit.Occurred, set.Edit.Id), StringComparer.Ordinal);
}

/// <summary>Something that a lead is known by.</summary>
/// <param name="Kind">`email`, `userId`, `anonymousId`, `phone` or `externalId`.</param>
/// <param name="Value">In the one spelling under which it is kept.</param>
/// <param name="Since">Since when it is known.</param>
/// <param name="Part">The part of the lead that it came with.</param>
public sealed record IdentityAnswer(string Kind, string Value, Instant Since, Guid Part);

/// <summary>Somebody who is the lead: itself, or somebody who was merged into it.</summary>
/// <param name="Id">The id under which they were kept before, which still leads to the lead.</param>
/// <param name="MergedInto">The part that they were merged into; null of the lead itself.</param>
/// <param name="Created">When Baton first heard of them.</param>
public sealed record LeadPart(Guid Id, Guid? MergedInto, Instant Created);
