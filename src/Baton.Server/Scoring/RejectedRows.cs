using Baton.Server.Imports;

namespace Baton.Server.Scoring;

/// <summary>Rows of one file that were not read, counted by what is wrong with them. The rows themselves are passed on, not kept.</summary>
/// <param name="passOn">Gets every row, in the order of the file.</param>
public sealed class RejectedRows(Action<RejectedRow> passOn)
{
    /// <summary>Many more than Baton has; a bound for reasons that come from files after all.</summary>
    private const int MostReasons = 1_000;

    private readonly Dictionary<string, (long Count, RejectedRow First)> _reasons = new(StringComparer.Ordinal);

    public long Count { get; private set; }

    /// <summary>How many rows have a reason, and the first of them; the most frequent reason first.</summary>
    public IEnumerable<(long Count, RejectedRow First)> ByReason => _reasons.Values.OrderByDescending(r => r.Count).ThenBy(r => r.First.Line);

    public void Reject(RejectedRow row)
    {
        Count++;
        passOn(row);
        var kind = row.Kind;
        if (_reasons.TryGetValue(kind, out var known))
        {
            _reasons[kind] = known with { Count = known.Count + 1 };
        }
        else if (_reasons.Count < MostReasons)
        {
            _reasons.Add(kind, (1, row));
        }
    }
}
