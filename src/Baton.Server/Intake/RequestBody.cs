using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Intake;

/// <summary>
/// Reads the body of a request whole, up to a limit, and unpacks gzip wherever it is: RudderStack's SDK for Node sends it under another name. Memory is taken
/// as bytes come in, so that who announces much and sends little takes little.
/// </summary>
internal static class RequestBody
{
    private const int FirstBytes = 4 << 10;

    /// <summary>The bytes; null where there are more than <paramref name="most"/>, packed or unpacked.</summary>
    /// <exception cref="InvalidDataException">The body begins as gzip and is none.</exception>
    /// <exception cref="Storage.DatabaseBusyException">There is no room for it.</exception>
    public static async Task<Memory<byte>?> ReadAsync(HttpRequest request, int most, IntakeRoom.Place place, CancellationToken cancel)
    {
        if (request.ContentLength > most || await ReadAsync(request.Body, most, (int?)request.ContentLength, place, cancel) is not { } bytes)
        {
            return null;
        }

        if (bytes.Span is not [0x1F, 0x8B, ..])
        {
            return bytes;
        }

        await using var unpacked = new GZipStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        return await ReadAsync(unpacked, most, expected: null, place, cancel);
    }

    private static async Task<Memory<byte>?> ReadAsync(Stream stream, int most, int? expected, IntakeRoom.Place place, CancellationToken cancel)
    {
        // One byte more, so that the end is found without another buffer.
        var longest = (expected ?? most) + 1;
        var buffer = Grown([], Math.Min(longest, FirstBytes), place);
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
                buffer = Grown(buffer, Math.Min(buffer.Length * 4, most + 1), place);
            }
        }

        return buffer.AsMemory(0, length);
    }

    private static byte[] Grown(byte[] buffer, int length, IntakeRoom.Place place)
    {
        place.Take(length - buffer.Length);
        Array.Resize(ref buffer, length);
        return buffer;
    }
}
