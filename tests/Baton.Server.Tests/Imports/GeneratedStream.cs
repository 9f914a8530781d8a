namespace Baton.Server.Tests.Imports;

/// <summary>Repeats patterns, each so many times, without holding the text.</summary>
internal sealed class GeneratedStream(params (byte[] Pattern, int Times)[] parts) : MemoryStream
{
    private int _part;
    private long _given;

    public override int Read(Span<byte> buffer)
    {
        if (_part == parts.Length)
        {
            return 0;
        }

        var (pattern, times) = parts[_part];
        long left = (long)pattern.Length * times - _given;
        int count = (int)Math.Min(buffer.Length, left);
        if (pattern.Length == 1)
        {
            buffer[..count].Fill(pattern[0]);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                buffer[i] = pattern[(int)((_given + i) % pattern.Length)];
            }
        }

        _given += count;
        if (count == left)
        {
            (_part, _given) = (_part + 1, 0);
        }

        return count;
    }
}
