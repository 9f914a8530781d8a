using System.IO.Compression;
using System.Text;
using Baton.Server.Intake;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Tests.Intake;

public class RequestBodyTests
{
    private const int Most = 10_000;

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(4_095, true)]
    [InlineData(4_096, true)]
    [InlineData(4_097, true)]
    [InlineData(Most - 1, true)]
    [InlineData(Most, true)]
    [InlineData(Most + 1, false)]
    [InlineData(Most * 3, false)]
    public async Task A_body_is_read_whole_up_to_the_limit_and_not_a_byte_more(int length, bool isRead)
    {
        var bytes = Text(length);
        foreach (var contentLength in (long?[])[length, null])
        {
            foreach (var piece in (int[])[1_000, int.MaxValue])
            {
                var read = await ReadAsync(bytes, contentLength, piece);
                (read is not null).ShouldBe(isRead);
                read?.ShouldBe(bytes);
            }
        }

        var unpacked = await ReadAsync(Packed(bytes), Packed(bytes).Length);
        (unpacked is not null).ShouldBe(isRead, "What counts of a packed body is what is in it.");
        unpacked?.ShouldBe(bytes);
    }

    [Fact]
    public async Task What_a_body_says_of_its_encoding_is_not_believed()
    {
        var bytes = Text(100);

        (await ReadAsync(bytes, encoding: "gzip")).ShouldBe(bytes);
        (await ReadAsync(Packed(bytes), encoding: "br")).ShouldBe(bytes);
        (await ReadAsync(Packed(bytes), encoding: null)).ShouldBe(bytes);
        (await ReadAsync([.. Packed(Text(50)), .. Packed(Text(50))], encoding: "gzip")).ShouldBe([.. Text(50), .. Text(50)], "Packed in two pieces.");
        var twice = Packed(Packed(bytes));
        (await ReadAsync(twice)).ShouldBe(Packed(bytes), "It is unpacked once.");
        (await ReadAsync([0x1F])).ShouldBe([0x1F]);
    }

    [Fact]
    public async Task A_small_body_that_unpacks_to_much_is_refused_without_unpacking_it()
    {
        var bomb = Packed(new byte[50 << 20]);
        bomb.Length.ShouldBeLessThan(60_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        using var place = new IntakeRoom().Enter();
        (await RequestBody.ReadAsync(Request(bomb, bomb.Length, null, int.MaxValue), 500 << 10, place, TestContext.Current.CancellationToken)).ShouldBeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(40)]
    public async Task A_packed_body_that_is_cut_off_or_damaged_is_never_taken_for_another(int length)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 500)));
        var packed = Packed(bytes);
        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(packed[..length]));
        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(packed[..^length]));
        var damaged = packed.ToArray();
        damaged[packed.Length / 2] ^= 0x55;
        await Should.ThrowAsync<InvalidDataException>(() => ReadAsync(damaged));
    }

    private static byte[] Text(int length) => [.. Enumerable.Range(0, length).Select(n => (byte)('a' + (n % 26)))];

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static async Task<byte[]?> ReadAsync(byte[] bytes, long? contentLength = null, int piece = int.MaxValue, string? encoding = null)
    {
        using var place = new IntakeRoom().Enter();
        return (await RequestBody.ReadAsync(Request(bytes, contentLength, encoding, piece), Most, place, TestContext.Current.CancellationToken))?.ToArray();
    }

    private static HttpRequest Request(byte[] bytes, long? contentLength, string? encoding, int piece)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentLength = contentLength;
        request.Headers.ContentEncoding = encoding;
        request.Body = new Pieces(bytes, piece);
        return request;
    }

    /// <summary>Comes a piece at a time, as from a network.</summary>
    private sealed class Pieces(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}
