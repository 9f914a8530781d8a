namespace Baton.Core.Scoring.Engine;

/// <summary>Events side by side by lead, each id once.</summary>
internal sealed record EventLayout(int[] First, int[] Count, int[] Kinds, long[] Times)
{
    /// <summary>
    /// Lays out the events of the leads up to the moment: counts them by lead, then puts each in its place, then drops repeats. Of events with one
    /// id the earliest stays, and of those of one time the one of the least content, so that the order of arrival is of no importance.
    /// </summary>
    public static EventLayout From(
        List<EventBatch> batches, int leads, long asOf, int[] leadOfStranger, long[] contentOfKind, EventCounts counts, CancellationToken cancel)
    {
        var count = new int[leads];
        foreach (var batch in batches)
        {
            cancel.ThrowIfCancellationRequested();
            CountByLead(batch, count, asOf, leadOfStranger, counts);
        }

        var first = new int[leads];
        var total = 0;
        for (var lead = 0; lead < leads; lead++)
        {
            first[lead] = total;
            total = checked(total + count[lead]);
        }

        var (kinds, times, ids) = (new int[total], new long[total], new long[total]);
        var next = (int[])first.Clone();
        for (var b = 0; b < batches.Count; b++)
        {
            cancel.ThrowIfCancellationRequested();
            Place(batches[b], next, asOf, leadOfStranger, kinds, times, ids);
            batches[b] = EventBatch.Empty;
        }

        var repeated = 0L;
        Parallel.ForEach(
            System.Collections.Concurrent.Partitioner.Create(0, Math.Max(leads, 1)),
            new ParallelOptions { CancellationToken = cancel },
            range =>
            {
                var dropped = 0;
                for (var lead = range.Item1; lead < Math.Min(range.Item2, leads); lead++)
                {
                    var kept = DropRepeats(
                        ids.AsSpan(first[lead], count[lead]), kinds.AsSpan(first[lead], count[lead]), times.AsSpan(first[lead], count[lead]), contentOfKind);
                    dropped += count[lead] - kept;
                    count[lead] = kept;
                }

                Interlocked.Add(ref repeated, dropped);
            });
        counts.Repeated = repeated;
        return new EventLayout(first, count, kinds, times);
    }

    private static void CountByLead(EventBatch batch, int[] count, long asOf, int[] leadOfStranger, EventCounts counts)
    {
        var owners = batch.Owners;
        var times = batch.Times;
        counts.Read += owners.Length;
        for (var i = 0; i < owners.Length; i++)
        {
            var lead = owners[i] >= 0 ? owners[i] : leadOfStranger[~owners[i]];
            if (lead < 0)
            {
                counts.OfStrangers++;
            }
            else if (times[i] > asOf)
            {
                counts.Later++;
            }
            else
            {
                count[lead]++;
            }
        }
    }

    private static void Place(EventBatch batch, int[] next, long asOf, int[] leadOfStranger, int[] kinds, long[] times, long[] ids)
    {
        var owners = batch.Owners;
        var batchKinds = batch.Kinds;
        var batchTimes = batch.Times;
        var batchIds = batch.Ids;
        for (var i = 0; i < owners.Length; i++)
        {
            var lead = owners[i] >= 0 ? owners[i] : leadOfStranger[~owners[i]];
            if (lead >= 0 && batchTimes[i] <= asOf)
            {
                var at = next[lead]++;
                (kinds[at], times[at], ids[at]) = (batchKinds[i], batchTimes[i], batchIds[i]);
            }
        }
    }

    /// <summary>Moves one event of each id to the front and returns how many ids there are.</summary>
    private static int DropRepeats(Span<long> ids, Span<int> kinds, Span<long> times, long[] contentOfKind)
    {
        const int Few = 32;
        if (ids.Length > Few)
        {
            return DropManyRepeats(ids, kinds, times, contentOfKind);
        }

        var kept = 0;
        for (var i = 0; i < ids.Length; i++)
        {
            var same = ids[..kept].IndexOf(ids[i]);
            if (same >= 0)
            {
                KeepEarlier(same, i, kinds, times, contentOfKind);
            }
            else
            {
                (ids[kept], kinds[kept], times[kept]) = (ids[i], kinds[i], times[i]);
                kept++;
            }
        }

        return kept;
    }

    private static int DropManyRepeats(Span<long> ids, Span<int> kinds, Span<long> times, long[] contentOfKind)
    {
        var places = new Dictionary<long, int>(ids.Length, HashComparer.Instance);
        for (var i = 0; i < ids.Length; i++)
        {
            if (places.TryAdd(ids[i], places.Count))
            {
                var kept = places.Count - 1;
                (kinds[kept], times[kept]) = (kinds[i], times[i]);
            }
            else
            {
                KeepEarlier(places[ids[i]], i, kinds, times, contentOfKind);
            }
        }

        return places.Count;
    }

    private static void KeepEarlier(int kept, int repeat, Span<int> kinds, Span<long> times, long[] contentOfKind)
    {
        if (times[repeat] < times[kept] || (times[repeat] == times[kept] && contentOfKind[kinds[repeat]] < contentOfKind[kinds[kept]]))
        {
            (kinds[kept], times[kept]) = (kinds[repeat], times[repeat]);
        }
    }
}
