namespace Baton.Core.Funnel;

/// <summary>How long things took.</summary>
/// <param name="Count">How many.</param>
/// <param name="Median">What half of them took at most; null of none.</param>
/// <param name="P90">What nine of ten took at most; null of none.</param>
/// <param name="Mean">The mean; null of none.</param>
public sealed record Times(long Count, double? Median, double? P90, double? Mean)
{
    /// <summary>Of some times, in any order and any unit.</summary>
    public static Times Of(IEnumerable<double> times)
    {
        var sorted = times.ToArray();
        Array.Sort(sorted);
        return new Times(sorted.Length, Quantiles.Of(sorted, 0.5), Quantiles.Of(sorted, 0.9), sorted.Length == 0 ? null : sorted.Average());
    }
}
