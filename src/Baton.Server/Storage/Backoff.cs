namespace Baton.Server.Storage;

/// <summary>How often work that met other changes is run again, and how long it waits before.</summary>
/// <param name="seed">Another for each thread, so that two that met do not meet again.</param>
internal sealed class Backoff(int seed)
{
    /// <summary>How often work is run before it is given up.</summary>
    public const int MostRuns = 20;

    /// <summary>
    /// How often work is run that met a row with its own key. Where that row came from another node, the second run sees it; where it did not, the
    /// work is wrong and stays so.
    /// </summary>
    public const int MostRunsOnDuplicate = 3;

    private const int LongestMilliseconds = 100;

    private readonly Random _random = new(seed);

    /// <summary>Waits up to 2 ms after the first run, twice as long after each one more, but never above 100 ms.</summary>
    public void Wait(int runs) => Thread.Sleep(_random.Next(1 + Math.Min(LongestMilliseconds, 1 << Math.Min(runs, 10))));

    /// <summary>For work that has been run often enough.</summary>
    public static DatabaseBusyException GivenUp(Exception last) =>
        new("This change met others each time it was tried. Try again in a moment.", last);
}
