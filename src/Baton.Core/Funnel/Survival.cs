using System.Collections.Immutable;

namespace Baton.Core.Funnel;

/// <summary>
/// How many have not done something yet, a time after they could first, where some have been watched for a short time only: the estimator of Kaplan and Meier. Who was watched until then
/// and no longer counts among those at risk until then, and says nothing of later. From E. L. Kaplan and P. Meier, “Nonparametric estimation from incomplete observations”, Journal of the
/// American Statistical Association 53 (1958).
/// </summary>
public sealed class Survival
{
    private Survival(ImmutableArray<SurvivalStep> steps, int watched) => (Steps, Watched) = (steps, watched);

    /// <summary>Where the curve falls, in the order of time; empty where nobody did it.</summary>
    public ImmutableArray<SurvivalStep> Steps { get; }

    /// <summary>For how many days the longest was watched; the curve says nothing of what is later. 0 of nobody.</summary>
    public int Watched { get; }

    /// <summary>The curve of some leads, in any order. It is counted by day, so a million of them take no sorting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A spell has a time below zero, or one of more than a million days.</exception>
    public static Survival Of(IEnumerable<Spell> spells)
    {
        var (done, last, atRisk) = (new int[64], new int[64], 0);
        var watched = 0;
        foreach (var spell in spells)
        {
            if (spell.Days is < 0 or > Longest)
            {
                throw new ArgumentOutOfRangeException(nameof(spells), spell.Days, "A spell lasts for 0 days to a million.");
            }

            if (spell.Days >= done.Length)
            {
                Array.Resize(ref done, Math.Max(spell.Days + 1, 2 * done.Length));
                Array.Resize(ref last, done.Length);
            }

            done[spell.Days] += spell.IsDone ? 1 : 0;
            last[spell.Days]++;
            atRisk++;
            watched = Math.Max(watched, spell.Days);
        }

        var steps = ImmutableArray.CreateBuilder<SurvivalStep>();
        var (share, sum) = (1.0, 0.0);
        for (var day = 0; day <= watched; day++)
        {
            if (done[day] > 0)
            {
                share *= 1 - ((double)done[day] / atRisk);
                sum += (double)done[day] / ((double)atRisk * (atRisk - done[day]));
                steps.Add(new SurvivalStep(day, atRisk, done[day], share, share * Math.Sqrt(sum)));
            }

            atRisk -= last[day];
        }

        return new Survival(steps.DrainToImmutable(), watched);
    }

    /// <summary>What share has done it within so many days, from 0 to 1, with its 95% interval; null where nobody was watched for so long.</summary>
    /// <param name="days">0 or more; what happened on that day counts.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is below zero.</exception>
    public (double Share, Bounds Bounds)? DoneWithin(int days)
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
    public int? DaysUntil(double share) => Steps.FirstOrDefault(step => 1 - step.Share >= share - Rounding)?.Days;

    /// <summary>Half of ten is half, though a product of fractions says 0.50000000000000011.</summary>
    private const double Rounding = 1e-12;

    private const int Longest = 1_000_000;
}

/// <summary>How long a lead was watched.</summary>
/// <param name="Days">Until it did it, or until now where it has not; whole days, 0 or more.</param>
/// <param name="IsDone">True where it did.</param>
public readonly record struct Spell(int Days, bool IsDone);

/// <summary>A step of a curve.</summary>
/// <param name="Days">After how many days.</param>
/// <param name="AtRisk">How many were still watched and had not done it just before.</param>
/// <param name="Done">How many of them did it then.</param>
/// <param name="Share">What share has not done it from then on.</param>
/// <param name="Error">The standard error of that, from M. Greenwood, “The natural duration of cancer” (1926); not a number where all have done it.</param>
public sealed record SurvivalStep(int Days, int AtRisk, int Done, double Share, double Error)
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
