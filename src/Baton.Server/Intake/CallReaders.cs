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

    private readonly ConcurrentDictionary<Guid, (PublishedPlaybook Playbook, Instant Until)> _current = new();
    private readonly ConcurrentDictionary<PublishedPlaybook, ConcurrentBag<CallReader>> _idle = new();

    public async ValueTask<CallReader> RentAsync(Guid workspaceId, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        if (!_current.TryGetValue(workspaceId, out var current) || current.Until < now)
        {
            current = (await shelf.CurrentAsync(database, workspaceId, cancel), now + Remembered);
            if (_current.TryGetValue(workspaceId, out var older) && older.Playbook != current.Playbook)
            {
                _idle.TryRemove(older.Playbook, out _);
            }

            _current[workspaceId] = current;
        }

        return _idle.TryGetValue(current.Playbook, out var idle) && idle.TryTake(out var reader) ? reader : new CallReader(current.Playbook);
    }

    public void Return(CallReader reader) => _idle.GetOrAdd(reader.Playbook, _ => []).Add(reader);
}
