using System.Collections.Immutable;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>How long leads stand in a stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Times">How long the stays took that ended in the period, in days; each stay of a lead counts.</param>
/// <param name="ShareOfCycle">What share of all the days between MQL and won the leads spent here that were won in the period, from 0 to 1; null where none was.</param>
public sealed record StageTime(Stage Stage, Times Times, double? ShareOfCycle)
{
    private static readonly ImmutableArray<Stage> Path = [Stage.Lead, Stage.Mql, Stage.Sal, Stage.Sql, Stage.Opportunity];

    /// <summary>Of each stage on the way to customer, in its order.</summary>
    /// <param name="paths">All leads.</param>
    /// <param name="period">When stays ended, and leads were won; the end does not count.</param>
    /// <param name="now">What is later has not happened.</param>
    public static ImmutableArray<StageTime> Of(IEnumerable<LeadPath> paths, Interval period, Instant now)
    {
        var stays = Path.Select(_ => new List<double>()).ToArray();
        var cycle = new double[Path.Length];
        foreach (var path in paths)
        {
            var won = path.FirstAt(Stage.Customer) is { } at && at <= now && period.Contains(at) ? at : (Instant?)null;
            var began = won is null ? null : path.FirstAt(Stage.Mql);
            for (var entry = 0; entry < path.Entries.Length; entry++)
            {
                var stay = path.Stay(entry, now);
                if (Path.IndexOf(stay.Stage) is not (>= 0 and var stage))
                {
                    continue;
                }

                if (stay.IsOver && stay.To <= now && period.Contains(stay.To))
                {
                    stays[stage].Add(stay.Days);
                }

                if (stay.From >= began && stay.To <= won)
                {
                    cycle[stage] += stay.Days;
                }
            }
        }

        var all = cycle.Sum();
        return [.. Path.Select((stage, at) => new StageTime(stage, Times.Of(stays[at]), all > 0 ? cycle[at] / all : null))];
    }

    /// <summary>Where leads wait: the stage with the largest share of the cycle; null where nothing was won.</summary>
    public static StageTime? Bottleneck(IEnumerable<StageTime> times) => times.Where(time => time.ShareOfCycle is not null).MaxBy(time => time.ShareOfCycle);
}
