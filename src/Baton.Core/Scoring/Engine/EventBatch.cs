namespace Baton.Core.Scoring.Engine;

/// <summary>Events that one thread has read, in columns. Grows as it is filled.</summary>
internal sealed class EventBatch(int capacity)
{
    private int[] _owners = new int[capacity];
    private int[] _kinds = new int[capacity];
    private long[] _times = new long[capacity];
    private long[] _ids = new long[capacity];

    /// <summary>No events.</summary>
    public static EventBatch Empty { get; } = new(capacity: 0);

    public int Count { get; private set; }

    /// <summary>Whose event each is: a lead's number, or the complement of a stranger's.</summary>
    public ReadOnlySpan<int> Owners => _owners.AsSpan(0, Count);

    public ReadOnlySpan<int> Kinds => _kinds.AsSpan(0, Count);

    /// <summary>When each occurred, in Unix milliseconds.</summary>
    public ReadOnlySpan<long> Times => _times.AsSpan(0, Count);

    /// <summary>The <see cref="Hash64"/> of each.</summary>
    public ReadOnlySpan<long> Ids => _ids.AsSpan(0, Count);

    /// <summary>A copy that takes no more room than it needs.</summary>
    public EventBatch Copy()
    {
        var copy = new EventBatch(Count);
        Owners.CopyTo(copy._owners);
        Kinds.CopyTo(copy._kinds);
        Times.CopyTo(copy._times);
        Ids.CopyTo(copy._ids);
        copy.Count = Count;
        return copy;
    }

    public void Clear() => Count = 0;

    public void Add(int owner, int kind, long time, long id)
    {
        if (Count == _owners.Length)
        {
            var longer = Math.Max(1024, Count * 2);
            Array.Resize(ref _owners, longer);
            Array.Resize(ref _kinds, longer);
            Array.Resize(ref _times, longer);
            Array.Resize(ref _ids, longer);
        }

        (_owners[Count], _kinds[Count], _times[Count], _ids[Count]) = (owner, kind, time, id);
        Count++;
    }
}
