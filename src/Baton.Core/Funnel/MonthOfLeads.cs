using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>How many leads came to a stage in a month.</summary>
/// <param name="Month">The month, as the calendar of the workspace's zone has it.</param>
/// <param name="Count">How many came to the stage for the first time.</param>
/// <param name="IsOver">False of the month that goes on: beside a whole month it looks worse than it is.</param>
/// <param name="Velocity">By what share they are more than in the month before: <see cref="Growth.LeadVelocity"/>. Null where there were none, or the month goes on.</param>
public sealed record MonthOfLeads(YearMonth Month, long Count, bool IsOver, double? Velocity)
{
    /// <summary>The last months, the one that goes on at <paramref name="now"/> among them, in the order of time.</summary>
    /// <param name="paths">All leads.</param>
    /// <param name="stage">The stage: MQL for the velocity of marketing, SQL for that of sales.</param>
    /// <param name="zone">Where months begin.</param>
    /// <param name="months">How many, 1 or more.</param>
    /// <param name="now">What is later has not happened.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is to be no month.</exception>
    public static ImmutableArray<MonthOfLeads> Of(IEnumerable<LeadPath> paths, Stage stage, DateTimeZone zone, int months, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        var last = now.InZone(zone).Date.ToYearMonth();

        // One more than is shown: the first one grew, too. Where each begins is found once, so that a million leads take no calendar.
        var all = Enumerable.Range(-months, months + 1).Select(last.PlusMonths).ToImmutableArray();
        var begins = all.Append(last.PlusMonths(1)).Select(month => zone.AtStartOfDay(month.OnDayOfMonth(1)).ToInstant()).ToArray();
        var counts = new long[all.Length];
        foreach (var path in paths)
        {
            if (path.FirstAt(stage) is not { } came || came > now || came < begins[0])
            {
                continue;
            }

            var month = Array.BinarySearch(begins, came);
            counts[month < 0 ? ~month - 1 : month]++;
        }

        return
        [
            .. Enumerable.Range(1, months).Select(at =>
            {
                var isOver = begins[at + 1] <= now;
                return new MonthOfLeads(all[at], counts[at], isOver, isOver ? Growth.LeadVelocity(counts[at], counts[at - 1]) : null);
            }),
        ];
    }
}
