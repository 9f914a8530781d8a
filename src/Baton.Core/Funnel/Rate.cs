namespace Baton.Core.Funnel;

/// <summary>A share of a whole, which is never told without both: 31 of 1,004.</summary>
public readonly record struct Rate
{
    /// <param name="part">How many of them; 0 to <paramref name="whole"/>.</param>
    /// <param name="whole">How many there are; 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is below zero, or the part is more than the whole.</exception>
    public Rate(long part, long whole)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, whole);
        (Part, Whole) = (part, whole);
    }

    /// <summary>How many of them.</summary>
    public long Part { get; }

    /// <summary>How many there are.</summary>
    public long Whole { get; }

    /// <summary>The share, from 0 to 1; null of nothing.</summary>
    public double? Value => Whole == 0 ? null : (double)Part / Whole;

    /// <summary>
    /// Wilson's 95% interval of the share, within 0 and 1 whatever the numbers: of 31 of 1,004 from 0.0218 to 0.0435. Of nothing it is all of 0 to 1. From E. B. Wilson, “Probable
    /// inference, the law of succession, and statistical inference”, Journal of the American Statistical Association 22 (1927).
    /// </summary>
    public Bounds Bounds
    {
        get
        {
            if (Value is not { } share)
            {
                return new Bounds(0, 1);
            }

            const double Z2 = Funnel.Bounds.Z * Funnel.Bounds.Z;
            var middle = share + (Z2 / (2 * Whole));
            var half = Funnel.Bounds.Z * Math.Sqrt(((share * (1 - share)) + (Z2 / (4 * Whole))) / Whole);
            var scale = 1 + (Z2 / Whole);

            // The ends are exact where all or none are of the part: rounding would leave a trace of something else.
            return new Bounds(Part == 0 ? 0 : (middle - half) / scale, Part == Whole ? 1 : (middle + half) / scale);
        }
    }
}
