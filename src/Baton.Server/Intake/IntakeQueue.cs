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

    // So that one cannot take the room of all.
    private const long MostBytesOfWorkspace = MostBytes / 2;
    private const int MostCallsOfWorkspace = MostCalls / 2;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    // Of a workspace one group at a time: two would mostly wait for each other at the leads that are busy in both, or make the same new lead.
    private readonly Dictionary<Guid, Lane> _lanes = [];
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
        var lane = LaneOf(workspaceId);
        if (!Enter(lane, arrival))
        {
            Leave(lane, arrival);
            Measures.Busy();
            throw new DatabaseBusyException("More comes in than can be written. Send it again in a moment.");
        }

        Measures.Wait(arrival.Count, arrival.Bytes);
        if (!lane.Arrivals.Writer.TryWrite(arrival))
        {
            Measures.Wait(-arrival.Count, -arrival.Bytes);
            Leave(lane, arrival);
            throw Stopping();
        }

        await arrival.Done;
    }

    /// <summary>Writes what waits, and lets nothing more in.</summary>
    public async ValueTask DisposeAsync()
    {
        Lane[] lanes;
        lock (_lanes)
        {
            _isClosed = true;
            lanes = [.. _lanes.Values];
        }

        foreach (var lane in lanes)
        {
            lane.Arrivals.Writer.TryComplete();
        }

        await Task.WhenAll(lanes.Select(lane => lane.Writer));
    }

    private static DatabaseUnavailableException Stopping() => new("Baton is being stopped. Send it again in a moment.");

    private Lane LaneOf(Guid workspaceId)
    {
        lock (_lanes)
        {
            if (_isClosed)
            {
                throw Stopping();
            }

            if (!_lanes.TryGetValue(workspaceId, out var lane))
            {
                _lanes.Add(workspaceId, lane = new Lane());

                // It goes on for ever, and is no part of the request that happens to be the first.
                using (ExecutionContext.SuppressFlow())
                {
                    lane.Writer = Task.Run(() => WriteAsync(workspaceId, lane));
                }
            }

            return lane;
        }
    }

    /// <summary>Takes room. False where there is none, or somebody waits already for so long that whoever comes now had better come again.</summary>
    private bool Enter(Lane lane, Arrival arrival)
    {
        var fits = Interlocked.Add(ref _bytes, arrival.Bytes) <= MostBytes & Interlocked.Add(ref _calls, arrival.Count) <= MostCalls;
        fits &= Interlocked.Add(ref lane.Bytes, arrival.Bytes) <= MostBytesOfWorkspace & Interlocked.Add(ref lane.Calls, arrival.Count) <= MostCallsOfWorkspace;
        return fits && !(lane.Arrivals.Reader.TryPeek(out var first) && first.Waited > LongestWait);
    }

    private void Leave(Lane lane, Arrival arrival)
    {
        Interlocked.Add(ref _bytes, -arrival.Bytes);
        Interlocked.Add(ref _calls, -arrival.Count);
        Interlocked.Add(ref lane.Bytes, -arrival.Bytes);
        Interlocked.Add(ref lane.Calls, -arrival.Count);
    }

    private async Task WriteAsync(Guid workspaceId, Lane lane)
    {
        var group = new List<Arrival>();
        while (await lane.Arrivals.Reader.WaitToReadAsync())
        {
            for (var calls = 0; calls < MostCallsAtOnce && lane.Arrivals.Reader.TryRead(out var arrival); calls += arrival.Count)
            {
                group.Add(arrival);
            }

            await WriteAsync(workspaceId, group);
            foreach (var arrival in group)
            {
                Leave(lane, arrival);
                Measures.Wait(-arrival.Count, -arrival.Bytes);
            }

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

    /// <summary>What waits of one workspace.</summary>
    private sealed class Lane
    {
        public long Bytes;
        public long Calls;

        public Channel<Arrival> Arrivals { get; } = Channel.CreateUnbounded<Arrival>();

        public Task Writer { get; set; } = Task.CompletedTask;
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
