namespace Baton.Server.Imports;

/// <summary>Reads a stream one block after the other. Not safe for two threads at a time.</summary>
internal sealed class BlockSource(Stream stream, RecordCutter cutter, long firstLine, int size)
{
    private readonly byte[] _held = new byte[size];   // the beginning of the record the last block ended before
    private int _heldLength;
    private long _line = firstLine;
    private bool _ended;
    private FileFailedException? _failure;

    /// <summary>The next block, in <paramref name="buffer"/>; null at the end of the file.</summary>
    /// <exception cref="FileFailedException">The file is damaged here; every whole record before was given out.</exception>
    public Block? Next(byte[] buffer)
    {
        _held.AsSpan(0, _heldLength).CopyTo(buffer);
        int length = Fill(buffer, _heldLength);
        _heldLength = 0;
        int whole = length == 0 ? 0 : cutter.Cut(buffer.AsSpan(0, length), atEnd: _ended && _failure is null);
        if (whole == 0)
        {
            if (_failure is not null)
            {
                throw _failure.After(_line - 1);
            }

            return length == 0 ? null : SkipLongRecord(buffer, length);
        }

        Hold(buffer.AsSpan(whole, length - whole));
        var block = new Block(buffer.AsMemory(0, whole), _line);
        _line += cutter.CountLines(block.Bytes);
        return block;
    }

    private Block SkipLongRecord(byte[] buffer, int length)
    {
        long first = _line;
        // No character takes more than four bytes for each UTF-16 code unit it becomes.
        var rejected = RejectedRow.Of(first, RejectedRow.TooLong(size), buffer.AsSpan(0, Math.Min(length, 4 * RejectedRow.TextLength)));
        rejected = rejected with { Text = rejected.Start };
        for (; ; )
        {
            // A CR at the very end may be half of a CRLF: it waits for what follows.
            int kept = buffer[length - 1] == (byte)'\r' ? 1 : 0;
            _line += cutter.CountLines(buffer.AsSpan(0, length - kept));
            buffer[0] = buffer[length - 1];
            length = Fill(buffer, kept);

            int behind = cutter.FirstLine(buffer.AsSpan(0, length), _ended);
            if (behind >= 0)
            {
                _line++;
                Hold(buffer.AsSpan(behind, length - behind));
            }
            if (behind >= 0 || _ended)
            {
                return new Block(default, first, rejected);
            }
        }
    }

    private int Fill(byte[] buffer, int length)
    {
        while (length < size && !_ended)
        {
            try
            {
                int read = stream.Read(buffer.AsSpan(length, size - length));
                length += read;
                _ended = read == 0;
            }
            catch (FileFailedException broken)
            {
                _failure = broken;
                _ended = true;
            }
        }
        return length;
    }

    private void Hold(ReadOnlySpan<byte> rest)
    {
        rest.CopyTo(_held);
        _heldLength = rest.Length;
    }
}
