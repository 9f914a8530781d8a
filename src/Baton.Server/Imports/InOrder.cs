namespace Baton.Server.Imports;

/// <summary>
/// Hands results that arrive from many threads to one action, in the order of their turns and never two at a time. A thread whose
/// result is early leaves it here and goes on; it waits only when too many results are waiting.
/// </summary>
internal sealed class InOrder<T>(Action<T> merge, int capacity)
{
    private readonly object gate = new();
    private readonly Dictionary<long, T> waiting = [];
    private long next;
    private bool merging;
    private bool stopped;

    /// <summary>Gives the result of <paramref name="turn"/>; turns count from 0 without gaps.</summary>
    public void Add(long turn, T result)
    {
        lock (gate)
        {
            while (turn - next >= capacity && !stopped) Monitor.Wait(gate);
            waiting.Add(turn, result);
            if (merging) return;
            merging = true;
        }
        while (TryTakeNext(out var ready))
        {
            merge(ready);
        }
    }

    /// <summary>Merges nothing more and lets every waiting thread go.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stopped = true;
            Monitor.PulseAll(gate);
        }
    }

    private bool TryTakeNext(out T ready)
    {
        lock (gate)
        {
            merging = waiting.Remove(next, out ready!) && !stopped;
            if (!merging) return false;

            next++;
            Monitor.PulseAll(gate);
            return true;
        }
    }
}
