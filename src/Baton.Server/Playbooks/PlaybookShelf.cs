using System.Collections.Concurrent;
using System.Data.Common;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;

namespace Baton.Server.Playbooks;

/// <summary>The published playbooks that this node has used, compiled once. Versions never change, so none goes out of date.</summary>
public sealed class PlaybookShelf
{
    private const int Most = 500;

    private readonly ConcurrentDictionary<(Guid Workspace, int Version), PublishedPlaybook> _compiled = new();

    /// <summary>
    /// The playbook that holds, and goes on holding until the end of the transaction: publishing waits for it, so that every lead that is scored by
    /// the old version is there when the leads are scored by the new one.
    /// </summary>
    public PublishedPlaybook Hold(DbTransaction transaction, Guid workspaceId)
    {
        WorkspaceTurn.Share(transaction, workspaceId);
        var sql = "SELECT playbook FROM workspace WHERE workspace_id = @workspaceId" + (transaction is Npgsql.NpgsqlTransaction ? " FOR SHARE" : "");
        var version = transaction.Connection!.QuerySingleOrDefault<int?>(sql, new { workspaceId }, transaction)
            ?? throw new InvalidOperationException($"There is no workspace {workspaceId}.");
        return Get(transaction.Connection!, transaction, workspaceId, version);
    }

    /// <summary>The playbook that holds now.</summary>
    public async Task<PublishedPlaybook> CurrentAsync(IDatabase database, Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return Current(connection, workspaceId);
    }

    /// <inheritdoc cref="CurrentAsync"/>
    public PublishedPlaybook Current(DbConnection connection, Guid workspaceId)
    {
        var version = connection.QuerySingleOrDefault<int>("SELECT playbook FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId });
        return Get(connection, null, workspaceId, version);
    }

    /// <summary>A version that is there, published or not; 0 is the playbook of a workspace that has none.</summary>
    public PublishedPlaybook Get(DbConnection connection, DbTransaction? transaction, Guid workspaceId, int version) => version == 0
        ? PublishedPlaybook.None
        : Find(connection, transaction, workspaceId, version) ?? throw new InvalidOperationException($"There is no version {version} of the playbook of workspace {workspaceId}.");

    /// <summary>A version, published or not; null where there is none.</summary>
    public PublishedPlaybook? Find(DbConnection connection, DbTransaction? transaction, Guid workspaceId, int version)
    {
        if (_compiled.TryGetValue((workspaceId, version), out var known))
        {
            return known;
        }

        var yaml = connection.QuerySingleOrDefault<string>(
            "SELECT yaml FROM playbook WHERE workspace_id = @workspaceId AND version = @version", new { workspaceId, version }, transaction);
        if (yaml is null)
        {
            return null;
        }

        var playbook = PlaybookReader.Read(yaml).Playbook ?? throw new InvalidDataException($"Version {version} of the playbook can no longer be read.");
        foreach (var (other, _) in _compiled.Take(_compiled.Count - Most + 1))
        {
            _compiled.TryRemove(other, out _);   // any: what is in use is back soon
        }

        return _compiled.GetOrAdd((workspaceId, version), new PublishedPlaybook(version, new Scorer(playbook)));
    }
}
