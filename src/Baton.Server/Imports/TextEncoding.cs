using System.Text;
using System.Text.Unicode;

namespace Baton.Server.Imports;

/// <summary>How a file's bytes stand for text.</summary>
/// <param name="Name">For showing to the user, for example "UTF-16 LE".</param>
/// <param name="Encoding">The decoder; damaged bytes become U+FFFD.</param>
/// <param name="MarkLength">The length of the byte order mark in bytes, 0 when the file has none.</param>
internal sealed record TextEncoding(string Name, Encoding Encoding, int MarkLength)
{
    private const int SampleSize = 1 << 16;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Recognises the encoding from the beginning of a file: a byte order mark; else the zero bytes that UTF-16 has beside every Latin
    /// letter; else UTF-8 if the bytes are that; else Windows-1252, which also covers Latin-1.
    /// </summary>
    public static TextEncoding Sniff(ReadOnlySpan<byte> head)
    {
        if (head is [0xEF, 0xBB, 0xBF, ..])
        {
            return new("UTF-8", Encoding.UTF8, 3);
        }

        if (head is [0xFF, 0xFE, 0, 0, ..])
        {
            return new("UTF-32 LE", Encoding.UTF32, 4);
        }

        if (head is [0, 0, 0xFE, 0xFF, ..])
        {
            return new("UTF-32 BE", new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4);
        }

        if (head is [0xFF, 0xFE, ..])
        {
            return new("UTF-16 LE", Encoding.Unicode, 2);
        }

        if (head is [0xFE, 0xFF, ..])
        {
            return new("UTF-16 BE", Encoding.BigEndianUnicode, 2);
        }

        var (even, odd) = CountZeros(head[..Math.Min(head.Length, SampleSize)]);
        int enough = Math.Min(head.Length, SampleSize) / 10;   // one letter in five is Latin, a digit or a delimiter
        if (odd > enough && even * 20 < odd)
        {
            return new("UTF-16 LE", Encoding.Unicode, 0);
        }

        if (even > enough && odd * 20 < even)
        {
            return new("UTF-16 BE", Encoding.BigEndianUnicode, 0);
        }

        return IsMostlyUtf8(head) ? new("UTF-8", Encoding.UTF8, 0) : new("Windows-1252", Windows1252, 0);
    }

    /// <summary>Whether the beginning of the file reads as text: at most one character in fifty is a control character.</summary>
    public bool ReadsAsText(ReadOnlySpan<byte> head)
    {
        string sample = Encoding.GetString(head[MarkLength..Math.Min(head.Length, SampleSize)]);
        int controls = sample.Count(c => c < ' ' && c is not ('\t' or '\n' or '\v' or '\f' or '\r' or '\x1A'));
        return controls * 50 <= sample.Length;
    }

    private static (int Even, int Odd) CountZeros(ReadOnlySpan<byte> sample)
    {
        int even = 0, odd = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0)
            {
                continue;
            }

            if (i % 2 == 0)
            {
                even++;
            }
            else
            {
                odd++;
            }
        }
        return (even, odd);
    }

    /// <summary>
    /// Valid UTF-8, or UTF-8 with some damage: more sequences beyond ASCII are whole than are not. In Windows-1252 text hardly any are.
    /// </summary>
    private static bool IsMostlyUtf8(ReadOnlySpan<byte> head)
    {
        if (Utf8.IsValid(head))
        {
            return true;
        }

        int whole = 0, broken = 0;
        while (head.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) is var at and >= 0)
        {
            var status = Rune.DecodeFromUtf8(head[at..], out _, out int length);
            if (status == System.Buffers.OperationStatus.Done)
            {
                whole++;
            }
            else if (status == System.Buffers.OperationStatus.InvalidData)
            {
                broken++;
            }

            head = head[(at + length)..];   // a sequence cut off by the end of the sample is neither
        }
        return broken == 0 || whole > broken;
    }
}
