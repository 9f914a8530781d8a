namespace Baton.Server.Playbooks.Previews;

/// <summary>What a sample says of all leads.</summary>
internal static class Forecast
{
    /// <summary>How many standard errors to either side hold 95 % of a normal distribution.</summary>
    private const double Sureness = 1.96;

    /// <summary>Where none of n was seen, up to 3 in n may be there with 95 % certainty (the rule of three).</summary>
    private const int RuleOfThree = 3;

    /// <summary>
    /// The sum over all leads. Those that stand for themselves are counted; the others are a sample of what they stand for, drawn without replacement: its
    /// error is that of a simple random sample, which one drawn along the order of the points seldom exceeds.
    /// </summary>
    /// <param name="changes">The leads.</param>
    /// <param name="isSame">True where both playbooks mean the same, so that no lead whatever changes.</param>
    /// <param name="of">What each gives.</param>
    public static Estimate Of(IReadOnlyList<LeadChange> changes, bool isSame, Func<LeadChange, int> of)
    {
        var (sum, weight, n, drawn, squares) = (0L, 1L, 0L, 0L, 0L);
        foreach (var change in changes)
        {
            var value = of(change);
            sum += value * change.Lead.Weight;
            if (change.Lead.Weight > 1)
            {
                (weight, n, drawn, squares) = (change.Lead.Weight, n + 1, drawn + value, squares + (value * value));
            }
        }

        if (n < 2 || isSame)
        {
            return new Estimate(sum, 0);
        }

        if (squares == 0)
        {
            return new Estimate(sum, RuleOfThree * weight);
        }

        var variance = (squares - ((double)drawn * drawn / n)) / (n - 1);
        return new Estimate(sum, (long)Math.Ceiling(Sureness * weight * Math.Sqrt(n * variance * (1 - (1.0 / weight)))));
    }
}
