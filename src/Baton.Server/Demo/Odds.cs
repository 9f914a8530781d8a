namespace Baton.Server.Demo;

/// <summary>A weighted choice among a few: the index i comes with probability weight i ÷ sum of weights.</summary>
internal sealed class Odds
{
    private readonly int[] _weights;
    private readonly int _sum;

    public Odds(IEnumerable<int> weights)
    {
        _weights = [.. weights];
        _sum = _weights.Sum();
    }

    public int Pick(ref Dice dice) => Pick(_weights, _sum, ref dice);

    public static int Pick(ReadOnlySpan<int> weights, ref Dice dice)
    {
        var sum = 0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        return Pick(weights, sum, ref dice);
    }

    /// <summary>Odds that lie between those of the cold (warmth 0) and those of the hot (warmth 1).</summary>
    public static int PickBetween(ReadOnlySpan<int> cold, ReadOnlySpan<int> hot, double warmth, ref Dice dice)
    {
        var share = (int)(warmth * 256);
        Span<int> weights = stackalloc int[cold.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = cold[i] * (256 - share) + hot[i] * share;
        }

        return Pick(weights, ref dice);
    }

    private static int Pick(ReadOnlySpan<int> weights, int sum, ref Dice dice)
    {
        var left = dice.Below(sum);
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
            {
                return i;
            }
        }

        throw new ArgumentException("No weight is above zero.", nameof(weights));
    }
}
