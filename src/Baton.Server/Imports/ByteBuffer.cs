using System.Text.Json;

namespace Baton.Server.Imports;

/// <summary>Bytes that grow and are reused.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> this[int start, int length] => _bytes.AsSpan(start, length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Appends a JSON text without its escapes.</summary>
    public void Append(ref Utf8JsonReader reader)
    {
        Reserve(reader.ValueSpan.Length);
        Length += reader.CopyString(_bytes.AsSpan(Length));
    }

    private void Reserve(int more)
    {
        if (Length + more > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
        }
    }
}
