using System.Data.Common;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>A target that fails.</summary>
/// <param name="Failures">How often without a success between.</param>
/// <param name="HeldUntil">Until when it is left alone.</param>
/// <param name="Since">When it began.</param>
internal sealed record Circuit(int Failures, Instant HeldUntil, Instant Since);

/// <summary>What changes of a target; what is null stays.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="Types">Which events it is told.</param>
/// <param name="IsEnabled">Whether it is told anything.</param>
/// <param name="Secret">The signing secret of Slack's app; an empty text takes it away.</param>
internal sealed record TargetChange(string? Name, string? Url, IReadOnlyList<string>? Types, bool? IsEnabled, string? Secret)
{
    /// <summary>False where the target is so already.</summary>
    public bool IsOther(Target target) => IsElsewhere(target)
        || Name is not null && Name != target.Name
        || Types is not null && !Types.SequenceEqual(target.Types)
        || Secret is not null && Secret != (target.Secret ?? "");

    /// <summary>True where it is sent to another address, or sent again or no longer.</summary>
    public bool IsElsewhere(Target target) => Url is not null && Url != target.Url || IsEnabled is { } enabled && enabled != target.Disabled is null;
}

/// <summary>The webhooks and channels of a workspace.</summary>
internal sealed class TargetStore(IDatabase database, IClock clock)
{
    /// <summary>The most that a workspace may have.</summary>
    public const int Most = 50;

    /// <summary>How long the secret before signs, too.</summary>
    public static readonly Duration Overlap = Duration.FromHours(24);

    /// <summary>All of one kind with how they fare, the oldest first.</summary>
    public async Task<IReadOnlyList<(Target Target, Circuit? Circuit)>> AllAsync(Guid workspaceId, TargetKind kind, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var circuits = await CircuitsAsync(connection, workspaceId, only: null, cancel);
        return [.. Targets.Of(connection, workspaceId).All.Where(target => target.Kind == kind).Select(target => (target, circuits.GetValueOrDefault(target.Id)))];
    }

    /// <summary>One with how it fares; null where there is none of that kind.</summary>
    public async Task<(Target Target, Circuit? Circuit)?> FindAsync(Guid workspaceId, TargetKind kind, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return Targets.Of(connection, workspaceId).Find(id) is { } target && target.Kind == kind ? (target, (await CircuitsAsync(connection, workspaceId, id, cancel)).GetValueOrDefault(id)) : null;
    }

    /// <summary>How the mail server fares; null where it works.</summary>
    public async Task<Circuit?> MailCircuitAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return (await CircuitsAsync(connection, workspaceId, Target.MailServer, cancel)).GetValueOrDefault(Target.MailServer);
    }

    private static async Task<Dictionary<Guid, Circuit>> CircuitsAsync(DbConnection connection, Guid workspaceId, Guid? only, CancellationToken cancel) =>
        (await connection.QueryAsync<(Guid Id, int Failures, long HeldUntil, long Since)>(new CommandDefinition(
            $"SELECT target_id, failures, held_until, since FROM circuit WHERE workspace_id = @workspaceId{(only is null ? "" : " AND target_id = @only")}", new { workspaceId, only }, cancellationToken: cancel)))
            .ToDictionary(row => row.Id, row => new Circuit(row.Failures, Instant.FromUnixTimeMilliseconds(row.HeldUntil), Instant.FromUnixTimeMilliseconds(row.Since)));

    /// <summary>Adds one. Null where there are <see cref="Most"/> already.</summary>
    public Task<Target?> AddAsync(Guid workspaceId, TargetKind kind, string name, string url, IReadOnlyList<string> types, string? secret, AuditedAct act, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var target = new Target(Guid.CreateVersion7(now.ToDateTimeOffset()), kind, name, url, types, secret, null, null, now, null, null);
        return ChangeAsync<Target?>(
            workspaceId,
            transaction =>
            {
                if (transaction.Connection!.ExecuteScalar<long>("SELECT COUNT(*) FROM target WHERE workspace_id = @workspaceId", new { workspaceId }, transaction) >= Most)
                {
                    return null;
                }

                Execute(
                    transaction,
                    """
                    INSERT INTO target (workspace_id, target_id, kind, name, url, types, secret, created_at)
                    VALUES (@workspaceId, @Id, @kind, @Name, @Url, @types, @Secret, @created)
                    """,
                    new { workspaceId, target.Id, kind = (short)kind, target.Name, target.Url, types = string.Join(' ', types), target.Secret, created = now.ToUnixTimeMilliseconds() });
                act.Note(transaction, workspaceId, now);
                return target;
            },
            cancel);
    }

    /// <summary>Changes one. False where there is none of that kind.</summary>
    public Task<bool> ChangeAsync(Guid workspaceId, TargetKind kind, Guid id, TargetChange change, AuditedAct act, CancellationToken cancel) => ChangeAsync(
        workspaceId,
        transaction =>
        {
            // What says nothing new leaves everything as it is, a target that is held back, too: nothing happens that the audit log does not tell.
            if (Targets.Of(transaction, workspaceId).Find(id) is not { } before || before.Kind != kind)
            {
                return false;
            }

            if (!change.IsOther(before))
            {
                return true;
            }

            var now = clock.GetCurrentInstant();
            act.Note(transaction, workspaceId, now);
            Execute(
                transaction,
                """
                UPDATE target SET name = COALESCE(@Name, name), url = COALESCE(@Url, url), types = COALESCE(@types, types), secret = NULLIF(COALESCE(@Secret, secret), '')
                WHERE workspace_id = @workspaceId AND target_id = @id AND kind = @kind
                """,
                new { workspaceId, id, kind = (short)kind, change.Name, change.Url, types = change.Types is null ? null : string.Join(' ', change.Types), change.Secret });
            if (change.IsElsewhere(before))
            {
                // What was known of the old address says nothing of the new one.
                Execute(transaction, "DELETE FROM circuit WHERE workspace_id = @workspaceId AND target_id = @id", new { workspaceId, id });
                Outbox.HasAdded = true;
            }

            if (change.IsEnabled is false)
            {
                Disable(transaction, workspaceId, id, now, "It was disabled by hand.");
            }
            else if (change.IsEnabled is true)
            {
                Execute(transaction, "UPDATE target SET disabled_at = NULL, disabled_because = NULL WHERE workspace_id = @workspaceId AND target_id = @id", new { workspaceId, id });
            }

            return true;
        },
        cancel);

    /// <summary>Makes a new secret; the one before signs, too, for <see cref="Overlap"/>. Null where there is no such webhook.</summary>
    public Task<string?> RotateAsync(Guid workspaceId, Guid id, AuditedAct act, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var secret = WebhookSecret.New();
        var until = (now + Overlap).ToUnixTimeMilliseconds();
        return ChangeAsync<string?>(
            workspaceId,
            transaction =>
            {
                if (Execute(
                    transaction,
                    "UPDATE target SET old_secret = secret, old_secret_until = @until, secret = @secret WHERE workspace_id = @workspaceId AND target_id = @id AND kind = @kind",
                    new { workspaceId, id, kind = (short)TargetKind.Webhook, secret, until }) == 0)
                {
                    return null;
                }

                act.Note(transaction, workspaceId, now);
                return secret;
            },
            cancel);
    }

    /// <summary>Deletes one; what it has not taken is given up. False where there is none of that kind.</summary>
    public Task<bool> DeleteAsync(Guid workspaceId, TargetKind kind, Guid id, AuditedAct act, CancellationToken cancel) => ChangeAsync(
        workspaceId,
        transaction =>
        {
            var parameters = new { workspaceId, id, kind = (short)kind };
            if (Execute(transaction, "DELETE FROM target WHERE workspace_id = @workspaceId AND target_id = @id AND kind = @kind", parameters) == 0)
            {
                return false;
            }

            Execute(transaction, "DELETE FROM circuit WHERE workspace_id = @workspaceId AND target_id = @id", parameters);
            MessageTable.Bury(transaction, workspaceId, id, queuedBefore: null, "Its target was deleted.", clock.GetCurrentInstant());
            act.Note(transaction, workspaceId, clock.GetCurrentInstant());
            return true;
        },
        cancel);

    /// <summary>Disables a target, and gives up what it has not taken.</summary>
    public static void Disable(DbTransaction transaction, Guid workspaceId, Guid id, Instant now, string because)
    {
        Execute(
            transaction,
            "UPDATE target SET disabled_at = @now, disabled_because = @because WHERE workspace_id = @workspaceId AND target_id = @id AND disabled_at IS NULL",
            new { workspaceId, id, now = now.ToUnixTimeMilliseconds(), because });
        MessageTable.Bury(transaction, workspaceId, id, queuedBefore: null, $"Its target is disabled: {because}", now);
        Note(transaction, workspaceId);
    }

    private Task<T> ChangeAsync<T>(Guid workspaceId, Func<DbTransaction, T> change, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            WorkspaceTurn.Own(transaction, workspaceId);
            var changed = change(transaction);
            Note(transaction, workspaceId);
            return changed;
        },
        cancel);

    /// <summary>From the commit on, everybody reads the targets anew.</summary>
    private static void Note(DbTransaction transaction, Guid workspaceId) =>
        Execute(transaction, "UPDATE workspace SET targets = @id WHERE workspace_id = @workspaceId", new { workspaceId, id = Guid.CreateVersion7() });

    private static int Execute(DbTransaction transaction, string sql, object parameters) => transaction.Connection!.Execute(sql, parameters, transaction);
}
