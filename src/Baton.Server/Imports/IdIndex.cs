using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>
/// Finds numbers by ids as they stand in a file, in UTF-8, without making strings of them. Any thread may ask while nothing is added.
/// </summary>
internal sealed class IdIndex
{
    private readonly Dictionary<long, (string Id, int Number)> _byHash = [];
    private readonly Dictionary<string, int> _collided = new(StringComparer.Ordinal);

    /// <summary>Every id, in no order.</summary>
    public IEnumerable<string> Ids => _byHash.Values.Select(found => found.Id).Concat(_collided.Keys);

    /// <summary>The number under this id, or −1.</summary>
    public int Find(ReadOnlySpan<byte> id)
    {
        if (!_byHash.TryGetValue(MessageHash.Of(id), out var found))
        {
            return -1;
        }

        if (Ascii.Equals(id, found.Id))
        {
            return found.Number;
        }

        var text = Encoding.UTF8.GetString(id);
        return text == found.Id ? found.Number : _collided.GetValueOrDefault(text, -1);
    }

    /// <inheritdoc cref="Find(ReadOnlySpan{byte})"/>
    public int Find(Key id) =>
        !_byHash.TryGetValue(id.Hash, out var found) ? -1 : found.Id == id.Text ? found.Number : _collided.GetValueOrDefault(id.Text, -1);

    /// <summary>Adds an id; the first number that an id got stays.</summary>
    public void TryAdd(Key id, int number)
    {
        if (!_byHash.TryAdd(id.Hash, (id.Text, number)) && _byHash[id.Hash].Id != id.Text)
        {
            _collided.TryAdd(id.Text, number);
        }
    }

    /// <summary>An id with its hash, which any thread can work out beforehand.</summary>
    public readonly record struct Key(string Text, long Hash)
    {
        public static Key Of(string id) => new(id, MessageHash.Of(Encoding.UTF8.GetBytes(id)));
    }
}
