using System.Collections.Immutable;
using Baton.Core.Lifecycle;

namespace Baton.Core.Scoring;

/// <summary>Where a lead stands on the path, and what it still needs.</summary>
/// <param name="Stage">The furthest stage whose gate, and every gate before it, holds.</param>
/// <param name="Next">The next stage that the playbook has a gate for; null at the end of them.</param>
/// <param name="Needs">What that gate still asks for, each as a short phrase such as <c>12 more points</c> or <c>budget confirmed</c>.</param>
public sealed record Standing(Stage Stage, Stage? Next, ImmutableArray<string> Needs);
