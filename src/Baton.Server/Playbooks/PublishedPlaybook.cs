using Baton.Core.Handoffs;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;

namespace Baton.Server.Playbooks;

/// <summary>A version of a workspace's playbook, ready to score by.</summary>
/// <param name="Version">From 1; 0 is that of a workspace that has none yet.</param>
/// <param name="Scorer">Scores by it.</param>
public sealed record PublishedPlaybook(int Version, Scorer Scorer)
{
    /// <summary>What holds until a playbook is published: no rules, no points.</summary>
    public static PublishedPlaybook None { get; } =
        new(0, new Scorer(new Playbook("None yet", new ScoreRange(0, 100), new Axis<FitRule>(default, [], []), new Axis<EngagementRule>(default, [], []), null, [], [], [], RejectionReason.Usual, Recycling.Usual)));
}
