using System.Collections.Concurrent;
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

    // One of each workspace: whoever waits for a sample to be read waits for no other workspace.
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = [];
    private readonly ConcurrentDictionary<Guid, LeadSample> _samples = [];

    private readonly IDatabase _database;
    private readonly PlaybookShelf _playbooks;
    private readonly IClock _clock;
    private readonly ILogger<SampleShelf> _log;
    private readonly Timer _tidying;

    public SampleShelf(IDatabase database, PlaybookShelf playbooks, IClock clock, ILogger<SampleShelf> log)
    {
        (_database, _playbooks, _clock, _log) = (database, playbooks, clock, log);
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
    public async Task<LeadSample?> GetAsync(Guid workspaceId, CancellationToken cancel)
    {
        var current = await _playbooks.CurrentAsync(_database, workspaceId, cancel);
        if (Find(workspaceId, current.Version) is { } fresh)
        {
            return fresh;
        }

        var turn = _turns.GetOrAdd(workspaceId, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancel);
        try
        {
            if ((Find(workspaceId, current.Version) ?? await ReadAsync(workspaceId, _clock.GetCurrentInstant(), turn, cancel)) is not { } read)
            {
                return null;
            }

            var mostOthers = _samples.ContainsKey(workspaceId) ? MostSamples : MostSamples - 1;
            foreach (var (old, _) in _samples.OrderBy(sample => sample.Value.Moment).Take(_samples.Count - mostOthers))
            {
                _samples.TryRemove(old, out _);
            }

            return _samples[workspaceId] = read;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Begins to read a sample, and what its leads did, so that whoever opens a playbook need not wait once they type. What goes wrong is logged: whoever types is told of it anyway.</summary>
    /// <param name="workspaceId">Whose leads.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>When it is there. Nobody has to wait for it.</returns>
    public Task Prepare(Guid workspaceId, CancellationToken stop) => Task.Run(
        async () =>
        {
            try
            {
                if (await GetAsync(workspaceId, stop) is { } sample)
                {
                    await sample.LearnNamesAsync(_database, stop);
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                NotPrepared(_log, failure, workspaceId);
            }
        },
        stop);

    /// <summary>Ends nobody's reading: to be called when nobody asks any more.</summary>
    public void Dispose()
    {
        _tidying.Dispose();
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sample of leads for what-if of workspace {WorkspaceId} could not be read beforehand.")]
    private static partial void NotPrepared(ILogger log, Exception failure, Guid workspaceId);

    /// <summary>What is no longer of use needs no memory.</summary>
    private void LetGo()
    {
        foreach (var (workspace, sample) in _samples.Where(sample => _clock.GetCurrentInstant() - sample.Value.Moment > Fresh))
        {
            _samples.TryRemove(KeyValuePair.Create(workspace, sample));
        }
    }

    private LeadSample? Find(Guid workspaceId, int version) =>
        _samples.TryGetValue(workspaceId, out var known) && known.Playbook.Version == version && _clock.GetCurrentInstant() - known.Moment <= Fresh ? known : null;

    private async Task<LeadSample?> ReadAsync(Guid workspaceId, Instant now, SemaphoreSlim turn, CancellationToken cancel)
    {
        await using var connection = await _database.OpenReadAsync(cancel);
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
        return new LeadSample(workspaceId, current, now, standing, Read(connection, workspaceId, chosen.ToDictionary(one => one.Lead, one => one.Place <= best ? 1 : step)), turn) { MostBytes = MostBytes };

        CommandDefinition Command(string sql, object parameters) => new(sql, parameters, snapshot, cancellationToken: cancel);
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
}
