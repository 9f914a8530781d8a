using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Lifecycle;

namespace Baton.Core.Playbooks;

/// <summary>What a lead needs to reach a stage. Each part that is null or empty asks nothing.</summary>
/// <param name="Stage">The stage that the gate leads to: MQL, SAL or SQL.</param>
/// <param name="Score">The lowest total; reached means at least.</param>
/// <param name="Fit">The lowest fit.</param>
/// <param name="Engagement">The lowest engagement.</param>
/// <param name="When">Asked of the attributes of the lead and its account.</param>
/// <param name="Confirmed">The names of the criteria that must be confirmed.</param>
/// <param name="AcceptedBy">Who takes the lead on; null where no acceptance is needed.</param>
public sealed record Gate(
    Stage Stage,
    int? Score,
    int? Fit,
    int? Engagement,
    Condition? When,
    ImmutableArray<string> Confirmed,
    string? AcceptedBy);
