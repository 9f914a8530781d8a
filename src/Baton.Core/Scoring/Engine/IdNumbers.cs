using System.Runtime.InteropServices;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Numbers ids, known by their <see cref="Hash64"/>, from 0 as they come. Safe for any number of threads. A dictionary of .NET's for threads
/// has an object for each id; these are dictionaries behind locks, and many, so that threads seldom wait.
/// </summary>
internal sealed class IdNumbers
{
    private const int Parts = 64;

    private readonly Dictionary<long, int>[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Dictionary<long, int>(HashComparer.Instance))];
    private int _count;

    /// <summary>The number of the id with a hash; the same for the same hash.</summary>
    public int Of(long hash)
    {
        var part = _parts[(int)((ulong)hash % Parts)];
        lock (part)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(part, hash, out var isKnown);
            if (!isKnown)
            {
                number = Interlocked.Increment(ref _count) - 1;
            }

            return number;
        }
    }

    /// <summary>The hashes by their numbers; while no thread adds any.</summary>
    public long[] Hashes()
    {
        var hashes = new long[_count];
        foreach (var part in _parts)
        {
            foreach (var (hash, number) in part)
            {
                hashes[number] = hash;
            }
        }

        return hashes;
    }
}
