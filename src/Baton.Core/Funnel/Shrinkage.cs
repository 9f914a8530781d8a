using System.Collections.Immutable;
using MathNet.Numerics.Distributions;

namespace Baton.Core.Funnel;

/// <summary>
/// Rates that are ranked, each drawn towards what all have in common, the more the fewer it rests on: a campaign with 1 of 1 is not the best. An empirical Bayes estimate: rates are taken as
/// drawn from one beta distribution, which is fitted to all of them by their moments. From J. C. Kleinman, “Proportions with extraneous variance: single and independent samples”,
/// Journal of the American Statistical Association 68 (1973).
/// </summary>
public sealed class Shrinkage
{
    private Shrinkage(double mean, double strength) => (Mean, Strength) = (mean, strength);

    /// <summary>What a rate is taken for of which nothing is known, from 0 to 1.</summary>
    public double Mean { get; }

    /// <summary>How many observations that counts like: infinitely many where the rates differ no more than chance would have them.</summary>
    public double Strength { get; }

    /// <summary>What some rates have in common; null where they rest on nothing at all.</summary>
    public static Shrinkage? Of(IEnumerable<Rate> rates)
    {
        var known = rates.Where(rate => rate.Whole > 0).ToImmutableArray();
        if (known.IsEmpty)
        {
            return null;
        }

        double all = known.Sum(rate => rate.Whole);
        var mean = known.Sum(rate => rate.Part) / all;
        var chance = mean * (1 - mean);
        var spread = known.Sum(rate => rate.Whole * Math.Pow(rate.Value!.Value - mean, 2));

        // What the weighted squares come to where all differ by chance alone, and how much more each unit of real variance adds.
        var expected = chance * (known.Length - 1);
        var weight = all - known.Sum(rate => Math.Pow(rate.Whole, 2)) / all;
        var real = (spread - expected) / (weight - (known.Length - 1));
        return new Shrinkage(mean, weight > known.Length - 1 && real > 0 ? Math.Max(0, (chance / real) - 1) : double.PositiveInfinity);
    }

    /// <summary>What a rate most likely is, from 0 to 1.</summary>
    public double Shrink(Rate rate) => double.IsPositiveInfinity(Strength) ? Mean : (rate.Part + (Mean * Strength)) / (rate.Whole + Strength);

    /// <summary>
    /// Between what it lies with 95% probability. The best is what is surely good, with the highest lower end; the worst is what is surely bad, with the lowest upper end: where rates differ
    /// much, 1 of 1 is likely good, and nobody knows how good.
    /// </summary>
    public Bounds BoundsOf(Rate rate) => double.IsPositiveInfinity(Strength) ? new Bounds(Mean, Mean) : new Bounds(QuantileOf(rate, Tail), QuantileOf(rate, 1 - Tail));

    private const double Tail = 0.025;

    private double QuantileOf(Rate rate, double share)
    {
        var (good, bad) = (rate.Part + (Mean * Strength), rate.Whole - rate.Part + ((1 - Mean) * Strength));
        return good <= 0 ? 0 : bad <= 0 ? 1 : Beta.InvCDF(good, bad, share);
    }
}
