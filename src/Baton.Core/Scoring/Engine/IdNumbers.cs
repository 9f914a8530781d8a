using System.Runtime.InteropServices;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Numbers ids, known by their <see cref="MessageHash"/>, from 0 as they come. Safe for any number of threads. A dictionary of .NET's for threads
/// has an object for each id; these are dictionaries behind locks, and many, so that threads seldom wait.
/// </summary>
internal sealed class IdNumbers
{
    private const int Parts = 64;

    private readonly Dictionary<long, int>[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Dictionary<long, int>())];
    private int _count;

    /// <summary>The number of an id; the same for the same id.</summary>
    public int Of(long id)
    {
        var part = _parts[(int)((ulong)id % Parts)];
        lock (part)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(part, id, out var isKnown);
            if (!isKnown)
            {
                number = Interlocked.Increment(ref _count) - 1;
            }

            return number;
        }
    }

    /// <summary>The ids by their numbers; while no thread adds any.</summary>
    public long[] Ids()
    {
        var ids = new long[_count];
        foreach (var part in _parts)
        {
            foreach (var (id, number) in part)
            {
                ids[number] = id;
            }
        }

        return ids;
    }
}
