namespace Baton.Server.Tests.Imports;

/// <summary>Repeats patterns, each so many times, without holding the text.</summary>
internal sealed class GeneratedStream(params (byte[] Pattern, int Times)[] parts) : MemoryStream
{
    private int part;
    private long given;

    public override int Read(Span<byte> buffer)
    {
        if (part == parts.Length) return 0;
        var (pattern, times) = parts[part];
        long left = (long)pattern.Length * times - given;
        int count = (int)Math.Min(buffer.Length, left);
        if (pattern.Length == 1) buffer[..count].Fill(pattern[0]);
        else for (int i = 0; i < count; i++) buffer[i] = pattern[(int)((given + i) % pattern.Length)];
        given += count;
        if (count == left) (part, given) = (part + 1, 0);
        return count;
    }
}
