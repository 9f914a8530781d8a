namespace Baton.Server.Delivery;

/// <summary>Wakes who sends messages as soon as there are some. Where nobody rings, as after a commit of another node, they are looked for all the same.</summary>
internal sealed class OutboxBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>There is something to do.</summary>
    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // It rings already.
        }
    }

    /// <summary>Ends when the bell has rung since it was last waited for, or after a while.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancel) => _rung.WaitAsync(longest, cancel);

    public void Dispose() => _rung.Dispose();
}
