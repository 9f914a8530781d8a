using System.Runtime.ExceptionServices;

namespace Baton.Server.Imports;

/// <summary>
/// Reads a file in blocks of whole records on several threads. Every worker does the same: take the next block from the file (one at
/// a time), parse it, leave the result to be merged in the order of the file, begin again. So at most one block for each worker is in
/// memory, and no thread only reads or only merges.
/// </summary>
public static class BlockReader
{
    /// <summary>Parses every block of <paramref name="stream"/> and merges the results in the order of the file.</summary>
    /// <param name="stream">UTF-8 without a byte order mark; read to its end, not closed.</param>
    /// <param name="cutter">The format.</param>
    /// <param name="parse">Called for different blocks on different threads at a time. The block is valid until it returns.</param>
    /// <param name="merge">Called on one thread at a time, in the order of the file.</param>
    /// <param name="workers">From 1 up; the calling thread is one of them, and with 1 the only one.</param>
    /// <param name="cancel">Stops between two blocks.</param>
    /// <exception cref="FileFailedException">The file turned out damaged; everything before that place was merged.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public static void Read<T>(
        Stream stream, RecordCutter cutter, Func<Block, T> parse, Action<T> merge, int workers, CancellationToken cancel) =>
        Read(stream, cutter, parse, merge, workers, firstLine: 1, Block.Size, cancel);

    /// <summary>Parses one block after the other, each when it is asked for, so that whoever takes long over a result holds no more than one.</summary>
    /// <inheritdoc cref="Read{T}(Stream, RecordCutter, Func{Block, T}, Action{T}, int, CancellationToken)"/>
    internal static IEnumerable<T> Each<T>(Stream stream, RecordCutter cutter, Func<Block, T> parse, long firstLine)
    {
        var source = new BlockSource(stream, cutter, firstLine, Block.Size);
        var buffer = GC.AllocateUninitializedArray<byte>(Block.Size);
        while (source.Next(buffer) is { } block)
        {
            yield return parse(block);
        }
    }

    internal static void Read<T>(
        Stream stream, RecordCutter cutter, Func<Block, T> parse, Action<T> merge, int workers, long firstLine, int blockSize,
        CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        var reading = new Reading<T>(new BlockSource(stream, cutter, firstLine, blockSize), parse, merge, workers, blockSize, cancel);
        reading.Run(workers);
    }

    private sealed class Reading<T>(
        BlockSource source, Func<Block, T> parse, Action<T> merge, int workers, int blockSize, CancellationToken cancel)
    {
        // Room for a few results more than workers, so that one slow block does not stop the others.
        private readonly InOrder<T> _results = new(merge, capacity: 4 * workers);
        private readonly Lock _gate = new();
        private long _turns;
        private ExceptionDispatchInfo? _failure;

        public void Run(int workers)
        {
            var others = new Thread[workers - 1];
            for (int i = 0; i < others.Length; i++)
            {
                others[i] = new Thread(Work) { IsBackground = true, Name = "Reading a file" };
                others[i].Start();
            }
            Work();
            foreach (var other in others)
            {
                other.Join();
            }

            _failure?.Throw();
        }

        private void Work()
        {
            try
            {
                var buffer = GC.AllocateUninitializedArray<byte>(blockSize);
                while (Next(buffer, out long turn) is { } block)
                {
                    _results.Add(turn, parse(block));
                }
            }
            catch (Exception e)
            {
                // The first failure is thrown to the caller when all threads have ended.
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
                _results.Stop();
            }
        }

        private Block? Next(byte[] buffer, out long turn)
        {
            lock (_gate)
            {
                turn = _turns;
                if (Volatile.Read(ref _failure) is not null)
                {
                    return null;
                }

                cancel.ThrowIfCancellationRequested();
                try
                {
                    var block = source.Next(buffer);
                    if (block is not null)
                    {
                        _turns++;
                    }

                    return block;
                }
                catch (FileFailedException e)
                {
                    // The blocks before the damage are good: they are still parsed and merged.
                    Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
                    return null;
                }
            }
        }
    }
}
