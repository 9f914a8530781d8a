namespace Baton.Core.Funnel;

/// <summary>Between what and what a number lies with 95% confidence, both ends included.</summary>
public readonly record struct Bounds(double Low, double High)
{
    /// <summary>How many standard errors 95% of a normal distribution lie within, on either side.</summary>
    internal const double Z = 1.959963984540054;

    /// <summary>True of what lies between, the ends included.</summary>
    public bool Contain(double value) => value >= Low && value <= High;
}
