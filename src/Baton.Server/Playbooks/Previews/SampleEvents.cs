using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Storage;

namespace Baton.Server.Playbooks.Previews;

/// <summary>
/// What the leads of a sample did, in memory by name as far as somebody has asked for it. It comes from all over the disk, so it is read apart from whoever asks: who gives up waiting
/// finds it later.
/// </summary>
/// <param name="database">Where it is read.</param>
/// <param name="workspaceId">Whose leads.</param>
/// <param name="leads">The leads.</param>
/// <param name="mostBytes">The most memory; what is behind that is not kept, and whoever asks is told.</param>
/// <param name="stop">Ends reading for good.</param>
internal sealed class SampleEvents(IDatabase database, Guid workspaceId, IReadOnlyList<SampledLead> leads, long mostBytes, CancellationToken stop)
{
    private const int MostNames = 10_000;
    private const int BytesBesidePayload = 200;
    private const int RowsAtOnce = 250;

    /// <summary>A disk that is asked for several things at once finds them sooner than one after the other.</summary>
    private const int Readers = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<SampledEvent>> _events = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of events of which not all are in memory, for there was no room.</summary>
    private readonly HashSet<string> _cut = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All names under which the leads did anything; null while it is not known.</summary>
    private HashSet<string>? _names;
    private long _room = mostBytes;
    private Task _reading = Task.CompletedTask;
    private int _rowsToRead;
    private int _rowsRead;

    /// <summary>True once it is known under which names the leads did anything, so that what nobody did is not looked for.</summary>
    public bool KnowsNames
    {
        get
        {
            lock (_gate)
            {
                return _names is not null;
            }
        }
    }

    /// <summary>How far what is being read has come, from 0 to 1.</summary>
    public double Progress => Volatile.Read(ref _rowsToRead) is > 0 and var all ? Math.Min(1, (double)Volatile.Read(ref _rowsRead) / all) : 0;

    /// <summary>Finds out under which names the leads did anything. What is read once is read faster again, too.</summary>
    /// <param name="cancel">Gives up waiting, not reading.</param>
    public Task LearnNamesAsync(CancellationToken cancel) => ReadAsync(() => _names is null ? [] : null, cancel);

    /// <summary>What the leads did under these names, as far as there is room for it. Each name is read once.</summary>
    /// <param name="names">The names.</param>
    /// <param name="cancel">Gives up waiting, not reading.</param>
    /// <returns>The events in no order, and whether there were more.</returns>
    public async Task<(IReadOnlyList<SampledEvent> Events, bool IsCut)> GetAsync(IReadOnlyList<string> names, CancellationToken cancel)
    {
        await ReadAsync(() => Unread() is { Count: > 0 } unread ? unread : null, cancel);
        lock (_gate)
        {
            return ([.. names.SelectMany(name => _events.GetValueOrDefault(name) ?? [])], names.Any(_cut.Contains));
        }

        HashSet<string> Unread() => names.Where(name => !_events.ContainsKey(name) && _names?.Contains(name) != false).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Waits for what is being read, and reads on until nothing is missing. One reading at a time is enough for a disk.</summary>
    /// <param name="missing">Names that are still to be read, if only to learn of others; null for nothing.</param>
    /// <param name="cancel">Gives up waiting.</param>
    private async Task ReadAsync(Func<HashSet<string>?> missing, CancellationToken cancel)
    {
        while (true)
        {
            Task reading;
            lock (_gate)
            {
                if (missing() is not { } names)
                {
                    return;
                }

                // One that failed is told to the next who asks, and tried again by the one after.
                reading = _reading.IsCompletedSuccessfully ? Task.Run(() => ReadAsync(names), stop) : _reading;
                _reading = reading.IsFaulted ? Task.CompletedTask : reading;
            }

            await reading.WaitAsync(cancel);
        }
    }

    private async Task ReadAsync(HashSet<string> wanted)
    {
        var leadOf = leads.SelectMany((lead, i) => lead.Rows.Select(row => (row, i))).ToDictionary(pair => pair.row, pair => pair.i);
        var found = wanted.ToDictionary(name => name, _ => new List<SampledEvent>(), StringComparer.OrdinalIgnoreCase);
        var (names, cut, room, one) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.OrdinalIgnoreCase), _room, new Lock());
        (_rowsToRead, _rowsRead) = (leadOf.Count, 0);
        await Parallel.ForEachAsync(leadOf.Keys.Chunk(RowsAtOnce), new ParallelOptions { MaxDegreeOfParallelism = Readers, CancellationToken = stop }, async (rows, cancel) =>
        {
            await using var connection = await database.OpenReadAsync(cancel);
            EventTable.Behaviour(connection, workspaceId, rows, IsWanted, Keep);
            Interlocked.Add(ref _rowsRead, rows.Length);
        });

        lock (_gate)
        {
            // Of a program that makes up names, none is taken for one that nobody used.
            _names ??= names.Count < MostNames ? names : null;
            _room = room;
            _cut.UnionWith(cut);
            foreach (var (name, events) in found)
            {
                _events[name] = events;
            }
        }

        bool IsWanted(string name)
        {
            lock (one)
            {
                if (names.Count < MostNames)
                {
                    names.Add(name);
                }

                if (!wanted.Contains(name))
                {
                    return false;
                }

                if (room <= 0)
                {
                    cut.Add(name);
                }

                return room > 0;
            }
        }

        void Keep(StoredEvent kept)
        {
            lock (one)
            {
                found[kept.Name].Add(new SampledEvent(leadOf[kept.LeadId], kept));
                room -= kept.Payload.Length + BytesBesidePayload;
            }
        }
    }
}

/// <summary>What a lead of a sample did.</summary>
/// <param name="Lead">Its number in the sample.</param>
/// <param name="Event">What it did.</param>
internal sealed record SampledEvent(int Lead, StoredEvent Event);
