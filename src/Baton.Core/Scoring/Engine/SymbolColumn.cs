using System.Collections.Concurrent;
using Baton.Core.Conditions;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// The distinct texts of one property, numbered: a column of a million leads is a million small numbers, and a test runs once a distinct text
/// instead of once a lead. Safe for any number of writers.
/// </summary>
internal sealed class SymbolColumn
{
    private readonly ConcurrentDictionary<string, int> _symbols = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private int _last;

    public SymbolColumn() => _lookup = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The symbol of a blank text.</summary>
    public const int Missing = 0;

    /// <summary>The text's number, from 1; the same for the same text.</summary>
    public int Of(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            return Missing;
        }

        return _lookup.TryGetValue(text, out var symbol) ? symbol : _symbols.GetOrAdd(text.ToString(), _ => Interlocked.Increment(ref _last));
    }

    /// <summary>The values by symbol; a number that a race left unused is missing.</summary>
    public Value[] Values()
    {
        var values = new Value[_last + 1];
        foreach (var (text, symbol) in _symbols)
        {
            values[symbol] = Value.Of(text);
        }

        return values;
    }
}
