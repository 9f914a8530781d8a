using System.Data.Common;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>What messages are asked for.</summary>
/// <param name="State">Only these; null for all.</param>
/// <param name="LeadId">Only those about this lead.</param>
/// <param name="Type">Only those of this type.</param>
/// <param name="TargetId">Only those to this target.</param>
/// <param name="Limit">How many.</param>
/// <param name="Before">Only those before this id; null begins with the newest.</param>
internal sealed record MessageQuery(MessageState? State, Guid? LeadId, string? Type, Guid? TargetId, int Limit, Guid? Before);

/// <summary>Messages as they are kept: to look at, to send again, to delete in the end.</summary>
internal sealed class MessageTable(IDatabase database, IClock clock)
{
    private const int AtOnce = 1_000;

    private const string Selected =
        """
        SELECT message_id AS Id, type AS Type, created_at AS CreatedAt, lead_id AS LeadId, target_kind AS Kind, target_id AS TargetId, address AS Address, state AS State,
            due_at AS DueAt, attempts AS Attempts, tried_at AS TriedAt, finished_at AS FinishedAt, problem AS Problem
        """;

    /// <summary>The statement that lists what is asked for, the newest first.</summary>
    internal static string ListSql(MessageQuery query) => string.Concat(
        Selected,
        " FROM message WHERE workspace_id = @workspaceId",
        query.LeadId is null ? "" : " AND lead_id = @LeadId",
        query.TargetId is null ? "" : " AND target_id = @TargetId",
        query.State is { } state ? FormattableString.Invariant($" AND state = {(short)state}") : "",
        query.Type is null ? "" : " AND type = @Type",
        query.Before is null ? "" : " AND message_id < @Before",
        " ORDER BY message_id DESC LIMIT @Limit");

    /// <summary>Lists messages, the newest first.</summary>
    public async Task<IReadOnlyList<KeptMessage>> ListAsync(Guid workspaceId, MessageQuery query, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<KeptMessage>(new CommandDefinition(
            ListSql(query), new { workspaceId, query.LeadId, query.TargetId, query.Type, query.Before, query.Limit }, cancellationToken: cancel))];
    }

    /// <summary>A message with its content; null where there is none.</summary>
    public async Task<(KeptMessage Message, string Content)?> FindAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var parameters = new { workspaceId, id };
        var message = await connection.QueryFirstOrDefaultAsync<KeptMessage>(new CommandDefinition(
            Selected + " FROM message WHERE workspace_id = @workspaceId AND message_id = @id", parameters, cancellationToken: cancel));
        return message is null
            ? null
            : (message, (await connection.ExecuteScalarAsync<string>(new CommandDefinition(
                "SELECT content FROM message WHERE workspace_id = @workspaceId AND message_id = @id", parameters, cancellationToken: cancel)))!);
    }

    /// <summary>The newest attempts to send a message, the newest first.</summary>
    public async Task<IReadOnlyList<AttemptRow>> AttemptsAsync(Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return [.. await connection.QueryAsync<AttemptRow>(new CommandDefinition(
            """
            SELECT at AS At, milliseconds AS Milliseconds, status AS Status, answer AS Answer, problem AS Problem
            FROM attempt WHERE workspace_id = @workspaceId AND message_id = @id ORDER BY at DESC
            """,
            new { workspaceId, id },
            cancellationToken: cancel))];
    }

    /// <summary>How many messages to each webhook and channel wait, how many were given up (but for those that only try it), each up to a thousand, and what came of the newest.</summary>
    public Task<IReadOnlyDictionary<Guid, MessageCount>> CountsAsync(Guid workspaceId, CancellationToken cancel) =>
        CountsAsync("SELECT target_id FROM target WHERE workspace_id = @workspaceId UNION ALL SELECT @id", workspaceId, Target.MailServer, cancel);

    /// <summary>The same of one target.</summary>
    public async Task<MessageCount> CountAsync(Guid workspaceId, Guid targetId, CancellationToken cancel) =>
        (await CountsAsync("SELECT @id AS target_id", workspaceId, targetId, cancel))[targetId];

    private async Task<IReadOnlyDictionary<Guid, MessageCount>> CountsAsync(string targets, Guid workspaceId, Guid id, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return (await connection.QueryAsync<(Guid Id, int Waiting, int Dead, int Last)>(new CommandDefinition(
            $"""
            SELECT t.target_id,
                (SELECT COUNT(*) FROM (SELECT 1 FROM message AS m WHERE m.workspace_id = @workspaceId AND m.target_id = t.target_id AND m.state = 0 LIMIT {AtOnce}) AS waiting),
                (SELECT COUNT(*) FROM (SELECT 1 FROM message AS m WHERE m.workspace_id = @workspaceId AND m.target_id = t.target_id AND m.state = 2 AND m.type <> @test LIMIT {AtOnce}) AS dead),
                COALESCE((
                    SELECT CASE WHEN newest.state = 1 THEN 1 ELSE 2 END
                    FROM (SELECT m.message_id, m.state, m.tried_at FROM message AS m WHERE m.workspace_id = @workspaceId AND m.target_id = t.target_id ORDER BY m.message_id DESC LIMIT {AtOnce}) AS newest
                    WHERE newest.tried_at IS NOT NULL ORDER BY newest.message_id DESC LIMIT 1), 0)
            FROM ({targets}) AS t
            """,
            new { workspaceId, id, test = EventTypes.Test },
            cancellationToken: cancel))).ToDictionary(row => row.Id, row => new MessageCount(row.Waiting, row.Dead, (LastTry)row.Last));
    }

    /// <summary>Gives a message to be sent again, whatever has become of it, as if it had never been tried. False where there is none, or its target is gone or disabled.</summary>
    public Task<bool> ResendAsync(Guid workspaceId, Guid id, AuditedAct act, CancellationToken cancel) => QueueAsync(workspaceId, "message_id = @id", new { workspaceId, id, now = Now }, n => n > 0, _ => act, cancel);

    /// <summary>Gives all that is dead to be sent again, but for attempts to try a target, and for what went to one that is gone or disabled.</summary>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="targetId">Only what goes to this one; null for all.</param>
    /// <param name="act">What that is for the audit log.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many.</returns>
    public Task<int> ResendDeadAsync(Guid workspaceId, Guid? targetId, AuditedAct act, CancellationToken cancel) =>
        QueueAsync(
            workspaceId,
            "state = 2 AND type <> @test" + (targetId is null ? "" : " AND target_id = @targetId"),
            new { workspaceId, targetId, test = EventTypes.Test, now = Now },
            n => n,
            n => act with { Detail = new { Messages = n } },
            cancel);

    /// <summary>Gives all that was made for a target since a moment to be sent again, what was taken already as well. Attempts to try it are left out.</summary>
    /// <returns>How many.</returns>
    public Task<int> ReplayAsync(Guid workspaceId, Guid targetId, Instant since, AuditedAct act, CancellationToken cancel) => QueueAsync(
        workspaceId,
        "target_id = @targetId AND created_at >= @since AND message_id >= @first AND state <> 0 AND type <> @test",
        new { workspaceId, targetId, since = since.ToUnixTimeMilliseconds(), first = UnixTime.FirstIdAt(since), test = EventTypes.Test, now = Now },
        n => n,
        _ => act,
        cancel);

    /// <summary>Deletes some of what was sent or given up, and is too old.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DeleteAsync(Guid workspaceId, int days, CancellationToken cancel)
    {
        var parameters = new { workspaceId, before = UnixTime.FirstIdAt(clock.GetCurrentInstant() - Duration.FromDays(days)) };
        await using (var connection = await database.OpenReadAsync(cancel))
        {
            const string Any = "SELECT 1 FROM message WHERE workspace_id = @workspaceId AND state = {0} AND message_id < @before LIMIT 1";
            if (await HasAsync(connection, string.Format(null, Any, 1)) is false && await HasAsync(connection, string.Format(null, Any, 2)) is false)
            {
                return 0;
            }
        }

        return await database.WriteAsync(
            transaction => Enumerable.Range(1, 2).Sum(state =>
            {
                var old = FormattableString.Invariant($"SELECT message_id FROM message WHERE workspace_id = @workspaceId AND state = {state} AND message_id < @before ORDER BY message_id LIMIT {AtOnce}");
                transaction.Connection!.Execute($"DELETE FROM attempt WHERE workspace_id = @workspaceId AND message_id IN ({old})", parameters, transaction);
                return transaction.Connection!.Execute($"DELETE FROM message WHERE workspace_id = @workspaceId AND message_id IN ({old})", parameters, transaction);
            }),
            cancel);

        async Task<bool> HasAsync(DbConnection connection, string sql) =>
            await connection.ExecuteScalarAsync<int?>(new CommandDefinition(sql, parameters, cancellationToken: cancel)) is not null;
    }

    /// <summary>Gives up what goes to a webhook or a channel that is not there any more, or is disabled: it was made while that happened.</summary>
    /// <returns>How many.</returns>
    public async Task<int> BuryLostAsync(Guid workspaceId, CancellationToken cancel)
    {
        const string Lost = "state = 0 AND target_kind <> 0 AND NOT EXISTS (SELECT 1 FROM target AS t WHERE t.workspace_id = m.workspace_id AND t.target_id = m.target_id AND t.disabled_at IS NULL)";
        await using (var connection = await database.OpenReadAsync(cancel))
        {
            if (await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
                $"SELECT 1 FROM message AS m WHERE workspace_id = @workspaceId AND {Lost} LIMIT 1", new { workspaceId }, cancellationToken: cancel)) is null)
            {
                return 0;
            }
        }

        return await database.WriteAsync(
            transaction => transaction.Connection!.Execute(
                $"UPDATE message AS m SET state = 2, finished_at = @now, problem = @problem WHERE workspace_id = @workspaceId AND {Lost}",
                new { workspaceId, now = Now, problem = "Its target was deleted or disabled." },
                transaction),
            cancel);
    }

    /// <summary>Gives up e-mail that has waited for a mail server for longer than anything waits for its target. For a server that has none.</summary>
    /// <returns>How many.</returns>
    public async Task<int> BuryMailAsync(Guid workspaceId, CancellationToken cancel)
    {
        var before = clock.GetCurrentInstant() - Schedule.Longest;
        await using (var connection = await database.OpenReadAsync(cancel))
        {
            if (await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
                "SELECT 1 FROM message WHERE workspace_id = @workspaceId AND target_id = @mail AND state = 0 AND queued_at < @before LIMIT 1",
                new { workspaceId, mail = Target.MailServer, before = before.ToUnixTimeMilliseconds() },
                cancellationToken: cancel)) is null)
            {
                return 0;
            }
        }

        return await database.WriteAsync(transaction => Bury(transaction, workspaceId, Target.MailServer, before, MailServer.NeverSetUp, clock.GetCurrentInstant()), cancel);
    }

    /// <summary>When the oldest message was made that is still to be sent; null where there is none.</summary>
    public async Task<Instant?> OldestPendingAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return UnixTime.ToInstant(await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT created_at FROM message WHERE workspace_id = @workspaceId AND state = 0 ORDER BY message_id LIMIT 1", new { workspaceId }, cancellationToken: cancel)));
    }

    /// <summary>Gives up what a target has not taken.</summary>
    /// <param name="transaction">Of what is the cause.</param>
    /// <param name="workspaceId">Whose.</param>
    /// <param name="targetId">What goes to this one.</param>
    /// <param name="queuedBefore">Only what was given to be sent before; null for all.</param>
    /// <param name="problem">Why.</param>
    /// <param name="now">When.</param>
    /// <returns>How many.</returns>
    public static int Bury(DbTransaction transaction, Guid workspaceId, Guid targetId, Instant? queuedBefore, string problem, Instant now) => transaction.Connection!.Execute(
        $"""
        UPDATE message SET state = 2, finished_at = @now, problem = @problem
        WHERE workspace_id = @workspaceId AND target_id = @targetId AND state = 0{(queuedBefore is null ? "" : " AND queued_at < @before")}
        """,
        new { workspaceId, targetId, problem, now = now.ToUnixTimeMilliseconds(), before = queuedBefore?.ToUnixTimeMilliseconds() ?? 0 },
        transaction);

    private long Now => clock.GetCurrentInstant().ToUnixTimeMilliseconds();

    /// <summary>Has messages sent again, but none whose webhook or channel is not there any more, or is disabled.</summary>
    private Task<T> QueueAsync<T>(Guid workspaceId, string which, object parameters, Func<int, T> result, Func<int, AuditedAct> act, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(workspaceId, Guid.Empty);
        return database.WriteAsync(
            transaction =>
            {
                var queued = transaction.Connection!.Execute(
                    $"""
                    UPDATE message SET state = 0, attempts = 0, queued_at = @now, due_at = @now, tried_at = NULL, finished_at = NULL, holder = NULL, problem = NULL
                    WHERE workspace_id = @workspaceId AND {which} AND (target_kind = 0 OR EXISTS (
                        SELECT 1 FROM target AS t WHERE t.workspace_id = message.workspace_id AND t.target_id = message.target_id AND t.disabled_at IS NULL))
                    """,
                    parameters,
                    transaction);
                if (queued > 0)
                {
                    Outbox.HasAdded = true;
                    act(queued).Note(transaction, workspaceId, clock.GetCurrentInstant());
                }

                return result(queued);
            },
            cancel);
    }
}

/// <summary>A message and what has become of it, without its content.</summary>
internal sealed class KeptMessage
{
    public Guid Id { get; init; }

    public string Type { get; init; } = "";

    public long CreatedAt { get; init; }

    public Guid? LeadId { get; init; }

    public short Kind { get; init; }

    public Guid TargetId { get; init; }

    public string Address { get; init; } = "";

    public short State { get; init; }

    public long DueAt { get; init; }

    public int Attempts { get; init; }

    public long? TriedAt { get; init; }

    public long? FinishedAt { get; init; }

    public string? Problem { get; init; }
}
