namespace Baton.Server.Imports;

/// <summary>
/// Hands results that arrive from many threads to one action, in the order of their turns and never two at a time. A thread whose
/// result is early leaves it here and goes on; it waits only when too many results are waiting.
/// </summary>
internal sealed class InOrder<T>(Action<T> merge, int capacity)
{
    private readonly object _gate = new();
    private readonly Dictionary<long, T> _waiting = [];
    private long _next;
    private bool _merging;
    private bool _stopped;

    /// <summary>Gives the result of <paramref name="turn"/>; turns count from 0 without gaps.</summary>
    public void Add(long turn, T result)
    {
        lock (_gate)
        {
            while (turn - _next >= capacity && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            _waiting.Add(turn, result);
            if (_merging)
            {
                return;
            }

            _merging = true;
        }
        while (TryTakeNext(out var ready))
        {
            merge(ready);
        }
    }

    /// <summary>Merges nothing more and lets every waiting thread go.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryTakeNext(out T ready)
    {
        lock (_gate)
        {
            _merging = _waiting.Remove(_next, out ready!) && !_stopped;
            if (!_merging)
            {
                return false;
            }

            _next++;
            Monitor.PulseAll(_gate);
            return true;
        }
    }
}
