namespace Baton.Server.Imports;

/// <summary>
/// A stream whose beginning can be looked at before it is read. It counts what was taken from the stream under it, and turns that
/// stream's failures into one exception with words for the user.
/// </summary>
/// <param name="inner">The stream under it.</param>
/// <param name="explain">Says why that failed.</param>
/// <param name="most">After so many bytes it fails as a file does that ends early.</param>
internal sealed class PeekStream(Stream inner, Func<Exception, FileProblem> explain, long most = long.MaxValue) : Stream
{
    private byte[] _head = [];
    private int _headStart;
    private int _headEnd;
    private bool _ended;
    private FileFailedException? _failure;
    private long _bytesRead;

    /// <summary>The bytes taken from the stream under this one, those only looked at included. May be asked from any thread.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>True once more was asked for than is read at most.</summary>
    public bool IsCut { get; private set; }

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
        if (_headStart + count > _head.Length)
        {
            var longer = new byte[count];
            _head.AsSpan(_headStart, _headEnd - _headStart).CopyTo(longer);
            _headEnd -= _headStart;
            _headStart = 0;
            _head = longer;
        }
        while (_headEnd - _headStart < count && !_ended)
        {
            try
            {
                int read = ReadInner(_head.AsSpan(_headEnd, count - (_headEnd - _headStart)));
                _headEnd += read;
                _ended = read == 0;
            }
            catch (FileFailedException e)
            {
                _failure = e;
                _ended = true;
            }
        }
        if (_headEnd == _headStart && _failure is not null)
        {
            throw _failure;
        }

        return _head.AsSpan(_headStart, Math.Min(count, _headEnd - _headStart));
    }

    /// <summary>Reads past bytes that were looked at.</summary>
    public void Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _headEnd - _headStart);
        _headStart += count;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_headStart < _headEnd)
        {
            int count = Math.Min(buffer.Length, _headEnd - _headStart);
            _head.AsSpan(_headStart, count).CopyTo(buffer);
            _headStart += count;
            return count;
        }
        _head = [];
        _headStart = _headEnd = 0;
        if (_failure is not null)
        {
            throw _failure;
        }

        return _ended ? 0 : ReadInner(buffer);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadInner(Span<byte> buffer)
    {
        try
        {
            IsCut = _bytesRead >= most;
            int read = IsCut ? throw new EndOfStreamException() : inner.Read(buffer);
            Interlocked.Add(ref _bytesRead, read);
            return read;
        }
        catch (Exception e) when (e is (IOException or InvalidDataException or UnauthorizedAccessException) and not FileFailedException)
        {
            throw new FileFailedException(explain(e), e);
        }
    }
}
