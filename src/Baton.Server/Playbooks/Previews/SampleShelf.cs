using System.Data.Common;
using Baton.Core.Lifecycle;
using Baton.Server.Accounts;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Playbooks.Previews;

/// <summary>The samples of leads that this node holds in memory: read when somebody begins to type, and let go some minutes after.</summary>
internal sealed class SampleShelf(IDatabase database, PlaybookShelf playbooks, IClock clock) : IDisposable
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

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<Guid, LeadSample> _samples = [];

    /// <summary>The most leads of a sample: of smaller workspaces it has all.</summary>
    public int Most { get; init; } = 8_000;

    /// <summary>Of larger workspaces, so many with the most points are in it for certain: whom people ask about by name.</summary>
    public int Best { get; init; } = 2_000;

    /// <summary>A sample of a workspace's leads; null while leads are still being scored by the playbook that holds.</summary>
    public async Task<LeadSample?> GetAsync(Guid workspaceId, CancellationToken cancel)
    {
        var current = await playbooks.CurrentAsync(database, workspaceId, cancel);
        await _turn.WaitAsync(cancel);
        try
        {
            var now = clock.GetCurrentInstant();
            foreach (var (old, _) in _samples.Where(sample => now - sample.Value.Moment > Fresh).ToList())
            {
                _samples.Remove(old);
            }

            if (_samples.TryGetValue(workspaceId, out var known) && known.Playbook.Version == current.Version)
            {
                return known;
            }

            if (await ReadAsync(workspaceId, current, now, cancel) is not { } read)
            {
                return null;
            }

            if (_samples.Count >= MostSamples)
            {
                _samples.Remove(_samples.MinBy(sample => sample.Value.Moment).Key);
            }

            return _samples[workspaceId] = read;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<LeadSample?> ReadAsync(Guid workspaceId, PublishedPlaybook current, Instant now, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        await using var snapshot = connection.BeginSnapshot();
        if (await connection.ExecuteScalarAsync<int?>(Command("SELECT 1 FROM rescore WHERE workspace_id = @workspaceId AND finished_at IS NULL LIMIT 1", new { workspaceId })) is not null)
        {
            return null;
        }

        var standing = (await connection.QueryAsync<(short Stage, int Total, long Count)>(Command(StandingSql, new { workspaceId })))
            .Select(crowd => new Crowd((Stage)crowd.Stage, crowd.Total, crowd.Count)).ToList();
        var total = standing.Sum(crowd => crowd.Count);
        var (best, step) = total <= Most ? (Most, 1L) : (Best, (total - Best + Most - Best - 1) / (Most - Best));
        var chosen = (await connection.QueryAsync<(Guid Lead, long Place)>(Command(ChosenSql, new { workspaceId, best, step }))).ToList();
        return new LeadSample(workspaceId, current, now, standing, Read(connection, workspaceId, chosen.ToDictionary(one => one.Lead, one => one.Place <= best ? 1 : step)), _turn);

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
