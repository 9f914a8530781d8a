using System.Numerics;
using System.Runtime.Intrinsics;

namespace Baton.Server.Imports;

/// <summary>Physical lines as a text editor counts them: they end with LF, CRLF or a lone CR.</summary>
internal static class LineEnds
{
    /// <summary>The number of line ends in <paramref name="bytes"/>; a CRLF is one.</summary>
    public static long Count(ReadOnlySpan<byte> bytes)
    {
        long count = 0;
        ulong afterReturn = 0;   // 1 when the byte before this chunk was CR, whose LF is not another line end
        int at = 0;
        for (; bytes.Length - at >= Vector512<byte>.Count; at += Vector512<byte>.Count)
        {
            var chunk = Vector512.Create(bytes.Slice(at, Vector512<byte>.Count));
            ulong returns = Vector512.Equals(chunk, Vector512.Create((byte)'\r')).ExtractMostSignificantBits();
            ulong feeds = Vector512.Equals(chunk, Vector512.Create((byte)'\n')).ExtractMostSignificantBits();
            count += BitOperations.PopCount(returns) + BitOperations.PopCount(feeds & ~((returns << 1) | afterReturn));
            afterReturn = returns >> 63;
        }
        for (; at < bytes.Length; at++)
        {
            if (bytes[at] == (byte)'\r' || (bytes[at] == (byte)'\n' && afterReturn == 0))
            {
                count++;
            }

            afterReturn = bytes[at] == (byte)'\r' ? 1UL : 0;
        }
        return count;
    }

    /// <summary>
    /// The offset behind the first line end at or after <paramref name="from"/>; -1 when there is none, or when it is a CR at the very
    /// end of bytes that go on (<paramref name="atEnd"/> false), whose LF may still come.
    /// </summary>
    public static int Behind(ReadOnlySpan<byte> bytes, int from, bool atEnd)
    {
        int found = bytes[from..].IndexOfAny((byte)'\r', (byte)'\n');
        if (found < 0)
        {
            return -1;
        }

        int behind = from + found + 1;
        if (bytes[behind - 1] == (byte)'\n')
        {
            return behind;
        }

        if (behind == bytes.Length)
        {
            return atEnd ? behind : -1;
        }

        return bytes[behind] == (byte)'\n' ? behind + 1 : behind;
    }

    /// <summary>The offset behind the last line end of bytes that go on; 0 when there is none.</summary>
    public static int BehindLast(ReadOnlySpan<byte> bytes)
    {
        if (bytes.EndsWith((byte)'\r'))
        {
            bytes = bytes[..^1];   // its LF may still come
        }

        return bytes.LastIndexOfAny((byte)'\r', (byte)'\n') + 1;
    }
}
