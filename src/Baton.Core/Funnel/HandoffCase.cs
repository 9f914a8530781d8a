using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>A hand-off, as the numbers know it.</summary>
/// <param name="Lead">Whom it handed over.</param>
/// <param name="Opened">When.</param>
/// <param name="Due">By when somebody had to try to reach the lead; null where nothing was agreed.</param>
/// <param name="Contacted">When a person first tried; null where nobody has.</param>
/// <param name="Minutes">How long that took, in minutes of the team's business time; null where nobody has.</param>
/// <param name="Decided">When it was accepted or given back; null where it was neither.</param>
/// <param name="IsAccepted">True where it was accepted first, whatever came of it later.</param>
public sealed record HandoffCase(Guid Lead, Instant Opened, Instant? Due, Instant? Contacted, double? Minutes, Instant? Decided, bool IsAccepted)
{
    /// <summary>How many were accepted of those that were decided on in a period.</summary>
    /// <param name="cases">All hand-offs.</param>
    /// <param name="period">When they were decided on; the end does not count.</param>
    /// <param name="now">What is later has not happened.</param>
    public static Rate Acceptance(IEnumerable<HandoffCase> cases, Interval period, Instant now)
    {
        var decided = cases.Where(one => one.Decided is { } at && at <= now && period.Contains(at)).ToImmutableArray();
        return new Rate(decided.Count(one => one.IsAccepted), decided.Length);
    }
}
