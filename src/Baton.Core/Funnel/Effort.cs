using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>What became of the attempts to reach leads.</summary>
public static class Effort
{
    /// <summary>
    /// Wasted effort: how many attempts of a period were made on leads that sales gave back or disqualified later, of all attempts of the period. What a lead did after it came back does
    /// not make good what was spent on it before.
    /// </summary>
    /// <param name="attempts">The attempts of people to reach leads: whom, and when.</param>
    /// <param name="lost">By lead: when it was given back or disqualified, each time.</param>
    /// <param name="period">When the attempts were made; the end does not count.</param>
    /// <param name="now">What is later has not happened.</param>
    public static Rate Wasted(IEnumerable<(Guid Lead, Instant At)> attempts, ILookup<Guid, Instant> lost, Interval period, Instant now)
    {
        var made = attempts.Where(attempt => attempt.At <= now && period.Contains(attempt.At)).ToImmutableArray();
        return new Rate(made.Count(attempt => lost[attempt.Lead].Any(at => at >= attempt.At && at <= now)), made.Length);
    }

    /// <summary>Why sales says no: the reasons for which leads were given back, the most frequent first, each with its share of all.</summary>
    /// <param name="reasons">The reason of each rejection.</param>
    public static ImmutableArray<(string Reason, Rate Share)> Reasons(IEnumerable<string> reasons)
    {
        var all = reasons.ToImmutableArray();
        return [.. all.GroupBy(reason => reason, StringComparer.Ordinal).OrderByDescending(same => same.Count()).ThenBy(same => same.Key, StringComparer.Ordinal).Select(same => (same.Key, new Rate(same.Count(), all.Length)))];
    }
}
