using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Funnel;

/// <summary>
/// How many of the leads that came to one stage in a period came to another: MQL→SQL, say. The <em>cohort</em> is who came to the first stage for the first time in the period; each
/// lead counts once, and what counts is when it first came to a stage, however often it came back.
/// </summary>
/// <param name="Rate">How many of the cohort came to the other stage: ever, or within the window.</param>
/// <param name="TooYoung">How many of the period are not in the rate, since they have had less time than the window.</param>
/// <param name="Backwards">How many came to the other stage first: they count as having come to it, and their time does not count.</param>
/// <param name="Curve">What share came there after how many whole days, with those who may still come.</param>
/// <param name="Times">How long those took who came there, in days.</param>
public sealed record Conversion(Rate Rate, long TooYoung, long Backwards, Survival Curve, Times Times)
{
    /// <summary>The conversion of a cohort.</summary>
    /// <param name="paths">All leads.</param>
    /// <param name="from">The stage of the cohort.</param>
    /// <param name="to">The stage to come to.</param>
    /// <param name="period">When the cohort came to <paramref name="from"/>; the end does not count.</param>
    /// <param name="within">The window: only what came to <paramref name="to"/> within it counts, and only who has had that long; null for ever.</param>
    /// <param name="now">What is later has not happened.</param>
    public static Conversion Of(IEnumerable<LeadPath> paths, Stage from, Stage to, Interval period, Duration? within, Instant now)
    {
        var (part, whole, young, backwards) = (0L, 0L, 0L, 0L);
        var (spells, days) = (new List<Spell>(), new List<double>());
        foreach (var path in paths)
        {
            if (path.FirstAt(from) is not { } began || !period.Contains(began) || began > now)
            {
                continue;
            }

            var came = path.FirstAt(to) is { } at && at <= now ? at : (Instant?)null;
            backwards += came < began ? 1 : 0;
            if (!(came < began))
            {
                spells.Add(new Spell(((came ?? now) - began).Days, came is not null));
            }

            if (within is { } window && began + window > now)
            {
                young++;
                continue;
            }

            whole++;
            if (came is { } there && (within is null || there <= began + within.Value))
            {
                part++;
                if (there >= began)
                {
                    days.Add((there - began).TotalDays);
                }
            }
        }

        return new Conversion(new Rate(part, whole), young, backwards, Survival.Of(spells), Times.Of(days));
    }
}
