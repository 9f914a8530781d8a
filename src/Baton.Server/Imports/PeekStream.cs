namespace Baton.Server.Imports;

/// <summary>
/// A stream whose beginning can be looked at before it is read. It counts what was taken from the stream under it, and turns that
/// stream's failures into one exception with words for the user.
/// </summary>
internal sealed class PeekStream(Stream inner, Func<Exception, FileProblem> explain) : Stream
{
    private byte[] head = [];
    private int headStart;
    private int headEnd;
    private bool ended;
    private FileFailedException? failure;
    private long bytesRead;

    /// <summary>The bytes taken from the stream under this one, those only looked at included. May be asked from any thread.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>
    /// The next bytes without reading them: <paramref name="count"/>, or fewer when the stream ends or fails before. A failure is kept
    /// for whoever reads that far; when there is nothing before it, it is thrown here.
    /// </summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (headStart + count > head.Length)
        {
            var longer = new byte[count];
            head.AsSpan(headStart, headEnd - headStart).CopyTo(longer);
            headEnd -= headStart;
            headStart = 0;
            head = longer;
        }
        while (headEnd - headStart < count && !ended)
        {
            try
            {
                int read = ReadInner(head.AsSpan(headEnd, count - (headEnd - headStart)));
                headEnd += read;
                ended = read == 0;
            }
            catch (FileFailedException e)
            {
                failure = e;
                ended = true;
            }
        }
        if (headEnd == headStart && failure is not null) throw failure;
        return head.AsSpan(headStart, Math.Min(count, headEnd - headStart));
    }

    /// <summary>Reads past bytes that were looked at.</summary>
    public void Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, headEnd - headStart);
        headStart += count;
    }

    public override int Read(Span<byte> buffer)
    {
        if (headStart < headEnd)
        {
            int count = Math.Min(buffer.Length, headEnd - headStart);
            head.AsSpan(headStart, count).CopyTo(buffer);
            headStart += count;
            return count;
        }
        head = [];
        headStart = headEnd = 0;
        if (failure is not null) throw failure;
        return ended ? 0 : ReadInner(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private int ReadInner(Span<byte> buffer)
    {
        try
        {
            int read = inner.Read(buffer);
            Interlocked.Add(ref bytesRead, read);
            return read;
        }
        catch (Exception e) when (e is (IOException or InvalidDataException or UnauthorizedAccessException) and not FileFailedException)
        {
            throw new FileFailedException(explain(e), e);
        }
    }
}
