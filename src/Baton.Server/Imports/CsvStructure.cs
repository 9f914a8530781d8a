using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Baton.Server.Imports;

/// <summary>
/// Finds the delimiters and line ends outside quotes in regularly quoted CSV, 64 bytes at a time by arithmetic on bits: bit i of each
/// number stands for byte i of the chunk. For the chunk <c>"a,b",c</c>
/// <code>
/// bytes       " a , b " , c
/// quotes      1 . . . 1 . .
/// inside      1 1 1 1 . . .    from each opening quote to before its closing one: the XOR of all quotes so far
/// separators  . . . . . 1 .    delimiters and line ends, not inside
/// </code>
/// Doubled quotes come out right, as a quote that closes and one that opens again. What does not is said to be irregular at the
/// first such byte: a quote inside an unquoted field, or text behind a closing quote. <see cref="CarefulCsv"/> reads such a record.
/// </summary>
internal ref struct CsvStructure
{
    public const byte Quote = (byte)'"';
    public const int Width = 64;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly byte _delimiter;
    private int _next;

    // What the last byte of the chunk before was, as bit 0.
    private ulong _wasInside;
    private ulong _wasSeparator;
    private ulong _wasClosing;
    private ulong _wasReturn;

    public CsvStructure(ReadOnlySpan<byte> bytes, byte delimiter)
    {
        _bytes = bytes;
        _delimiter = delimiter;
        MoveTo(0);
    }

    /// <summary>The offset of the chunk.</summary>
    public int Offset { get; private set; }

    /// <summary>The bytes that end fields: delimiters and line ends outside quotes, without the LF of a CRLF.</summary>
    public ulong Separators { get; private set; }

    /// <summary>Every CR and LF outside quotes.</summary>
    public ulong LineEnds { get; private set; }

    /// <summary>Whether the record that follows the last of <see cref="Separators"/> is not quoted regularly.</summary>
    public bool IsIrregular { get; private set; }

    /// <summary>Whether the chunk holds a doubled quote.</summary>
    public bool HasDoubledQuotes { get; private set; }

    /// <summary>Whether the chunk ends inside quotes.</summary>
    public readonly bool EndsInside => _wasInside != 0;

    /// <summary>Goes on from <paramref name="offset"/>, which must be the beginning of a record.</summary>
    public void MoveTo(int offset)
    {
        _next = offset;
        _wasInside = _wasClosing = _wasReturn = 0;
        _wasSeparator = 1;
        IsIrregular = false;
    }

    /// <summary>Goes on to the next chunk; false at the end of the bytes.</summary>
    public bool MoveNext()
    {
        if (_next >= _bytes.Length)
        {
            return false;
        }

        Offset = _next;
        _next += Width;
        if (_bytes.Length - Offset >= Width)
        {
            Read(Vector512.Create(_bytes.Slice(Offset, Width)), present: ~0UL);
        }
        else
        {
            ReadTail(_bytes[Offset..]);
        }

        return true;
    }

    private void ReadTail(ReadOnlySpan<byte> tail)
    {
        Span<byte> padded = stackalloc byte[Width];
        tail.CopyTo(padded);
        Read(Vector512.Create<byte>(padded), present: (1UL << tail.Length) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Read(Vector512<byte> chunk, ulong present)
    {
        ulong quotes = Where(chunk, Quote);
        ulong returns = Where(chunk, (byte)'\r');
        ulong lineEnds = returns | Where(chunk, (byte)'\n');
        ulong ends = lineEnds | Where(chunk, _delimiter);

        ulong inside = XorOfAllBefore(quotes) ^ (0 - _wasInside);
        ulong closing = quotes & ~inside;
        ulong outside = ends & ~inside;
        ulong behindClosing = (closing << 1) | _wasClosing;
        ulong mayOpen = (outside << 1) | _wasSeparator | behindClosing;
        ulong mayFollow = ends | quotes;
        ulong opening = quotes & inside;
        ulong irregular = ((opening & ~mayOpen) | (behindClosing & ~mayFollow)) & present;
        ulong regular = (irregular & (0 - irregular)) - 1;   // all bits below the first irregular one

        IsIrregular = irregular != 0;
        HasDoubledQuotes = (opening & behindClosing) != 0;
        LineEnds = lineEnds & outside & regular;
        Separators = outside & regular & ~(((returns << 1) | _wasReturn) & lineEnds & ~returns);
        _wasInside = inside >> 63;
        _wasSeparator = outside >> 63;
        _wasClosing = closing >> 63;
        _wasReturn = returns >> 63;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Where(Vector512<byte> chunk, byte value) =>
        Vector512.Equals(chunk, Vector512.Create(value)).ExtractMostSignificantBits();

    /// <summary>Bit i is the XOR of the bits 0 to i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong XorOfAllBefore(ulong bits)
    {
        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        return bits ^ (bits << 32);
    }
}
