namespace Baton.Core.Funnel;

/// <summary>Medians and the like.</summary>
public static class Quantiles
{
    /// <summary>
    /// The value below which a share of others lies, between the two nearest in proportion: definition 7 of R. J. Hyndman and Y. Fan, “Sample quantiles in statistical packages”,
    /// The American Statistician 50 (1996), which spreadsheets use as well. Null of nothing.
    /// </summary>
    /// <param name="sorted">The values, in order.</param>
    /// <param name="share">From 0 to 1: 0.5 for the median, 0.9 for what nine of ten do not exceed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is below 0 or above 1.</exception>
    public static double? Of(IReadOnlyList<double> sorted, double share)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (sorted.Count == 0)
        {
            return null;
        }

        var place = share * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        return below + 1 >= sorted.Count ? sorted[^1] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
