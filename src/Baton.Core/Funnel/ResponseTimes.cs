using System.Collections.Immutable;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>How soon sales tries to reach the leads that it is handed.</summary>
/// <param name="Minutes">From hand-off to first attempt, in minutes of business time.</param>
/// <param name="InTime">How many were tried in time, of those that were tried or whose time is over. What still has time is in neither.</param>
/// <param name="Waiting">How many nobody has tried yet.</param>
public sealed record ResponseTimes(Times Minutes, Rate InTime, long Waiting)
{
    /// <summary>Of the hand-offs of a period.</summary>
    /// <param name="cases">All hand-offs.</param>
    /// <param name="period">When the leads were handed over; the end does not count.</param>
    /// <param name="now">What is later has not happened.</param>
    public static ResponseTimes Of(IEnumerable<HandoffCase> cases, Interval period, Instant now)
    {
        var opened = cases.Where(one => one.Opened <= now && period.Contains(one.Opened)).ToImmutableArray();
        var tried = opened.Where(one => one.Contacted <= now).ToImmutableArray();
        var due = opened.Where(one => one.Due is { } end && (one.Contacted <= now || end <= now)).ToImmutableArray();
        return new ResponseTimes(
            Times.Of(tried.Select(one => one.Minutes).OfType<double>()),
            new Rate(due.Count(one => one.Contacted <= now && one.Contacted <= one.Due), due.Length),
            opened.Length - tried.Length);
    }
}
