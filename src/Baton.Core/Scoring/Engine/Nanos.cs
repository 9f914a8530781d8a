namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Points as whole billionths, so that sums are exact in any order. A playbook's points have at most four decimals and a percentage of them
/// five more; what a half-life leaves is kept to nine.
/// </summary>
internal static class Nanos
{
    public const long PerPoint = 1_000_000_000;

    /// <summary>The nearest billionth, half away from zero. At most a million points, so a <see cref="long"/> has room.</summary>
    public static long From(decimal points) => (long)decimal.Round(points * PerPoint, MidpointRounding.AwayFromZero);

    public static decimal ToPoints(Int128 nanos) => (decimal)nanos / PerPoint;

    /// <summary>Whole points, half away from zero.</summary>
    public static long Round(Int128 nanos)
    {
        var half = Int128.IsNegative(nanos) ? -PerPoint / 2 : PerPoint / 2;
        return (long)((nanos + half) / PerPoint);
    }
}
