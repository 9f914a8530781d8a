using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Intake;

/// <summary>
/// Reads the body of a request whole, up to a limit, and unpacks gzip wherever it is: RudderStack's SDK for Node sends it under another name.
/// </summary>
internal static class RequestBody
{
    /// <summary>The bytes; null where there are more than <paramref name="most"/>, packed or unpacked.</summary>
    /// <exception cref="InvalidDataException">The body begins as gzip and is none.</exception>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int most, CancellationToken cancel)
    {
        if (request.ContentLength > most || await ReadAsync(request.Body, most, (int)(request.ContentLength ?? 0), cancel) is not { } bytes)
        {
            return null;
        }

        if (bytes is not [0x1F, 0x8B, ..])
        {
            return bytes;
        }

        await using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        return await ReadAsync(unpacked, most, Math.Min(most, bytes.Length * 4), cancel);
    }

    private static async Task<byte[]?> ReadAsync(Stream stream, int most, int expected, CancellationToken cancel)
    {
        var buffer = new byte[Math.Max(expected + 1, 4096)];
        var length = 0;
        for (int read; (read = await stream.ReadAsync(buffer.AsMemory(length), cancel)) > 0;)
        {
            length += read;
            if (length > most)
            {
                return null;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, most + 1));
            }
        }

        return length == buffer.Length ? buffer : buffer[..length];
    }
}
