using System.Collections;
using Baton.Core.Conditions;

namespace Baton.Core.Leads;

/// <summary>Names with values, each name in its one spelling. Of two spellings of one name the later wins.</summary>
public sealed class Properties : IReadOnlyCollection<KeyValuePair<string, Value>>
{
    private readonly Dictionary<string, Value> _values;

    private Properties(Dictionary<string, Value> values) => _values = values;

    /// <summary>No properties.</summary>
    public static Properties None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The value of the name in its one spelling; <see cref="Value.Missing"/> where there is none.</summary>
    public Value this[string spelling] => _values.GetValueOrDefault(spelling);

    /// <summary>Properties with the names in the spelling that <paramref name="spelling"/> gives them.</summary>
    public static Properties Of(IEnumerable<KeyValuePair<string, Value>> values, Func<string, string> spelling)
    {
        var byName = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            byName[spelling(name)] = value;
        }

        return byName.Count == 0 ? None : new Properties(byName);
    }

    /// <summary>True where the name is there, even with a missing value.</summary>
    public bool Has(string spelling) => _values.ContainsKey(spelling);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
