using System.Collections.Concurrent;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Keys;

/// <summary>A key as it is kept.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="WorkspaceId">Whose it is.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Hint">How it begins and ends.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Created">When it was made.</param>
/// <param name="By">Who made it; null where it was made on the command line.</param>
/// <param name="Revoked">Since when it is of no use; null while it works.</param>
/// <param name="Used">When it was last of use, give or take <see cref="KeyStore.NotedEvery"/>; null for never.</param>
public sealed record KeyInfo(Guid Id, Guid WorkspaceId, string Name, string Hint, IReadOnlyList<string> Scopes, Instant Created, string? By, Instant? Revoked, Instant? Used)
{
    /// <summary>How the names of keys begin where people are named, too.</summary>
    internal const string ActorMark = "key ";

    /// <summary>Who does something, as activities have it.</summary>
    public string Actor => ActorMark + Name;

    public bool May(string scope) => Revoked is null && Scopes.Contains(scope);
}

/// <summary>The keys of all workspaces. What was looked up is remembered for some seconds, so that a revoked key dies within that time.</summary>
internal sealed class KeyStore(IDatabase database, IClock clock)
{
    /// <summary>How long a revoked key may go on working on a node.</summary>
    public static readonly Duration Remembered = Duration.FromSeconds(5);

    /// <summary>How often it is noted at most that a key is of use.</summary>
    public static readonly Duration NotedEvery = Duration.FromSeconds(15);

    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (KeyInfo? Key, Instant Until)> _remembered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Instant> _noted = new();

    /// <summary>Makes a key. Its text is to be shown now: it is not kept.</summary>
    public async Task<(ApiKey Key, KeyInfo Info)> AddAsync(Guid workspaceId, string name, IReadOnlyList<string> scopes, string? by, AuditedAct act, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var key = ApiKey.New(workspaceId);
        var info = new KeyInfo(Guid.CreateVersion7(now.ToDateTimeOffset()), workspaceId, name, key.Hint, scopes, now, by, Revoked: null, Used: null);
        await database.WriteAsync(
            transaction =>
            {
                (act with { Detail = new { info.Scopes, info.Hint } }).Note(transaction, workspaceId, now);
                return transaction.Connection!.Execute(
                    """
                    INSERT INTO api_key (workspace_id, key_id, name, hint, hash, scopes, created_at, created_by)
                    VALUES (@WorkspaceId, @Id, @Name, @Hint, @hash, @scopes, @created, @By)
                    """,
                    new { info.WorkspaceId, info.Id, info.Name, info.Hint, hash = key.Hash, scopes = string.Join(' ', scopes), created = now.ToUnixTimeMilliseconds(), info.By },
                    transaction);
            },
            cancel);
        return (key, info);
    }

    /// <summary>Makes a key useless. False where there is none that works.</summary>
    public async Task<bool> RevokeAsync(Guid workspaceId, Guid keyId, AuditedAct act, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var revoked = await database.WriteAsync(
            transaction =>
            {
                var isRevoked = transaction.Connection!.Execute(
                    "UPDATE api_key SET revoked_at = @at WHERE workspace_id = @workspaceId AND key_id = @keyId AND revoked_at IS NULL",
                    new { workspaceId, keyId, at = now.ToUnixTimeMilliseconds() },
                    transaction) > 0;
                if (isRevoked)
                {
                    act.Note(transaction, workspaceId, now);
                }

                return isRevoked;
            },
            cancel);
        _remembered.Clear();
        return revoked;
    }

    /// <summary>Notes that a key is of use, at once and then now and then. Nobody waits for it; where it fails, the next use says it.</summary>
    public void Use(KeyInfo key)
    {
        var now = clock.GetCurrentInstant();
        if (now - _noted.GetValueOrDefault(key.Id, key.Used ?? Instant.MinValue) < NotedEvery)
        {
            return;
        }

        _noted[key.Id] = now;
        _ = NoteAsync();

        async Task NoteAsync()
        {
            try
            {
                await database.WriteAsync(
                    transaction => transaction.Connection!.Execute(
                        "UPDATE api_key SET used_at = @now WHERE workspace_id = @WorkspaceId AND key_id = @Id", new { key.WorkspaceId, key.Id, now = now.ToUnixTimeMilliseconds() }, transaction),
                    default);
            }
            catch (Exception failure) when (failure is DatabaseBusyException or ObjectDisposedException or OperationCanceledException || Databases.Explain(failure) is not null)
            {
                _noted.TryRemove(key.Id, out _);
            }
        }
    }

    /// <summary>A key of a workspace, revoked or not; null where there is none.</summary>
    public async Task<KeyInfo?> GetAsync(Guid workspaceId, Guid keyId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return (await ReadAsync(connection, workspaceId, "AND key_id = @keyId", new { workspaceId, keyId }, cancel)).SingleOrDefault();
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
        var rows = await connection.QueryAsync<(Guid Id, string Name, string Hint, string Scopes, long Created, string? By, long? Revoked, long? Used)>(new CommandDefinition(
            $"SELECT key_id, name, hint, scopes, created_at, created_by, revoked_at, used_at FROM api_key WHERE workspace_id = @workspaceId {where}", parameters, cancellationToken: cancel));
        return [.. rows.Select(row => new KeyInfo(
            row.Id,
            workspaceId,
            row.Name,
            row.Hint,
            row.Scopes.Split(' '),
            Instant.FromUnixTimeMilliseconds(row.Created),
            row.By,
            UnixTime.ToInstant(row.Revoked),
            UnixTime.ToInstant(row.Used)))];
    }
}
