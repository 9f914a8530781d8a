using Baton.Core.Lifecycle;

namespace Baton.Core.Scoring;

/// <summary>What a playbook makes of a lead as of a moment.</summary>
/// <param name="Total">Fit and engagement together, clamped to the playbook's range, both ends included.</param>
/// <param name="Fit">Who the lead is, in points, rounded half away from zero.</param>
/// <param name="Engagement">What the lead does, in points, rounded half away from zero.</param>
/// <param name="Grade">The bands of the two, or null where the playbook gives none.</param>
/// <param name="Stage">The furthest stage whose gate, and every gate before it, holds with the confirmations given.</param>
public readonly record struct Score(int Total, long Fit, long Engagement, Grade? Grade, Stage Stage);

/// <summary>A fit band from <c>A</c> (best) to <c>D</c> and an engagement band from 1 (best) to 4.</summary>
public readonly record struct Grade(char Fit, int Engagement)
{
    /// <summary>Such as <c>A1</c>.</summary>
    public override string ToString() => $"{Fit}{Engagement}";
}
