using System.Collections.Immutable;

namespace Baton.Core.Funnel;

/// <summary>
/// How many have not done something yet, a time after they could first, where some have been watched for a short time only: the estimator of Kaplan and Meier. Who was watched until then
/// and no longer counts among those at risk until then, and says nothing of later. From E. L. Kaplan and P. Meier, “Nonparametric estimation from incomplete observations”, Journal of the
/// American Statistical Association 53 (1958).
/// </summary>
public sealed class Survival
{
    private Survival(ImmutableArray<SurvivalStep> steps, double watched) => (Steps, Watched) = (steps, watched);

    /// <summary>Where the curve falls, in the order of time; empty where nobody did it.</summary>
    public ImmutableArray<SurvivalStep> Steps { get; }

    /// <summary>For how many days the longest was watched; the curve says nothing of what is later. 0 of nobody.</summary>
    public double Watched { get; }

    /// <summary>The curve of some leads, in any order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A spell has a time below zero, without end or none.</exception>
    public static Survival Of(IEnumerable<Spell> spells)
    {
        var all = spells.ToArray();
        foreach (var spell in all)
        {
            if (!(spell.Days >= 0) || double.IsInfinity(spell.Days))
            {
                throw new ArgumentOutOfRangeException(nameof(spells), spell.Days, "A spell lasts for 0 days or more, and ends.");
            }
        }

        Array.Sort(all, static (one, other) => one.Days.CompareTo(other.Days));
        var steps = ImmutableArray.CreateBuilder<SurvivalStep>();
        var (share, sum) = (1.0, 0.0);
        for (var at = 0; at < all.Length;)
        {
            var (days, atRisk, done) = (all[at].Days, all.Length - at, 0);
            for (; at < all.Length && all[at].Days == days; at++)
            {
                done += all[at].IsDone ? 1 : 0;
            }

            if (done > 0)
            {
                share *= 1 - ((double)done / atRisk);
                sum += (double)done / ((double)atRisk * (atRisk - done));
                steps.Add(new SurvivalStep(days, atRisk, done, share, share * Math.Sqrt(sum)));
            }
        }

        return new Survival(steps.DrainToImmutable(), all.Length == 0 ? 0 : all[^1].Days);
    }

    /// <summary>What share has done it within so many days, from 0 to 1, with its 95% interval; null where nobody was watched for so long.</summary>
    /// <param name="days">0 or more; what happened at that very moment counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is below zero.</exception>
    public (double Share, Bounds Bounds)? DoneWithin(double days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        if (days > Watched)
        {
            return null;
        }

        var last = Steps.LastOrDefault(step => step.Days <= days);
        return last is null ? (0, new Bounds(0, 0)) : (1 - last.Share, new Bounds(1 - last.Bounds.High, 1 - last.Bounds.Low));
    }

    /// <summary>After how many days a share has done it: the first at which that many have; null where so many have not.</summary>
    /// <param name="share">Above 0, up to 1: 0.5 for the median.</param>
    public double? DaysUntil(double share) => Steps.FirstOrDefault(step => 1 - step.Share >= share - Rounding)?.Days;

    /// <summary>Half of ten is half, though a product of fractions says 0.50000000000000011.</summary>
    private const double Rounding = 1e-12;
}

/// <summary>How long a lead was watched.</summary>
/// <param name="Days">Until it did it, or until now where it has not; 0 or more.</param>
/// <param name="IsDone">True where it did.</param>
public readonly record struct Spell(double Days, bool IsDone);

/// <summary>A step of a curve.</summary>
/// <param name="Days">After how many days.</param>
/// <param name="AtRisk">How many were still watched and had not done it just before.</param>
/// <param name="Done">How many of them did it then.</param>
/// <param name="Share">What share has not done it from then on.</param>
/// <param name="Error">The standard error of that, from M. Greenwood, “The natural duration of cancer” (1926); not a number where all have done it.</param>
public sealed record SurvivalStep(double Days, int AtRisk, int Done, double Share, double Error)
{
    /// <summary>
    /// The 95% interval of <see cref="Share"/>: Greenwood's error on the scale of log(−log), which stays within 0 and 1 where numbers are small. From J. D. Kalbfleisch and
    /// R. L. Prentice, “The Statistical Analysis of Failure Time Data” (1980). Where all have done it, nothing is left to vary.
    /// </summary>
    public Bounds Bounds
    {
        get
        {
            if (Share <= 0)
            {
                return new Bounds(0, 0);
            }

            var log = Math.Log(Share);
            var width = Funnel.Bounds.Z * Error / (Share * -log);
            return new Bounds(Math.Exp(log * Math.Exp(width)), Math.Exp(log * Math.Exp(-width)));
        }
    }
}
