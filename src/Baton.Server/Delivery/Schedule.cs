using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>When what failed is tried again. Randomness is derived from the message, so that a test, or a second look, finds the same.</summary>
internal static class Schedule
{
    /// <summary>How often a message is tried at most.</summary>
    public static int MostAttempts => Waits.Length;

    /// <summary>How long a message may wait for a target that is held back, or that asks for time, before it is given up: as long as all its attempts would take.</summary>
    public static readonly Duration Longest = Duration.FromHours(76);

    /// <summary>How many failures of a target, without a success between, hold it back.</summary>
    public const int FailuresToHold = 5;

    private const double Jitter = 0.2;

    /// <summary>Before the first attempt, the second, and so on.</summary>
    private static readonly Duration[] Waits =
    [
        Duration.Zero, Duration.FromSeconds(5), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2),
        Duration.FromHours(5), Duration.FromHours(10), Duration.FromHours(14), Duration.FromHours(20), Duration.FromHours(24),
    ];

    private static readonly Duration LongestPause = Duration.FromMinutes(15);

    private static readonly Duration LongestAsked = Duration.FromHours(1);

    /// <summary>How long a target that asks for time is left alone: from 5 seconds, so that one that asks for none is not called without end, to an hour.</summary>
    public static Duration Bounded(Duration asked) => Duration.Max(Waits[1], Duration.Min(asked, LongestAsked));

    /// <summary>How long to wait for the next attempt: up to a fifth longer than the table says, so that many do not come back together.</summary>
    /// <param name="message">Which one.</param>
    /// <param name="attempts">How many have failed, from 0 to <see cref="MostAttempts"/> - 1.</param>
    public static Duration WaitAfter(Guid message, int attempts) => Longer(Waits[attempts], message, attempts);

    /// <summary>How long a target is held back: 30 seconds, and twice as long after each failure more, up to 15 minutes; and up to a fifth longer.</summary>
    /// <param name="target">Which one.</param>
    /// <param name="failures">Without a success between, from <see cref="FailuresToHold"/>.</param>
    public static Duration PauseAfter(Guid target, int failures) =>
        Longer(Duration.Min(LongestPause, Duration.FromSeconds(30L << Math.Min(failures - FailuresToHold, 10))), target, failures);

    private static Duration Longer(Duration wait, Guid of, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        of.TryWriteBytes(bytes);
        return wait * (1 + (Jitter * new Random(BitConverter.ToInt32(bytes[12..]) ^ (number * 7919)).NextDouble()));
    }
}
