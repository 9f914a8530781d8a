namespace Baton.Core.Funnel;

/// <summary>What others reach: between what a rate usually lies.</summary>
/// <param name="Low">From 0 to 1; what is surely below needs a look.</param>
/// <param name="High">From <paramref name="Low"/> to 1; the same number where others name only one.</param>
public sealed record Benchmark(double Low, double High)
{
    /// <summary>About 31 of 100 leads become marketing qualified.</summary>
    public static Benchmark LeadToMql { get; } = new(0.31, 0.31);

    /// <summary>5 to 15 of 100 marketing qualified leads become sales qualified. Below that too much passes for an MQL, or the score is off.</summary>
    public static Benchmark MqlToSql { get; } = new(0.05, 0.15);

    /// <summary>20 to 30 of 100 sales qualified leads become customers.</summary>
    public static Benchmark SqlToCustomer { get; } = new(0.2, 0.3);

    /// <summary>Where a rate stands, as far as its numbers can tell: 0 of 3 is not surely below anything.</summary>
    public Standing Of(Rate rate) => rate.Value is not { } share ? Standing.Unknown
        : rate.Bounds.High < Low ? Standing.Below
        : rate.Bounds.Low > High ? Standing.Above
        : share < Low ? Standing.PerhapsBelow
        : share > High ? Standing.PerhapsAbove
        : Standing.Within;
}

/// <summary>Where a rate stands beside what others reach.</summary>
public enum Standing
{
    /// <summary>There is nothing yet that could stand anywhere.</summary>
    Unknown,

    /// <summary>Below, by more than chance would have it.</summary>
    Below,

    /// <summary>Below, but so few that it may be chance.</summary>
    PerhapsBelow,

    /// <summary>Where others are.</summary>
    Within,

    /// <summary>Above, but so few that it may be chance.</summary>
    PerhapsAbove,

    /// <summary>Above, by more than chance would have it.</summary>
    Above,
}
