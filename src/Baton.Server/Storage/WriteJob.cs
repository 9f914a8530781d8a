using System.Data.Common;

namespace Baton.Server.Storage;

/// <summary>A piece of work that waits to be written, and whom to tell how it went.</summary>
internal abstract class WriteJob
{
    /// <summary>Runs the work and keeps its result for <see cref="HandOver"/>.</summary>
    public abstract void Run(DbTransaction transaction);

    /// <summary>Keeps a failure for <see cref="HandOver"/>, in place of a result.</summary>
    public abstract void Reject(Exception reason);

    /// <summary>Tells the caller what was kept. After the commit, and not before.</summary>
    public abstract void HandOver();

    /// <summary>Tells the caller that it failed.</summary>
    public void Fail(Exception reason)
    {
        Reject(reason);
        HandOver();
    }
}

/// <inheritdoc/>
internal sealed class WriteJob<T>(Func<DbTransaction, T> work) : WriteJob
{
    // What the caller does next does not hold up the thread that writes.
    private readonly TaskCompletionSource<T> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    /// <summary>Ends when the caller has been told.</summary>
    public Task<T> Outcome => _caller.Task;

    public override void Run(DbTransaction transaction)
    {
        _failure = null;
        _result = work(transaction);
    }

    public override void Reject(Exception reason) => _failure = reason;

    public override void HandOver()
    {
        if (_failure is null)
        {
            _caller.SetResult(_result!);
        }
        else
        {
            _caller.SetException(_failure);
        }
    }

    /// <summary>Tells the caller that the work was withdrawn.</summary>
    public void Withdraw(CancellationToken cancel) => _caller.SetCanceled(cancel);
}
