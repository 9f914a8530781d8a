using System.Buffers.Binary;

namespace Baton.Core.Scoring.Engine;

/// <summary>
/// Texts in UTF-8, one behind the other in large blocks, so that millions of texts are not millions of objects. A text stays where it is. Any
/// thread may read while none adds.
/// </summary>
internal sealed class Utf8Arena
{
    private const int BlockSize = 1 << 20;

    private readonly List<byte[]> _blocks = [];
    private int _block = -1;
    private int _used;
    private long _last = -1;

    /// <summary>The text at a position that <see cref="Add"/> returned.</summary>
    public ReadOnlySpan<byte> this[long position]
    {
        get
        {
            var block = _blocks[(int)(position >> 32)].AsSpan((int)position);
            return block.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(block));
        }
    }

    /// <summary>Adds a text and returns its position, from 0. The text that was added last is not added again.</summary>
    public long Add(ReadOnlySpan<byte> text)
    {
        if (_last >= 0 && this[_last].SequenceEqual(text))
        {
            return _last;
        }

        var length = sizeof(int) + text.Length;
        if (_block < 0 || _blocks[_block].Length - _used < length)
        {
            NextBlock(length);
        }

        var place = _blocks[_block].AsSpan(_used, length);
        BinaryPrimitives.WriteInt32LittleEndian(place, text.Length);
        text.CopyTo(place[sizeof(int)..]);
        _last = ((long)_block << 32) | (uint)_used;
        _used += length;
        return _last;
    }

    /// <summary>Forgets every text and keeps the room for others.</summary>
    public void Clear() => (_block, _used, _last) = (-1, 0, -1);

    private void NextBlock(int length)
    {
        (_block, _used) = (_block + 1, 0);
        if (_block == _blocks.Count)
        {
            _blocks.Add([]);
        }

        if (_blocks[_block].Length < length)
        {
            _blocks[_block] = GC.AllocateUninitializedArray<byte>(Math.Max(BlockSize, length));
        }
    }
}
