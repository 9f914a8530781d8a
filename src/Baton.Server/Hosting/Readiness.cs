namespace Baton.Server.Hosting;

/// <summary>Whether the server takes requests: not before the database is up to date, and not once it is asked to stop.</summary>
internal sealed class Readiness : IDisposable
{
    private readonly CancellationTokenSource _drains = new();
    private readonly TaskCompletionSource _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private volatile bool _isDraining;
    private volatile string? _waits;

    /// <summary>Why requests are not taken, for people; null where they are.</summary>
    public string? Closed =>
        _isDraining ? "Baton is being stopped. Another node, or this one in a moment, takes requests."
        : !_serves.Task.IsCompleted ? $"Baton is starting: {_waits ?? "it brings the database up to date."}"
        : null;

    /// <summary>How many requests are being answered.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Ends when requests are taken, for work in the background.</summary>
    public Task ServesAsync(CancellationToken cancel) => _serves.Task.WaitAsync(cancel);

    /// <summary>True once requests have been taken.</summary>
    public bool HasServed => _serves.Task.IsCompleted;

    /// <summary>Says what has to happen before requests are taken, for people.</summary>
    public void WaitFor(string reason) => _waits = reason;

    /// <summary>From now on, requests are taken.</summary>
    public void Serve() => _serves.TrySetResult();

    /// <summary>From now on, no request is taken any more.</summary>
    public void Drain()
    {
        _isDraining = true;
        _drains.Cancel();
    }

    /// <summary>Ends what would go on for as long as somebody listens.</summary>
    public CancellationToken Drains => _drains.Token;

    /// <summary>Lets a request in; each that is let in has to <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        // In this order, so that whoever waits for all to leave either sees this one or has closed before it looks.
        Interlocked.Increment(ref _inside);
        if (Closed is null)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);

    public void Dispose() => _drains.Dispose();

    /// <summary>Ends when nobody is inside.</summary>
    /// <exception cref="OperationCanceledException">Somebody was, up to then.</exception>
    public async Task EmptyAsync(CancellationToken cancel)
    {
        while (Inside > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), cancel);
        }
    }
}
