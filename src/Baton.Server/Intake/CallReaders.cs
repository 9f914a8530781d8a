using System.Collections.Concurrent;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>
/// Readers of calls, each for one request at a time. Which playbook holds is looked up once a second; a call that was read by an older one is read again
/// when it is let in.
/// </summary>
internal sealed class CallReaders(IDatabase database, PlaybookShelf shelf, IClock clock)
{
    private static readonly Duration Remembered = Duration.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, Current> _current = new();

    public async ValueTask<CallReader> RentAsync(Guid workspaceId, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (!_current.TryGetValue(workspaceId, out var current) || current.Until < now)
        {
            var playbook = await shelf.CurrentAsync(database, workspaceId, cancel);
            _current[workspaceId] = current = new Current(playbook, current?.Playbook == playbook ? current.Idle : [], now + Remembered);
        }

        return current.Idle.TryTake(out var reader) ? reader : new CallReader(current.Playbook);
    }

    /// <summary>Takes a reader back. One of a playbook that holds no longer is forgotten.</summary>
    public void Return(Guid workspaceId, CallReader reader)
    {
        if (_current.TryGetValue(workspaceId, out var current) && current.Playbook == reader.Playbook)
        {
            current.Idle.Add(reader);
        }
    }

    private sealed record Current(PublishedPlaybook Playbook, ConcurrentBag<CallReader> Idle, Instant Until);
}
