using System.Diagnostics;
using System.Threading.Channels;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Telemetry;

namespace Baton.Server.Intake;

/// <summary>
/// Brings the calls of many requests to the door together: while some of a workspace are written, others gather, and one commit serves them all. Memory is
/// bounded; what does not fit is refused before anything of it is kept.
/// </summary>
/// <param name="door">Where calls are let in.</param>
internal sealed class IntakeQueue(Door door) : IAsyncDisposable
{
    private const int MostCallsAtOnce = 5_000;
    private const long MostBytes = 64L << 20;
    private const int MostCalls = 100_000;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    // Of a workspace one group at a time: two would mostly wait for each other at the leads that are busy in both, or make the same new lead.
    private readonly Dictionary<Guid, (Channel<Arrival> Arrivals, Task Writer)> _lanes = [];
    private bool _isClosed;
    private long _bytes;
    private long _calls;

    /// <summary>Lets calls in; ends when they are kept and scored.</summary>
    /// <exception cref="DatabaseBusyException">More waits than memory may hold. Nothing of this was kept.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be written.</exception>
    public async Task AdmitAsync(Guid workspaceId, Admitted admitted)
    {
        using var activity = Traces.Intake(admitted.Calls.Count);
        var arrival = new Arrival(admitted);
        if (Interlocked.Add(ref _bytes, arrival.Bytes) > MostBytes | Interlocked.Add(ref _calls, arrival.Count) > MostCalls | IsStuck(workspaceId))
        {
            Interlocked.Add(ref _bytes, -arrival.Bytes);
            Interlocked.Add(ref _calls, -arrival.Count);
            Measures.Busy();
            throw new DatabaseBusyException("More comes in than can be written. Send it again in a moment.");
        }

        Measures.Wait(arrival.Count, arrival.Bytes);
        if (!TryWrite(workspaceId, arrival))
        {
            Leave(arrival);
            throw new DatabaseUnavailableException("Baton is being stopped. Send it again in a moment.");
        }

        await arrival.Done;
    }

    /// <summary>Writes what waits, and lets nothing more in.</summary>
    public async ValueTask DisposeAsync()
    {
        Task[] writers;
        lock (_lanes)
        {
            _isClosed = true;
            writers = [.. _lanes.Values.Select(lane => lane.Writer)];
            foreach (var (arrivals, _) in _lanes.Values)
            {
                arrivals.Writer.TryComplete();
            }
        }

        await Task.WhenAll(writers);
    }

    /// <summary>True where somebody waits already for so long that whoever comes now had better come again.</summary>
    private bool IsStuck(Guid workspaceId)
    {
        lock (_lanes)
        {
            return _lanes.TryGetValue(workspaceId, out var lane) && lane.Arrivals.Reader.TryPeek(out var first) && first.Waited > LongestWait;
        }
    }

    private bool TryWrite(Guid workspaceId, Arrival arrival)
    {
        lock (_lanes)
        {
            if (_isClosed)
            {
                return false;
            }

            if (!_lanes.TryGetValue(workspaceId, out var lane))
            {
                var arrivals = Channel.CreateUnbounded<Arrival>();
                _lanes.Add(workspaceId, lane = (arrivals, Task.Run(() => WriteAsync(workspaceId, arrivals.Reader))));
            }

            return lane.Arrivals.Writer.TryWrite(arrival);
        }
    }

    private async Task WriteAsync(Guid workspaceId, ChannelReader<Arrival> arrivals)
    {
        var group = new List<Arrival>();
        while (await arrivals.WaitToReadAsync())
        {
            for (var calls = 0; calls < MostCallsAtOnce && arrivals.TryRead(out var arrival); calls += arrival.Count)
            {
                group.Add(arrival);
            }

            await WriteAsync(workspaceId, group);
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
            await door.AdmitAsync(workspaceId, Admitted.Together(arrivals.Select(arrival => arrival.Admitted)), CancellationToken.None);
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

    private sealed class Arrival(Admitted admitted)
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>What it is traced as.</summary>
        public System.Diagnostics.ActivityContext Trace { get; } = System.Diagnostics.Activity.Current?.Context ?? default;

        public Admitted Admitted => admitted;

        public TimeSpan Waited => Stopwatch.GetElapsedTime(_began);

        public int Count { get; } = admitted.Calls.Count + admitted.Rejected.Count;

        public long Bytes { get; } = admitted.Calls.Sum(call => call.Bytes) + admitted.Rejected.Sum(call => call.Bytes);

        public Task Done => _done.Task;

        public void Succeed() => _done.SetResult();

        public void Fail(Exception failure) => _done.SetException(failure);
    }
}
