using System.Collections.Concurrent;
using System.Data.Common;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>
/// Who is told of events in a workspace, as it was at one moment. Each change of the targets gives the workspace's row another id for them, so what was read once is
/// right for ever, and a workspace that has none costs nothing but that look:
/// <code>
/// foreach (var webhook in Targets.Of(transaction, workspaceId).Webhooks("lead.sql")) { … new WebhookContent(webhook, json) … }
/// </code>
/// </summary>
internal sealed class Targets
{
    private const int MostRemembered = 10_000;

    private static readonly ConcurrentDictionary<Guid, Targets> Remembered = new();

    private Targets(IReadOnlyList<Target> all) => All = all;

    /// <summary>Nobody.</summary>
    public static Targets None { get; } = new([]);

    /// <summary>Every target, the oldest first.</summary>
    public IReadOnlyList<Target> All { get; }

    /// <summary>The webhooks that are told events of a type, by their ids.</summary>
    public IEnumerable<Guid> Webhooks(string type) => Of(TargetKind.Webhook, type);

    /// <summary>The channels of Slack that are told events of a type, by their ids.</summary>
    public IEnumerable<Guid> Slack(string type) => Of(TargetKind.Slack, type);

    /// <summary>A target; null where there is none.</summary>
    public Target? Find(Guid id) => All.FirstOrDefault(target => target.Id == id);

    /// <summary>The targets as a transaction sees them.</summary>
    public static Targets Of(DbTransaction transaction, Guid workspaceId) => Of(transaction.Connection!, transaction, workspaceId);

    /// <summary>The targets as they are now.</summary>
    public static Targets Of(DbConnection connection, Guid workspaceId) => Of(connection, null, workspaceId);

    /// <summary>The targets whose id, the column <c>targets</c> of the workspace, is known to who has read that row.</summary>
    public static Targets Of(DbTransaction transaction, Guid workspaceId, Guid? targetsId) =>
        targetsId is { } id ? Get(transaction.Connection!, transaction, workspaceId, id) : None;

    private static Targets Of(DbConnection connection, DbTransaction? transaction, Guid workspaceId) =>
        connection.ExecuteScalar<Guid?>("SELECT targets FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction) is { } id
            ? Get(connection, transaction, workspaceId, id)
            : None;

    private static Targets Get(DbConnection connection, DbTransaction? transaction, Guid workspaceId, Guid id)
    {
        if (Remembered.TryGetValue(id, out var known))
        {
            return known;
        }

        // Between the two reads somebody may have changed them: what is read then is not remembered under the older id.
        var read = new Targets(Read(connection, transaction, workspaceId));
        if (connection.ExecuteScalar<Guid?>("SELECT targets FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction) == id)
        {
            if (Remembered.Count >= MostRemembered)
            {
                Remembered.Clear();
            }

            Remembered[id] = read;
        }

        return read;
    }

    private IEnumerable<Guid> Of(TargetKind kind, string type) => All.Where(target => target.Kind == kind && target.Takes(type)).Select(target => target.Id);

    private static List<Target> Read(DbConnection connection, DbTransaction? transaction, Guid workspaceId) =>
    [
        .. connection.Query<TargetRow>(
            """
            SELECT target_id AS Id, kind AS Kind, name AS Name, url AS Url, types AS Types, secret AS Secret, old_secret AS OldSecret, old_secret_until AS OldSecretUntil,
                created_at AS CreatedAt, disabled_at AS DisabledAt, disabled_because AS DisabledBecause
            FROM target WHERE workspace_id = @workspaceId ORDER BY target_id
            """,
            new { workspaceId },
            transaction).Select(row => row.ToTarget()),
    ];

    private sealed class TargetRow
    {
        public Guid Id { get; init; }

        public short Kind { get; init; }

        public string Name { get; init; } = "";

        public string Url { get; init; } = "";

        public string Types { get; init; } = "";

        public string? Secret { get; init; }

        public string? OldSecret { get; init; }

        public long? OldSecretUntil { get; init; }

        public long CreatedAt { get; init; }

        public long? DisabledAt { get; init; }

        public string? DisabledBecause { get; init; }

        public Target ToTarget() => new(
            Id,
            (TargetKind)Kind,
            Name,
            Url,
            Types.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Secret,
            OldSecret,
            UnixTime.ToInstant(OldSecretUntil),
            Instant.FromUnixTimeMilliseconds(CreatedAt),
            UnixTime.ToInstant(DisabledAt),
            DisabledBecause);
    }
}
