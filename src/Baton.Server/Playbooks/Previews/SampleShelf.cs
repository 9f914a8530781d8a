using System.Data.Common;
using Baton.Core.Lifecycle;
using Baton.Server.Accounts;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Dapper;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Baton.Server.Playbooks.Previews;

/// <summary>The samples of leads that this node holds in memory: read when somebody opens a playbook to change it, and let go some minutes after.</summary>
internal sealed partial class SampleShelf : IDisposable
{
    private const int MostSamples = 8;
    private static readonly Duration Fresh = Duration.FromMinutes(5);

    /// <summary>
    /// Every <c>@step</c>-th lead in the order of the points. So every band has its share in the sample, which a sample by chance would not grant.
    /// </summary>
    internal const string ChosenSql =
        """
        SELECT lead_id, place FROM (
            SELECT lead_id, ROW_NUMBER() OVER (ORDER BY total DESC, lead_id) AS place FROM lead WHERE workspace_id = @workspaceId AND parent_id IS NULL AND is_known
        ) AS placed
        WHERE place <= @best OR (place - @best) % @step = 0
        """;

    /// <summary>How many leads stand where, with which score.</summary>
    internal const string StandingSql =
        "SELECT stage, total, COUNT(*) FROM lead WHERE workspace_id = @workspaceId AND parent_id IS NULL AND is_known GROUP BY stage, total";

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Reading> _readings = [];

    private readonly IDatabase _database;
    private readonly PlaybookShelf _playbooks;
    private readonly IClock _clock;
    private readonly ILogger<SampleShelf> _log;
    private readonly CancellationToken _stop;
    private readonly Timer _tidying;

    /// <param name="database">Where leads are read.</param>
    /// <param name="playbooks">Which playbook holds.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Where it is said that reading beforehand failed.</param>
    /// <param name="stop">Ends all reading: readings belong to the server, not to whoever asked first.</param>
    public SampleShelf(IDatabase database, PlaybookShelf playbooks, IClock clock, ILogger<SampleShelf> log, CancellationToken stop)
    {
        (_database, _playbooks, _clock, _log, _stop) = (database, playbooks, clock, log, stop);
        var minute = TimeSpan.FromMinutes(1);
        _tidying = new Timer(_ => LetGo(), null, minute, minute);
    }

    /// <summary>The most leads of a sample: of smaller workspaces it has all.</summary>
    public int Most { get; init; } = 5_000;

    /// <summary>Of larger workspaces, so many with the most points are in it for certain: whom people ask about by name.</summary>
    public int Best { get; init; } = 1_500;

    /// <summary>The most memory for what the leads of a sample did, in bytes.</summary>
    public long MostBytes { get; init; } = 64 << 20;

    /// <summary>A sample of a workspace's leads; null while leads are still being scored by the playbook that holds.</summary>
    /// <param name="workspaceId">Whose leads.</param>
    /// <param name="cancel">Gives up waiting, not reading.</param>
    public async Task<LeadSample?> GetAsync(Guid workspaceId, CancellationToken cancel)
    {
        var current = await _playbooks.CurrentAsync(_database, workspaceId, _stop);
        while (true)
        {
            var sample = await ReadingOf(workspaceId, current.Version).Sample.WaitAsync(cancel);
            if (sample is null || sample.Playbook.Version >= current.Version)
            {
                return sample;
            }
        }
    }

    /// <summary>Begins to read a sample, and what its leads did, so that whoever opens a playbook need not wait once they type. What goes wrong is logged: whoever types is told of it anyway.</summary>
    /// <param name="workspaceId">Whose leads.</param>
    /// <returns>When it is there. Nobody has to wait for it.</returns>
    public Task Prepare(Guid workspaceId) => Task.Run(
        async () =>
        {
            try
            {
                if (await GetAsync(workspaceId, _stop) is { } sample)
                {
                    await sample.Events.LearnNamesAsync(_stop);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                NotPrepared(_log, failure, workspaceId);
            }
        },
        _stop);

    public void Dispose() => _tidying.Dispose();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sample of leads for what-if of workspace {WorkspaceId} could not be read beforehand.")]
    private static partial void NotPrepared(ILogger log, Exception failure, Guid workspaceId);

    /// <summary>The sample that is there or being read; a new one where it is too old.</summary>
    private Reading ReadingOf(Guid workspaceId, int version)
    {
        var now = _clock.GetCurrentInstant();
        lock (_gate)
        {
            if (_readings.TryGetValue(workspaceId, out var known) && known.IsUsable(version, now))
            {
                return known;
            }

            // One that failed is told to the next who asks, and tried again by the one after.
            if (_readings.Remove(workspaceId) && known is { Sample.IsFaulted: true })
            {
                return known;
            }

            foreach (var (old, _) in _readings.OrderBy(reading => reading.Value.Begun).Take(_readings.Count - MostSamples + 1).ToList())
            {
                _readings.Remove(old);
            }

            return _readings[workspaceId] = new Reading(now, Task.Run(() => ReadAsync(workspaceId, now), _stop));
        }
    }

    /// <summary>What is no longer of use needs no memory.</summary>
    private void LetGo()
    {
        var now = _clock.GetCurrentInstant();
        lock (_gate)
        {
            foreach (var (workspace, _) in _readings.Where(reading => reading.Value.Sample.IsCompleted && now - reading.Value.Begun > Fresh).ToList())
            {
                _readings.Remove(workspace);
            }
        }
    }

    private async Task<LeadSample?> ReadAsync(Guid workspaceId, Instant now)
    {
        await using var connection = await _database.OpenReadAsync(_stop);
        await using var snapshot = connection.BeginSnapshot();
        if (await connection.ExecuteScalarAsync<int?>(Command("SELECT 1 FROM rescore WHERE workspace_id = @workspaceId AND finished_at IS NULL LIMIT 1", new { workspaceId })) is not null)
        {
            return null;
        }

        var current = _playbooks.Current(connection, workspaceId);
        var standing = (await connection.QueryAsync<(short Stage, int Total, long Count)>(Command(StandingSql, new { workspaceId })))
            .Select(crowd => new Crowd((Stage)crowd.Stage, crowd.Total, crowd.Count)).ToList();
        var total = standing.Sum(crowd => crowd.Count);
        var (best, step) = total <= Most ? (Most, 1L) : (Best, (total - Best + Most - Best - 1) / (Most - Best));
        var chosen = (await connection.QueryAsync<(Guid Lead, long Place)>(Command(ChosenSql, new { workspaceId, best, step }))).ToList();
        var leads = Read(connection, workspaceId, chosen.ToDictionary(one => one.Lead, one => one.Place <= best ? 1 : step));
        return new LeadSample(current, now, standing, leads, new SampleEvents(_database, workspaceId, leads, MostBytes, _stop));

        CommandDefinition Command(string sql, object parameters) => new(sql, parameters, snapshot, cancellationToken: _stop);
    }

    private static List<SampledLead> Read(DbConnection connection, Guid workspaceId, Dictionary<Guid, long> weights)
    {
        var leads = LeadTable.PartsOf(connection, workspaceId, [.. weights.Keys]).GroupBy(part => part.RootId)
            .Select(lead => lead.OrderBy(part => !part.IsRoot).ThenBy(part => part.Id).ToList()).ToList();
        var accounts = AccountBook.Read(connection, workspaceId, [.. leads.Select(lead => lead[0].AccountId).OfType<Guid>().Distinct()]).ToDictionary(account => account.Id, account => account.Edits);
        return leads.ConvertAll(parts => new SampledLead(
            LeadRow.StateOf(parts[0], parts),
            LeadRow.RecordOf(parts, parts[0].AccountId is { } account && accounts.TryGetValue(account, out var edits) ? edits : []),
            [.. parts.Select(part => part.Id)],
            weights[parts[0].Id]));
    }

    /// <summary>A sample that is there, or on its way.</summary>
    /// <param name="Begun">As of when it is.</param>
    /// <param name="Sample">The sample; null where leads were still being scored.</param>
    private sealed record Reading(Instant Begun, Task<LeadSample?> Sample)
    {
        /// <summary>True while it is worth waiting for, and once it is there, as long as it is fresh and of no older playbook.</summary>
        public bool IsUsable(int version, Instant now) =>
            !Sample.IsCompleted || (Sample.IsCompletedSuccessfully && Sample.Result is { } sample && sample.Playbook.Version >= version && now - Begun <= Fresh);
    }
}
