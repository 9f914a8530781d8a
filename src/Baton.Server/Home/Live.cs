using System.Threading.Channels;
using Baton.Server.Storage;
using Dapper;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Baton.Server.Home;

/// <summary>
/// Tells who listens that something has moved in their workspace, whichever node did it: as long as anybody listens, it is looked every second whether there
/// are new activities, which costs next to nothing and needs nothing but the database.
/// </summary>
internal sealed partial class Live(IDatabase database, IClock clock, ILogger<Live> log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Room> _rooms = [];

    /// <summary>Begins to listen; null where somebody listens so often already that something must be wrong.</summary>
    public Listener? Listen(Guid workspace, Guid person)
    {
        const int MostOfOne = 20;
        lock (_gate)
        {
            if (!_rooms.TryGetValue(workspace, out var room))
            {
                _rooms.Add(workspace, room = new Room());
                _ = Task.Run(() => WatchAsync(workspace, room));
            }

            if (room.Listeners.Count(one => one.Person == person) >= MostOfOne)
            {
                return null;
            }

            var listener = new Listener(person, room.Begun.Task, Leave);
            room.Listeners.Add(listener);
            return listener;

            void Leave(Listener gone)
            {
                lock (_gate)
                {
                    room.Listeners.Remove(gone);
                    if (room.Listeners.Count == 0 && _rooms.Remove(workspace))
                    {
                        room.End.Cancel();
                    }
                }
            }
        }
    }

    private async Task WatchAsync(Guid workspace, Room room)
    {
        HashSet<Guid>? known = null;
        while (!room.End.IsCancellationRequested)
        {
            var wait = Every;
            try
            {
                var newest = await NewestAsync(workspace, room.End.Token);
                var leads = known is null ? [] : newest.Where(one => !known.Contains(one.Id)).Select(one => one.Lead).Distinct().ToList();
                known = [.. newest.Select(one => one.Id)];
                room.Begun.TrySetResult();
                if (leads.Count > 0)
                {
                    Tell(room, new Moved(leads));
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is DatabaseBusyException || Databases.Explain(failure) is not null)
            {
                Waits(log, failure.Message);
                wait = AfterFailure;
            }
            catch (Exception failure)
            {
                Failed(log, failure);
                wait = AfterFailure;
            }

            await Task.Delay(wait, room.End.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(Room room, Moved moved)
    {
        lock (_gate)
        {
            foreach (var listener in room.Listeners)
            {
                listener.Tell(moved);
            }
        }
    }

    /// <summary>
    /// The activities of the last while, by their ids, which begin with the time: two that are done at once may be committed in either order, so those that were
    /// not seen before are new, and not those behind the newest.
    /// </summary>
    private async Task<List<(Guid Id, Guid Lead)>> NewestAsync(Guid workspaceId, CancellationToken cancel)
    {
        const int Most = 500;
        var from = UnixTime.FirstIdAt(clock.GetCurrentInstant() - Duration.FromSeconds(30));
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<(Guid Id, Guid Lead)>(new CommandDefinition(NewestSql, new { workspaceId, from, rows = Most }, cancellationToken: cancel))];
    }

    public const string NewestSql = "SELECT activity_id, lead_id FROM activity WHERE workspace_id = @workspaceId AND activity_id >= @from ORDER BY activity_id DESC LIMIT @rows";

    [LoggerMessage(Level = LogLevel.Debug, Message = "Live pages wait: {Reason}")]
    private static partial void Waits(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Live pages are told nothing, and it is tried again")]
    private static partial void Failed(ILogger log, Exception failure);

    private sealed class Room
    {
        public List<Listener> Listeners { get; } = [];

        public CancellationTokenSource End { get; } = new();

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What has moved.</summary>
/// <param name="Leads">The rows of the leads that it is about.</param>
internal sealed record Moved(IReadOnlyList<Guid> Leads);

/// <summary>Somebody who listens, until it is disposed.</summary>
internal sealed class Listener(Guid person, Task begun, Action<Listener> leave) : IDisposable
{
    private const int MostWaiting = 16;

    private readonly Channel<Moved> _told = Channel.CreateBounded<Moved>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public Guid Person => person;

    /// <summary>Done once it is known what was there before, so that all that comes after is told.</summary>
    public Task Begun => begun;

    public void Tell(Moved moved) => _told.Writer.TryWrite(moved);

    /// <summary>What has moved next; null where nothing has for so long.</summary>
    public async Task<Moved?> NextAsync(TimeSpan longest, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(longest);
        try
        {
            return await _told.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => leave(this);
}
