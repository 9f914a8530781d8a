using System.Numerics;

namespace Baton.Server.Demo;

/// <summary>
/// Seeded chance: SplitMix64. Draws use only integer arithmetic, division and square roots, which every machine rounds
/// alike; logarithms and powers it does not.
/// </summary>
internal struct Dice
{
    private ulong _state;

    private Dice(ulong state) => _state = state;

    /// <summary>The dice of one thing, such as the 17th company: independent of every other purpose and number.</summary>
    public static Dice For(long seed, Purpose purpose, long number) =>
        new(Mix(Mix((ulong)seed + ((ulong)purpose << 56)) + (ulong)number));

    /// <summary>64 even bits.</summary>
    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 to <paramref name="count"/>, exclusive.</summary>
    public int Below(int count) => (int)((Next() >> 32) * (ulong)count >> 32);

    /// <summary>From <paramref name="low"/> to <paramref name="high"/>, both inclusive.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>From 0 to 1, exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(T[] from) => from[Below(from.Length)];

    /// <summary>Waiting time: exceeds k with probability 2⁻ᵏ for whole k; mean 1.5.</summary>
    public double Halving() => BitOperations.LeadingZeroCount(Next()) + Unit();

    /// <summary>Heavy tail: exceeds x with probability x⁻²; from 1 to <paramref name="cap"/>, inclusive.</summary>
    public double Tail(double cap) => Math.Min(cap, 1 / Math.Sqrt(1 - Unit()));

    /// <summary>Bell-shaped noise: mean 0, standard deviation 1, within ±3.5.</summary>
    public double Noise() => (Unit() + Unit() + Unit() + Unit() - 2) * 1.7320508;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>What dice are thrown for. The numbers are part of the output: a changed one changes every file.</summary>
internal enum Purpose
{
    Company = 1,
    Lead = 2,
    Person = 3,
    Row = 4,
    Project = 5,
    Journey = 6,
    Deal = 7,
    Robots = 8,
    Message = 9,
    Anonymous = 10,
}
