using System.Threading.Channels;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Telemetry;

namespace Baton.Server.Intake;

/// <summary>
/// Brings the calls of many requests to the door together: while some are written, others gather, and one commit serves them all. Memory is bounded;
/// what does not fit is refused before anything of it is kept.
/// </summary>
internal sealed class IntakeQueue : IAsyncDisposable
{
    private const int MostCallsAtOnce = 5_000;
    private const long MostBytes = 64L << 20;
    private const int MostCalls = 100_000;

    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>();
    private readonly Door _door;
    private readonly Task _writer;
    private long _bytes;
    private long _calls;

    /// <param name="door">
    /// Where calls are let in. One group at a time: two would mostly wait for each other at the leads that are busy in both, or make the same new lead.
    /// </param>
    public IntakeQueue(Door door)
    {
        _door = door;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Lets calls in; ends when they are kept and scored.</summary>
    /// <exception cref="DatabaseBusyException">More waits than memory may hold. Nothing of this was kept.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be written.</exception>
    public async Task AdmitAsync(Guid workspaceId, Admitted admitted)
    {
        using var activity = Traces.Intake(admitted.Calls.Count);
        var arrival = new Arrival(workspaceId, admitted);
        if (Interlocked.Add(ref _bytes, arrival.Bytes) > MostBytes | Interlocked.Add(ref _calls, arrival.Count) > MostCalls)
        {
            Interlocked.Add(ref _bytes, -arrival.Bytes);
            Interlocked.Add(ref _calls, -arrival.Count);
            Measures.Busy();
            throw new DatabaseBusyException("More comes in than can be written. Send it again in a moment.");
        }

        Measures.Wait(arrival.Count, arrival.Bytes);
        if (!_arrivals.Writer.TryWrite(arrival))
        {
            Leave(arrival);
            throw new DatabaseUnavailableException("Baton is being stopped. Send it again in a moment.");
        }

        await arrival.Done;
    }

    /// <summary>Writes what waits, and lets nothing more in.</summary>
    public async ValueTask DisposeAsync()
    {
        _arrivals.Writer.TryComplete();
        await _writer;
    }

    private async Task WriteAsync()
    {
        var group = new List<Arrival>();
        while (await _arrivals.Reader.WaitToReadAsync())
        {
            var calls = 0;
            while (calls < MostCallsAtOnce && _arrivals.Reader.TryRead(out var arrival))
            {
                group.Add(arrival);
                calls += arrival.Count;
            }

            foreach (var ofWorkspace in group.GroupBy(arrival => arrival.WorkspaceId))
            {
                await WriteAsync(ofWorkspace.Key, [.. ofWorkspace]);
            }

            group.ForEach(Leave);
            group.Clear();
        }
    }

    private async Task WriteAsync(Guid workspaceId, IReadOnlyList<Arrival> arrivals)
    {
        var calls = arrivals.Sum(arrival => arrival.Count);
        using var activity = Traces.Commit(arrivals.Select(arrival => arrival.Trace), calls);
        Measures.Group(calls);
        try
        {
            await _door.AdmitAsync(workspaceId, Admitted.Together(arrivals.Select(arrival => arrival.Admitted)), CancellationToken.None);
            foreach (var arrival in arrivals)
            {
                arrival.Succeed();
            }
        }
        catch (Exception failure) when (arrivals.Count > 1 && failure is not (DatabaseUnavailableException or DatabaseBusyException))
        {
            // One of them is more than the door can take: alone, each is told its own failure.
            foreach (var arrival in arrivals)
            {
                await WriteAsync(workspaceId, [arrival]);
            }
        }
        catch (Exception failure)
        {
            foreach (var arrival in arrivals)
            {
                arrival.Fail(failure);
            }
        }
    }

    private void Leave(Arrival arrival)
    {
        Interlocked.Add(ref _bytes, -arrival.Bytes);
        Interlocked.Add(ref _calls, -arrival.Count);
        Measures.Wait(-arrival.Count, -arrival.Bytes);
    }

    private sealed class Arrival(Guid workspaceId, Admitted admitted)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Guid WorkspaceId => workspaceId;

        /// <summary>What it is traced as.</summary>
        public System.Diagnostics.ActivityContext Trace { get; } = System.Diagnostics.Activity.Current?.Context ?? default;

        public Admitted Admitted => admitted;

        public int Count { get; } = admitted.Calls.Count + admitted.Rejected.Count;

        public long Bytes { get; } = admitted.Calls.Sum(call => call.Bytes) + admitted.Rejected.Sum(call => call.Bytes);

        public Task Done => _done.Task;

        public void Succeed() => _done.SetResult();

        public void Fail(Exception failure) => _done.SetException(failure);
    }
}
