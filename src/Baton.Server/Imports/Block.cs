namespace Baton.Server.Imports;

/// <summary>
/// A stretch of a file that holds whole records; valid until the function it is given to returns. A record too long for a block comes
/// as a block without bytes whose <see cref="TooLong"/> says so.
/// </summary>
public sealed class Block
{
    /// <summary>The largest size of a block, and so of a record, in bytes: 1 MiB, which stays within a core's own cache.</summary>
    public const int Size = 1 << 20;

    private readonly ReadOnlyMemory<byte> _bytes;

    internal Block(ReadOnlyMemory<byte> bytes, long firstLine, RejectedRow? tooLong = null)
    {
        _bytes = bytes;
        FirstLine = firstLine;
        TooLong = tooLong;
    }

    /// <summary>Whole records in UTF-8.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>The physical line the block begins on, from 1.</summary>
    public long FirstLine { get; }

    /// <summary>The record that was skipped here because it is longer than <see cref="Size"/>.</summary>
    public RejectedRow? TooLong { get; }
}
