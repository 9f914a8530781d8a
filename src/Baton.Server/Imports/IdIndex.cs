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
    public int Find(string id) => Find(Encoding.UTF8.GetBytes(id));

    /// <summary>Adds an id; the first number that an id got stays.</summary>
    public void TryAdd(string id, int number)
    {
        var hash = MessageHash.Of(Encoding.UTF8.GetBytes(id));
        if (!_byHash.TryAdd(hash, (id, number)) && _byHash[hash].Id != id)
        {
            _collided.TryAdd(id, number);
        }
    }
}
