using System.Buffers.Text;
using System.Text;
using NodaTime;

namespace Baton.Server.Demo;

/// <summary>UTF-8 text that grows until it is flushed.</summary>
internal sealed class Utf8Text
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    public bool IsLong => _length > 1 << 20;

    public void Append(byte one)
    {
        Reserve(1);
        _bytes[_length++] = one;
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }

    public void Append(string text)
    {
        Reserve(text.Length * 3);
        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }

    public void Append(long number)
    {
        Reserve(20);
        Utf8Formatter.TryFormat(number, _bytes.AsSpan(_length), out var written);
        _length += written;
    }

    public void Append(Guid id)
    {
        Reserve(36);
        id.TryFormat(_bytes.AsSpan(_length), out var written);
        _length += written;
    }

    /// <summary>Appends Unix milliseconds as <c>2026-03-24T09:13:22.123Z</c>.</summary>
    public void AppendInstant(long moment)
    {
        Reserve(24);
        var (days, time) = Math.DivRem(moment, NodaConstants.MillisecondsPerDay);
        var date = NodaConstants.UnixEpoch.InUtc().Date.PlusDays((int)days);
        var at = _bytes.AsSpan(_length, 24);
        "0000-00-00T00:00:00.000Z"u8.CopyTo(at);
        Digits(at[..4], date.Year);
        Digits(at[5..7], date.Month);
        Digits(at[8..10], date.Day);
        Digits(at[11..13], (int)(time / NodaConstants.MillisecondsPerHour));
        Digits(at[14..16], (int)(time / NodaConstants.MillisecondsPerMinute % 60));
        Digits(at[17..19], (int)(time / NodaConstants.MillisecondsPerSecond % 60));
        Digits(at[20..23], (int)(time % 1000));
        _length += 24;
    }

    public void Flush(Stream file, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        file.Write(_bytes, 0, _length);
        _length = 0;
    }

    private static void Digits(Span<byte> at, int number)
    {
        for (var i = at.Length - 1; i >= 0; i--, number /= 10)
        {
            at[i] = (byte)('0' + number % 10);
        }
    }

    private void Reserve(int more)
    {
        if (_length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + more));
        }
    }
}
