using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>
/// What came through in a period: how many leads came to one stage in it, and how many to another, whether they are the same leads or not. This is the view <em>by period</em>, which is
/// never too young, and says less of how good leads are than the view by cohort does (<see cref="Conversion"/>): a month with few new leads looks good after one with many. Each lead counts
/// once, when it first came to a stage.
/// </summary>
/// <param name="Entered">How many came to the first stage.</param>
/// <param name="Reached">How many came to the other stage; it may be more.</param>
/// <param name="Times">How long those who came to the other stage took for it, in days. Who never came to the first stage, or later, does not count.</param>
public sealed record Throughput(long Entered, long Reached, Times Times)
{
    /// <summary>How many came to the other stage for each that came to the first; above 1 where more came there; null where none came to the first.</summary>
    public double? Ratio => Entered == 0 ? null : (double)Reached / Entered;

    /// <summary>Wilson's interval of it, as though they were the same leads; null where more came to the other stage than to the first.</summary>
    public Bounds? Bounds => Reached > Entered ? null : new Rate(Reached, Entered).Bounds;

    /// <summary>What came through in a period.</summary>
    /// <param name="paths">All leads.</param>
    /// <param name="from">The first stage.</param>
    /// <param name="to">The other stage: of sales cycles from SQL to customer.</param>
    /// <param name="period">When they came there; the end does not count.</param>
    /// <param name="now">What is later has not happened.</param>
    public static Throughput Of(IEnumerable<LeadPath> paths, Stage from, Stage to, Interval period, Instant now)
    {
        var (entered, reached, days) = (0L, 0L, new List<double>());
        foreach (var path in paths)
        {
            var began = path.FirstAt(from);
            entered += HasCome(began) ? 1 : 0;
            if (path.FirstAt(to) is { } there && HasCome(there))
            {
                reached++;
                if (began <= there)
                {
                    days.Add((there - began.Value).TotalDays);
                }
            }
        }

        return new Throughput(entered, reached, Times.Of(days));

        bool HasCome(Instant? at) => at is { } known && known <= now && period.Contains(known);
    }
}
