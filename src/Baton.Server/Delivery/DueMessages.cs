using System.Data.Common;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>A message that this node sends just now.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Type">What it tells.</param>
/// <param name="Created">When that happened.</param>
/// <param name="LeadId">Whom it is about.</param>
/// <param name="Content">The rest of it, as it is kept.</param>
/// <param name="Address">Of e-mail, whose.</param>
/// <param name="Kind">Of what kind its target is.</param>
/// <param name="Target">Where it goes; null for e-mail.</param>
/// <param name="Attempts">How many have failed.</param>
/// <param name="Queued">When it was last given to be sent.</param>
/// <param name="Holder">Tells this attempt from others.</param>
/// <param name="IsProbe">True where its target is held back, and this is to find out whether it is there again.</param>
internal sealed record Claimed(Guid Id, string Type, Instant Created, Guid? LeadId, string Content, string Address, TargetKind Kind, Target? Target, int Attempts, Instant Queued, Guid Holder, bool IsProbe)
{
    /// <summary>What it goes to: a webhook, a channel, the mail server.</summary>
    public Guid TargetId => Target?.Id ?? Delivery.Target.MailServer;
}

/// <summary>
/// Shares out what is to be sent among all nodes. A claimed message stays pending, and is due again when its lease is over: a node that dies while it sends leaves
/// nothing behind that others would not find. The next message of its lead to its target waits until it is sent or dead.
/// </summary>
internal sealed class DueMessages(IDatabase database, ServerOptions options, IClock clock)
{
    /// <summary>How long a node has a message for itself; longer than any attempt takes.</summary>
    public static readonly Duration Lease = Duration.FromMinutes(1);

    /// <summary>A condition: no message of the same lead to the same target is before this one.</summary>
    private const string IsNext =
        """
        NOT EXISTS (
            SELECT 1 FROM message AS e
            WHERE e.workspace_id = m.workspace_id AND e.lead_id = m.lead_id AND e.target_id = m.target_id AND e.state = 0 AND e.place < m.place AND e.address = m.address)
        """;

    /// <summary>Targets that have something to be sent now. The mail server is one where <c>@mail</c> is its id.</summary>
    internal const string FindSql =
        $"""
        SELECT t.target_id
        FROM (SELECT target_id FROM target WHERE workspace_id = @workspaceId AND disabled_at IS NULL UNION ALL SELECT @mail) AS t
        LEFT JOIN circuit AS c ON c.workspace_id = @workspaceId AND c.target_id = t.target_id
        WHERE COALESCE(c.held_until, 0) <= @now
            AND EXISTS (
                SELECT 1 FROM message AS m
                WHERE m.workspace_id = @workspaceId AND m.target_id = t.target_id AND m.state = 0 AND m.due_at <= @now AND {IsNext})
        """;

    /// <summary>What is due of a target.</summary>
    internal const string ClaimSql =
        $"""
        SELECT m.message_id AS Id, m.type AS Type, m.created_at AS CreatedAt, m.lead_id AS LeadId, m.content AS Content, m.address AS Address, m.target_kind AS Kind,
            m.attempts AS Attempts, m.queued_at AS QueuedAt
        FROM message AS m
        WHERE m.workspace_id = @workspaceId AND m.target_id = @targetId AND m.state = 0 AND m.due_at <= @now AND {IsNext}
        ORDER BY m.due_at LIMIT @most
        """;

    private static readonly BulkUpdate<(Guid Id, Guid Holder, long Until)> Hold = new(
        "message",
        new Columns<(Guid Id, Guid Holder, long Until)>().Uuid("message_id", row => row.Id),
        new Columns<(Guid Id, Guid Holder, long Until)>().Uuid("holder", row => row.Holder).Bigint("due_at", row => row.Until));

    /// <summary>Finds the targets of a workspace that have something to be sent now, without a lock.</summary>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="hasMail">False where there is no mail server: e-mail waits for one.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<Guid>> FindTargetsAsync(Guid workspaceId, bool hasMail, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<Guid>(new CommandDefinition(
            FindSql, new { workspaceId, mail = hasMail ? Target.MailServer : Guid.Empty, now = Now }, cancellationToken: cancel))];
    }

    /// <summary>Takes messages that are due, up to a number; of a target that is held back one, once its pause is over.</summary>
    public Task<IReadOnlyList<Claimed>> ClaimAsync(Guid workspaceId, Guid targetId, int most, CancellationToken cancel) =>
        database.WriteAsync(transaction => Claim(transaction, workspaceId, targetId, most), cancel);

    /// <summary>Writes what came of an attempt.</summary>
    /// <returns>What has become of the message.</returns>
    public Task<MessageState> SettleAsync(Guid workspaceId, Claimed message, Attempt attempt, CancellationToken cancel) => database.WriteAsync(
        transaction =>
        {
            var state = attempt.Outcome switch
            {
                Outcome.Sent => Succeed(transaction, workspaceId, message),
                Outcome.Refused refused => Die(transaction, workspaceId, message, refused.Problem),
                Outcome.Gone gone => GiveUpTarget(transaction, workspaceId, message, gone.Problem),
                Outcome.Failed failed => Fail(transaction, workspaceId, message, failed),
                _ => throw new ArgumentOutOfRangeException(nameof(attempt)),
            };
            attempt.Note(transaction, workspaceId, message.Id, clock.GetCurrentInstant());
            return state;
        },
        cancel);

    private long Now => clock.GetCurrentInstant().ToUnixTimeMilliseconds();

    private IReadOnlyList<Claimed> Claim(DbTransaction transaction, Guid workspaceId, Guid targetId, int most)
    {
        var connection = transaction.Connection!;
        var target = targetId == Target.MailServer ? null : Targets.Of(transaction, workspaceId).Find(targetId);
        if (targetId != Target.MailServer && target is not { Disabled: null })
        {
            return [];
        }

        var now = Now;
        var until = (clock.GetCurrentInstant() + Lease).ToUnixTimeMilliseconds();
        var circuit = CircuitOf(transaction, workspaceId, targetId);
        if (circuit is var (failures, heldUntil, _) && heldUntil > now)
        {
            return [];
        }

        var isProbe = circuit is var (count, _, _) && count >= Schedule.FailuresToHold;
        var rows = connection.Query<DueRow>(ClaimSql + transaction.Claiming(), new { workspaceId, targetId, now, most = isProbe ? 1 : most }, transaction).ToList();
        if (rows.Count == 0 || (isProbe && !HoldBack(transaction, workspaceId, targetId, now, until)))
        {
            return [];
        }

        // Webhooks have no links, and are signed: what they say is sent as it is.
        var url = rows.Exists(row => (TargetKind)row.Kind != TargetKind.Webhook && row.Content.Contains(WorkspaceStore.UnknownUrl, StringComparison.Ordinal))
            ? connection.ExecuteScalar<string?>("SELECT url FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction) ?? options.Address()
            : null;
        var claimed = rows.ConvertAll(row => new Claimed(
            row.Id,
            row.Type,
            Instant.FromUnixTimeMilliseconds(row.CreatedAt),
            row.LeadId,
            url is null || (TargetKind)row.Kind == TargetKind.Webhook ? row.Content : row.Content.Replace(WorkspaceStore.UnknownUrl, url, StringComparison.Ordinal),
            row.Address,
            (TargetKind)row.Kind,
            target,
            row.Attempts,
            Instant.FromUnixTimeMilliseconds(row.QueuedAt),
            Guid.CreateVersion7(),
            isProbe));
        Hold.Run(transaction, workspaceId, claimed.ConvertAll(message => (message.Id, message.Holder, until)));
        return claimed;
    }

    /// <summary>Takes it on itself to find out about a target. False where another node does.</summary>
    private static bool HoldBack(DbTransaction transaction, Guid workspaceId, Guid targetId, long now, long until) => transaction.Connection!.Execute(
        "UPDATE circuit SET held_until = @until WHERE workspace_id = @workspaceId AND target_id = @targetId AND held_until <= @now", new { workspaceId, targetId, now, until }, transaction) == 1;

    /// <summary>One that was given up meanwhile, because its target was disabled, was sent all the same.</summary>
    private MessageState Succeed(DbTransaction transaction, Guid workspaceId, Claimed message)
    {
        // Everybody who changes both locks the circuit before messages.
        Execute(transaction, "DELETE FROM circuit WHERE workspace_id = @workspaceId AND target_id = @TargetId", new { workspaceId, message.TargetId });
        Execute(
            transaction,
            """
            UPDATE message SET state = 1, attempts = attempts + 1, tried_at = @now, finished_at = @now, problem = NULL, holder = NULL
            WHERE workspace_id = @workspaceId AND message_id = @Id AND holder = @Holder
            """,
            new { workspaceId, message.Id, message.Holder, now = Now });
        return MessageState.Sent;
    }

    private MessageState Die(DbTransaction transaction, Guid workspaceId, Claimed message, string problem)
    {
        Execute(
            transaction,
            """
            UPDATE message SET state = 2, attempts = attempts + 1, tried_at = @now, finished_at = @now, problem = @problem, holder = NULL
            WHERE workspace_id = @workspaceId AND message_id = @Id AND holder = @Holder
            """,
            new { workspaceId, message.Id, message.Holder, now = Now, problem });
        return MessageState.Dead;
    }

    private MessageState GiveUpTarget(DbTransaction transaction, Guid workspaceId, Claimed message, string problem)
    {
        WorkspaceTurn.Own(transaction, workspaceId);
        Die(transaction, workspaceId, message, problem);
        TargetStore.Disable(transaction, workspaceId, message.TargetId, clock.GetCurrentInstant(), problem);
        return MessageState.Dead;
    }

    private MessageState Fail(DbTransaction transaction, Guid workspaceId, Claimed message, Outcome.Failed failed)
    {
        var now = clock.GetCurrentInstant();
        var circuit = CircuitOf(transaction, workspaceId, message.TargetId);
        var failures = circuit is var (known, _, _) ? known : 0;
        var isHeld = failures >= Schedule.FailuresToHold;

        // Messages do not use up their attempts on a target that is known to be away, or that has asked for time.
        var attempts = message.Attempts + (isHeld || failed.RetryAfter is not null ? 0 : 1);
        var isDead = attempts >= Schedule.MostAttempts || now - message.Queued > Schedule.Longest;
        var wait = failed.RetryAfter is { } asked ? Schedule.Bounded(asked) : Schedule.WaitAfter(message.Id, Math.Clamp(attempts, 1, Schedule.MostAttempts - 1));
        Execute(
            transaction,
            """
            UPDATE message SET state = @state, attempts = @attempts, tried_at = @now, finished_at = @finished, due_at = @due, problem = @Problem, holder = NULL
            WHERE workspace_id = @workspaceId AND message_id = @Id AND holder = @Holder AND state = 0
            """,
            new
            {
                workspaceId,
                message.Id,
                message.Holder,
                attempts,
                now = now.ToUnixTimeMilliseconds(),
                state = (short)(isDead ? MessageState.Dead : MessageState.Pending),
                finished = isDead ? now.ToUnixTimeMilliseconds() : (long?)null,
                due = (now + wait).ToUnixTimeMilliseconds(),
                failed.Problem,
            });
        if (failed.IsOfTarget)
        {
            FailTarget(transaction, workspaceId, message, failed, circuit, now);
        }
        else if (message.IsProbe)
        {
            // The target is there: it has found fault with this one message.
            Execute(transaction, "DELETE FROM circuit WHERE workspace_id = @workspaceId AND target_id = @TargetId", new { workspaceId, message.TargetId });
        }

        return isDead ? MessageState.Dead : MessageState.Pending;
    }

    private static void FailTarget(
        DbTransaction transaction, Guid workspaceId, Claimed message, Outcome.Failed failed, (int Failures, long HeldUntil, long Since)? circuit, Instant now)
    {
        var (failures, heldUntil, since) = circuit ?? (0, 0, now.ToUnixTimeMilliseconds());
        var isHeld = failures >= Schedule.FailuresToHold;

        // Of those that were on their way when it was held back, none says anything new; and one that asks for time is there.
        if ((!isHeld || message.IsProbe) && failed.RetryAfter is null)
        {
            failures++;
        }

        if (failures >= Schedule.FailuresToHold && (!isHeld || message.IsProbe))
        {
            heldUntil = (now + Schedule.PauseAfter(message.TargetId, failures)).ToUnixTimeMilliseconds();
        }

        if (failed.RetryAfter is { } asked)
        {
            heldUntil = Math.Max(heldUntil, (now + Schedule.Bounded(asked)).ToUnixTimeMilliseconds());
        }

        Execute(
            transaction,
            """
            INSERT INTO circuit (workspace_id, target_id, failures, held_until, since) VALUES (@workspaceId, @TargetId, @failures, @heldUntil, @since)
            ON CONFLICT (workspace_id, target_id) DO UPDATE SET failures = EXCLUDED.failures, held_until = EXCLUDED.held_until
            """,
            new { workspaceId, message.TargetId, failures, heldUntil, since });
        if (isHeld && message.IsProbe)
        {
            MessageTable.Bury(transaction, workspaceId, message.TargetId, queuedBefore: now - Schedule.Longest, failed.Problem, now);
        }
    }

    private static (int Failures, long HeldUntil, long Since)? CircuitOf(DbTransaction transaction, Guid workspaceId, Guid targetId) =>
        transaction.Connection!.QueryFirstOrDefault<(int, long, long)?>(
            "SELECT failures, held_until, since FROM circuit WHERE workspace_id = @workspaceId AND target_id = @targetId" + (transaction is Npgsql.NpgsqlTransaction ? " FOR UPDATE" : ""),
            new { workspaceId, targetId },
            transaction);

    private static void Execute(DbTransaction transaction, string sql, object parameters) => transaction.Connection!.Execute(sql, parameters, transaction);

    private sealed class DueRow
    {
        public Guid Id { get; init; }

        public string Type { get; init; } = "";

        public long CreatedAt { get; init; }

        public Guid? LeadId { get; init; }

        public string Content { get; init; } = "";

        public string Address { get; init; } = "";

        public short Kind { get; init; }

        public int Attempts { get; init; }

        public long QueuedAt { get; init; }
    }
}
