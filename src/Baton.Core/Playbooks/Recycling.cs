namespace Baton.Core.Playbooks;

/// <summary>When leads that sales gave back come to sales again.</summary>
/// <param name="Requalify">
/// How many points of engagement a lead must gain, over the least that it had since it was given back, to qualify again before it wakes.
/// </param>
/// <param name="LostDays">After how many days a lead wakes whose deal was lost; null for never.</param>
public sealed record Recycling(int Requalify, int? LostDays)
{
    /// <summary>What holds where a playbook says nothing.</summary>
    public static Recycling Usual { get; } = new(20, null);
}
