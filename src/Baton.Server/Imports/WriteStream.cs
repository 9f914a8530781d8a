namespace Baton.Server.Imports;

/// <summary>Writes to a stream and turns its failures into one exception with words for the user.</summary>
internal sealed class WriteStream(Stream inner, string name, bool ownsInner) : Stream
{
    private const int BrokenPipe = 32;   // EPIPE

    private bool _closed;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => !_closed;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            // Who reads has seen enough, as `head` has.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Closes without caring for what is not written: the file is about to be deleted, or is closed already.</summary>
    public void Abandon()
    {
        try
        {
            Dispose();
        }
        catch (FileFailedException)
        {
            // Said once already, when writing failed.
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_closed)
        {
            return;
        }

        _closed = true;
        try
        {
            if (disposing && ownsInner)
            {
                inner.Dispose();
            }
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    private FileFailedException Failed(Exception e) => new(FileProblem.Unwritable(name, e), e);
}
