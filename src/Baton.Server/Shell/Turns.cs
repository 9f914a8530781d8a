using System.Collections.Concurrent;

namespace Baton.Server.Shell;

/// <summary>
/// Lets everybody have one answer at a time of those that take long: the next waits until the one before is written, so that nobody takes the machine from the others by asking
/// often.
/// </summary>
internal sealed class Turns
{
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();

    /// <summary>Waits for the turn of somebody.</summary>
    /// <returns>To be disposed of once the answer is written.</returns>
    public async Task<IDisposable> EnterAsync(Guid person, CancellationToken cancel)
    {
        var turn = _turns.GetOrAdd(person, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancel);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <summary>Says that a page takes long.</summary>
internal sealed record TakesTurns;
