using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;

namespace Baton.Core.Scoring;

/// <summary>What people have said about a lead, so far as gates ask for it.</summary>
/// <param name="Criteria">The names of the criteria that are confirmed.</param>
/// <param name="Accepted">True where sales has taken the lead on.</param>
/// <param name="Passed">
/// The stage in which sales took it on: what that stage and those before it ask for held then, and is not asked again when points have faded since.
/// </param>
public sealed record Confirmations(ImmutableHashSet<string> Criteria, bool Accepted, Stage Passed = Stage.Lead)
{
    /// <summary>Nobody has said anything yet.</summary>
    public static Confirmations None { get; } = new([], Accepted: false);

    internal bool Satisfy(Gate gate)
    {
        if (gate.AcceptedBy is not null && !Accepted)
        {
            return false;
        }

        foreach (var name in gate.Confirmed)
        {
            if (!Criteria.Contains(name))
            {
                return false;
            }
        }

        return true;
    }
}
