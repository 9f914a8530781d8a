using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Server.Imports;

/// <summary>
/// Looks up what a name in a file stands for, by its bytes; a name is worked out the first time that it is seen. Not thread-safe.
/// </summary>
internal sealed class Utf8Names<T>
{
    /// <summary>A file of endless names (somebody's ids as keys) must not fill the memory.</summary>
    private const int MostNames = 10_000;

    private readonly Dictionary<byte[], T> _meanings = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Func<string, T> _meaningOf;

    public Utf8Names(Func<string, T> meaningOf) => (_meaningOf, _lookup) = (meaningOf, _meanings.GetAlternateLookup<ReadOnlySpan<byte>>());

    public T this[ReadOnlySpan<byte> name]
    {
        get
        {
            if (_lookup.TryGetValue(name, out var meaning))
            {
                return meaning;
            }

            meaning = _meaningOf(Encoding.UTF8.GetString(name));
            if (_meanings.Count < MostNames)
            {
                _meanings.Add(name.ToArray(), meaning);
            }

            return meaning;
        }
    }

    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)Hash64.Of(alternate);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
