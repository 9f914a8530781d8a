using System.Collections.Concurrent;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Keys;

/// <summary>A key as it is kept.</summary>
internal sealed record KeyInfo(Guid Id, Guid WorkspaceId, string Name, string Hint, IReadOnlyList<string> Scopes, Instant Created, Instant? Revoked)
{
    /// <summary>Who does something, as activities have it.</summary>
    public string Actor => $"key {Name}";

    public bool May(string scope) => Revoked is null && Scopes.Contains(scope);
}

/// <summary>The keys of all workspaces. What was looked up is remembered for some seconds, so that a revoked key dies within that time.</summary>
internal sealed class KeyStore(IDatabase database, IClock clock)
{
    /// <summary>How long a revoked key may go on working on a node.</summary>
    public static readonly Duration Remembered = Duration.FromSeconds(5);

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (KeyInfo? Key, Instant Until)> _remembered = new(StringComparer.Ordinal);

    /// <summary>Makes a key. Its text is to be shown now: it is not kept.</summary>
    public async Task<(ApiKey Key, KeyInfo Info)> AddAsync(Guid workspaceId, string name, IReadOnlyList<string> scopes, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var key = ApiKey.New(workspaceId);
        var info = new KeyInfo(Guid.CreateVersion7(now.ToDateTimeOffset()), workspaceId, name, key.Hint, scopes, now, Revoked: null);
        await database.WriteAsync(
            transaction => transaction.Connection!.Execute(
                """
                INSERT INTO api_key (workspace_id, key_id, name, hint, hash, scopes, created_at)
                VALUES (@WorkspaceId, @Id, @Name, @Hint, @hash, @scopes, @created)
                """,
                new { info.WorkspaceId, info.Id, info.Name, info.Hint, hash = key.Hash, scopes = string.Join(' ', scopes), created = now.ToUnixTimeMilliseconds() },
                transaction),
            cancel);
        return (key, info);
    }

    /// <summary>Makes a key useless. False where there is none that works.</summary>
    public async Task<bool> RevokeAsync(Guid workspaceId, Guid keyId, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant().ToUnixTimeMilliseconds();
        var revoked = await database.WriteAsync(
            transaction => transaction.Connection!.Execute(
                "UPDATE api_key SET revoked_at = @now WHERE workspace_id = @workspaceId AND key_id = @keyId AND revoked_at IS NULL",
                new { workspaceId, keyId, now },
                transaction),
            cancel);
        _remembered.Clear();
        return revoked > 0;
    }

    /// <summary>Every key of a workspace, the oldest first.</summary>
    public async Task<IReadOnlyList<KeyInfo>> AllAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return await ReadAsync(connection, workspaceId, "ORDER BY key_id", new { workspaceId }, cancel);
    }

    /// <summary>The key, revoked or not; null where there is none.</summary>
    public async ValueTask<KeyInfo?> FindAsync(string text, CancellationToken cancel)
    {
        if (ApiKey.WorkspaceOf(text) is not { } workspaceId)
        {
            return null;
        }

        var now = clock.GetCurrentInstant();
        if (_remembered.TryGetValue(text, out var remembered) && remembered.Until > now)
        {
            return remembered.Key;
        }

        await using var connection = await database.OpenReadAsync(cancel);
        var found = await ReadAsync(connection, workspaceId, "AND hash = @hash", new { workspaceId, hash = new ApiKey(text).Hash }, cancel);
        if (_remembered.Count > MostRemembered)
        {
            _remembered.Clear();
        }

        _remembered[text] = (found.SingleOrDefault(), now + Remembered);
        return found.SingleOrDefault();
    }

    private static async Task<IReadOnlyList<KeyInfo>> ReadAsync(
        System.Data.Common.DbConnection connection, Guid workspaceId, string where, object parameters, CancellationToken cancel)
    {
        var rows = await connection.QueryAsync<(Guid Id, string Name, string Hint, string Scopes, long Created, long? Revoked)>(new CommandDefinition(
            $"SELECT key_id, name, hint, scopes, created_at, revoked_at FROM api_key WHERE workspace_id = @workspaceId {where}", parameters, cancellationToken: cancel));
        return [.. rows.Select(row => new KeyInfo(
            row.Id,
            workspaceId,
            row.Name,
            row.Hint,
            row.Scopes.Split(' '),
            Instant.FromUnixTimeMilliseconds(row.Created),
            UnixTime.ToInstant(row.Revoked)))];
    }
}
