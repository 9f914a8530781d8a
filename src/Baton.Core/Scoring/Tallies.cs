using System.Buffers;
using System.Buffers.Binary;
using Baton.Core.Playbooks;
using Baton.Core.Scoring.Engine;
using NodaTime;

namespace Baton.Core.Scoring;

/// <summary>
/// How often, by UTC day, somebody did what rules count: all that a score needs of a lead's events. The tallies of two leads add up to those of
/// the one lead that they are, in any order. Not thread-safe.
/// </summary>
public sealed class Tallies
{
    private const byte Format = 1;

    // Few, and sorted by key, so that the same tallies are the same bytes.
    private readonly List<Count> _counts = [];

    /// <summary>True where nothing was counted.</summary>
    public bool IsEmpty => _counts.Count == 0;

    /// <summary>The first UTC day on which something was counted; null where nothing was.</summary>
    public LocalDate? FirstDay => IsEmpty ? null : UtcDay.ToDate(_counts.Min(count => count.Days[^1].Day));

    /// <summary>Counts an event that happened at <paramref name="occurred"/> for an occasion.</summary>
    public void Add(Occasion occasion, Instant occurred)
    {
        var count = CountOf(occasion.Key);
        count.Last = Math.Max(count.Last, occurred.ToUnixTimeMilliseconds());
        count.Add(UtcDay.Of(occurred), 1);
    }

    /// <summary>Takes back an event that <see cref="Add(Occasion, Instant)"/> counted; nothing where its day has none.</summary>
    /// <param name="occasion">What it was counted for.</param>
    /// <param name="occurred">When it happened.</param>
    /// <param name="newestSince">
    /// When the newest of those happened that are still counted, given the first moment of their day; null where nobody knows any more. Asked only where
    /// the one that is taken back was the newest. Where several are taken back one after the other, it may leave all of them out from the first on.
    /// </param>
    public void Remove(Occasion occasion, Instant occurred, Func<Instant, Instant?> newestSince)
    {
        ArgumentNullException.ThrowIfNull(newestSince);
        if (Find(occasion.Key) is not { } count || !count.Remove(UtcDay.Of(occurred)))
        {
            return;
        }

        if (count.Days.Count == 0)
        {
            _counts.Remove(count);
        }
        else if (occurred.ToUnixTimeMilliseconds() >= count.Last || UtcDay.Of(count.Last) != count.Days[0].Day)
        {
            var day = count.Days[0].Day;
            count.Last = newestSince(UtcDay.StartOf(day))?.ToUnixTimeMilliseconds() ?? UtcDay.LastMillisecondOf(day);
        }
    }

    /// <summary>Adds what somebody else did, who is the same lead.</summary>
    public void Add(Tallies others)
    {
        ArgumentNullException.ThrowIfNull(others);
        foreach (var other in others._counts)
        {
            var count = CountOf(other.Key);
            count.Last = Math.Max(count.Last, other.Last);
            count.Add(other.Days);
        }
    }

    /// <summary>What was counted on days before the one given, which stays when older events are deleted.</summary>
    public Tallies Before(LocalDate day)
    {
        var end = UtcDay.Of(day.AtMidnight().InUtc().ToInstant());
        var before = new Tallies();
        foreach (var count in _counts)
        {
            foreach (var (older, number) in count.Days.Where(d => d.Day < end))
            {
                var kept = before.CountOf(count.Key);
                kept.Last = Math.Max(kept.Last, Math.Min(count.Last, UtcDay.LastMillisecondOf(older)));
                kept.Add(older, number);
            }
        }

        return before;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; no bytes are no tallies.</summary>
    /// <exception cref="FormatException">The bytes are no tallies.</exception>
    public static Tallies Read(ReadOnlySpan<byte> bytes)
    {
        var tallies = new Tallies();
        if (bytes.IsEmpty)
        {
            return tallies;
        }

        if (bytes[0] != Format)
        {
            throw new FormatException($"Tallies of format {bytes[0]} are none that this version of Baton knows.");
        }

        var reader = new ByteReader(bytes[1..]);
        for (var counts = reader.Number(); counts > 0; counts--)
        {
            var count = new Count(reader.Key()) { Last = reader.Signed() };
            var day = 0L;
            for (var days = reader.Number(); days > 0; days--)
            {
                day -= reader.Signed();
                count.Days.Add(((int)day, (int)reader.Number()));
            }

            tallies._counts.Add(count);
        }

        return tallies;
    }

    /// <summary>The tallies for keeping; the same tallies are always the same bytes.</summary>
    public byte[] ToBytes()
    {
        if (IsEmpty)
        {
            return [];
        }

        var bytes = new ArrayBufferWriter<byte>(64);
        bytes.Write([Format]);
        WriteNumber(bytes, (ulong)_counts.Count);
        foreach (var count in _counts)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.GetSpan(sizeof(ulong)), count.Key);
            bytes.Advance(sizeof(ulong));
            WriteSigned(bytes, count.Last);
            WriteNumber(bytes, (ulong)count.Days.Count);
            var before = 0;
            foreach (var (day, number) in count.Days)
            {
                WriteSigned(bytes, before - day);
                WriteNumber(bytes, (ulong)number);
                before = day;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>By rule of a playbook, and within a rule the newest day first, days after <paramref name="asOfDay"/> left out.</summary>
    internal Tally[] ByRule(EventRules rules, int asOfDay)
    {
        var tallies = new List<Tally>();
        for (var rule = 0; rule < rules.Occasions.Length; rule++)
        {
            if (Find(rules.Occasions[rule].Key) is { } count)
            {
                tallies.AddRange(count.Days.Where(d => d.Day <= asOfDay).Select(d => new Tally(rule, d.Day, d.Number)));
            }
        }

        return [.. tallies];
    }

    /// <summary>When an occasion was last counted; null where it never was.</summary>
    internal Instant? LastOf(Occasion occasion) => Find(occasion.Key) is { } count ? Instant.FromUnixTimeMilliseconds(count.Last) : null;

    private Count? Find(ulong key)
    {
        var at = IndexOf(key);
        return at >= 0 ? _counts[at] : null;
    }

    private Count CountOf(ulong key)
    {
        var at = IndexOf(key);
        if (at < 0)
        {
            at = ~at;
            _counts.Insert(at, new Count(key));
        }

        return _counts[at];
    }

    private int IndexOf(ulong key)
    {
        var (from, to) = (0, _counts.Count - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            var order = _counts[middle].Key.CompareTo(key);
            if (order == 0)
            {
                return middle;
            }

            (from, to) = order < 0 ? (middle + 1, to) : (from, middle - 1);
        }

        return ~from;
    }

    private static void WriteSigned(ArrayBufferWriter<byte> bytes, long number) => WriteNumber(bytes, (ulong)((number << 1) ^ (number >> 63)));

    private static void WriteNumber(ArrayBufferWriter<byte> bytes, ulong number)
    {
        var span = bytes.GetSpan(10);
        var length = 0;
        for (; number >= 0x80; number >>= 7)
        {
            span[length++] = (byte)(number | 0x80);
        }

        span[length++] = (byte)number;
        bytes.Advance(length);
    }

    /// <summary>One occasion's: the newest day first.</summary>
    private sealed class Count(ulong key)
    {
        public ulong Key => key;

        /// <summary>In Unix milliseconds.</summary>
        public long Last { get; set; } = long.MinValue;

        public List<(int Day, int Number)> Days { get; private set; } = [];

        public void Add(int day, int number)
        {
            var at = IndexOf(day);
            if (at < Days.Count && Days[at].Day == day)
            {
                Days[at] = (day, Days[at].Number + number);
            }
            else
            {
                Days.Insert(at, (day, number));
            }
        }

        /// <summary>Adds days that are sorted likewise.</summary>
        public void Add(List<(int Day, int Number)> others)
        {
            var merged = new List<(int Day, int Number)>(Days.Count + others.Count);
            var (own, other) = (0, 0);
            while (own < Days.Count || other < others.Count)
            {
                var day = Math.Max(own < Days.Count ? Days[own].Day : int.MinValue, other < others.Count ? others[other].Day : int.MinValue);
                var number = own < Days.Count && Days[own].Day == day ? Days[own++].Number : 0;
                number += other < others.Count && others[other].Day == day ? others[other++].Number : 0;
                merged.Add((day, number));
            }

            Days = merged;
        }

        /// <summary>Takes one away. False where the day has none.</summary>
        public bool Remove(int day)
        {
            var at = IndexOf(day);
            if (at == Days.Count || Days[at].Day != day)
            {
                return false;
            }

            Days[at] = (day, Days[at].Number - 1);
            if (Days[at].Number == 0)
            {
                Days.RemoveAt(at);
            }

            return true;
        }

        /// <summary>Where the day is or would be.</summary>
        private int IndexOf(int day)
        {
            var (from, to) = (0, Days.Count);
            while (from < to)
            {
                var middle = (from + to) / 2;
                (from, to) = Days[middle].Day > day ? (middle + 1, to) : (from, middle);
            }

            return from;
        }
    }

    private ref struct ByteReader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public ulong Key()
        {
            Need(sizeof(ulong));
            var key = BinaryPrimitives.ReadUInt64LittleEndian(_rest);
            _rest = _rest[sizeof(ulong)..];
            return key;
        }

        public ulong Number()
        {
            var number = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                Need(1);
                var next = _rest[0];
                _rest = _rest[1..];
                number |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return number;
                }
            }
        }

        public long Signed()
        {
            var number = Number();
            return (long)(number >> 1) ^ -(long)(number & 1);
        }

        private readonly void Need(int length)
        {
            if (_rest.Length < length)
            {
                throw new FormatException("The tallies end before they are complete.");
            }
        }
    }
}
