using System.Data.Common;
using System.Globalization;
using Baton.Server.Telemetry;

namespace Baton.Server.Storage;

/// <summary>The work that waits to be written, in the order in which it came.</summary>
/// <param name="capacity">How much may wait, from 1.</param>
internal sealed class WriteQueue(int capacity)
{
    private readonly object _gate = new();
    private readonly LinkedList<WriteJob> _waiting = new();
    private volatile DatabaseUnavailableException? _lastFailure;
    private bool _closed;

    /// <summary>Why the last work was not written, where that was the database's fault; null where it was written.</summary>
    public DatabaseUnavailableException? LastFailure => _lastFailure;

    /// <summary>Adds work and waits until it is written.</summary>
    /// <exception cref="DatabaseBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The database was closed.</exception>
    public async Task<T> AddAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var job = new WriteJob<T>(work);
        var place = Add(job);
        await using var withdrawal = cancel.UnsafeRegister(_ =>
        {
            if (Remove(place))
            {
                job.Withdraw(cancel);
            }
        }, null);
        try
        {
            var result = await job.Outcome;
            _lastFailure = null;
            return result;
        }
        catch (DatabaseBusyException)
        {
            Measures.Busy();
            throw;
        }
        catch (DatabaseUnavailableException failure)
        {
            _lastFailure = failure;
            Measures.Unavailable();
            throw;
        }
    }

    /// <summary>Waits for work and takes what there is, in its order.</summary>
    /// <param name="most">How much to take at most, from 1.</param>
    /// <param name="taken">Where to put it; emptied first.</param>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(int most, List<WriteJob> taken)
    {
        taken.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_gate);
            }

            while (taken.Count < most && _waiting.First is { } first)
            {
                taken.Add(first.Value);
                _waiting.RemoveFirst();
            }
        }

        return taken.Count > 0;
    }

    /// <summary>Takes no more work. What waits is still written.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    private LinkedListNode<WriteJob> Add(WriteJob job)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(IDatabase));
            if (_waiting.Count >= capacity)
            {
                Measures.Busy();
                throw new DatabaseBusyException(string.Create(
                    CultureInfo.InvariantCulture, $"{capacity:N0} changes wait to be written already. Try again in a moment."));
            }

            var place = _waiting.AddLast(job);
            Monitor.Pulse(_gate);
            return place;
        }
    }

    private bool Remove(LinkedListNode<WriteJob> place)
    {
        lock (_gate)
        {
            if (place.List is null)
            {
                return false;
            }

            _waiting.Remove(place);
            return true;
        }
    }
}
