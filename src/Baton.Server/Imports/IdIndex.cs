using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>
/// Finds numbers by ids as they stand in a file, in UTF-8, without making strings of them. Any thread may ask while nothing is added.
/// </summary>
internal sealed class IdIndex
{
    private readonly Utf8Arena _ids = new();
    private readonly Dictionary<long, (long Position, int Number)> _byHash = new(HashComparer.Instance);
    private readonly Dictionary<string, int> _collided = new(StringComparer.Ordinal);

    /// <summary>Every id, in no order.</summary>
    public IEnumerable<string> Ids => _byHash.Values.Select(found => Encoding.UTF8.GetString(_ids[found.Position])).Concat(_collided.Keys);

    /// <summary>The number under this id, or −1.</summary>
    public int Find(ReadOnlySpan<byte> id) =>
        !_byHash.TryGetValue(Hash64.Of(id), out var found) ? -1
        : _ids[found.Position].SequenceEqual(id) ? found.Number
        : _collided.GetValueOrDefault(Encoding.UTF8.GetString(id), -1);

    /// <summary>Adds an id; the first number that an id got stays.</summary>
    public void TryAdd(ReadOnlySpan<byte> id, int number)
    {
        var hash = Hash64.Of(id);
        if (!_byHash.TryGetValue(hash, out var found))
        {
            _byHash.Add(hash, (_ids.Add(id), number));
        }
        else if (!_ids[found.Position].SequenceEqual(id))
        {
            _collided.TryAdd(Encoding.UTF8.GetString(id), number);
        }
    }
}
