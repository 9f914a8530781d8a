using System.Data.Common;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Retention;

/// <summary>
/// Deletes what leads did on days that are too long ago, in small pieces, on whichever node comes to it first. Who somebody is, imports and changes
/// by hand stay: a lead's attributes are read from them again.
/// </summary>
internal sealed class OldEvents(IDatabase database, EventRetention retention, IClock clock)
{
    private const int EventsAtOnce = 2_000;
    private const int LeadsAtOnce = 500;

    /// <summary>Does a piece of the work that a workspace has.</summary>
    /// <returns>How many events were deleted; null where there is nothing to do, or another node does it.</returns>
    public async Task<int?> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var (from, pass) = (From(await retention.DaysAsync(workspaceId, cancel)), await PassAsync(workspaceId, cancel));
        return from is null || pass?.From > from || pass == (from, true) ? null
            : pass == (from, false) ? await database.WriteAsync(transaction => Delete(transaction, workspaceId), cancel)
            : await database.WriteAsync(transaction => Begin(transaction, workspaceId), cancel);
    }

    /// <summary>The first moment of which events are kept where so many whole UTC days before today are; null where all are.</summary>
    private long? From(int days) => days == 0 ? null : retention.FirstDay(days).AtMidnight().InUtc().ToInstant().ToUnixTimeMilliseconds();

    private async Task<(long From, bool Finished)?> PassAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return await connection.QueryFirstOrDefaultAsync<(long, long?)?>(new CommandDefinition(
            "SELECT events_from, finished_at FROM retention WHERE workspace_id = @workspaceId", new { workspaceId }, cancellationToken: cancel)) is var (from, finished)
            ? (from, finished is not null)
            : null;
    }

    /// <summary>
    /// Moves the horizon, before anything is deleted: it waits for everybody who counts by the old one, and whoever counts later keeps what the older
    /// days came to. So no count ever sees a day of which some events are gone.
    /// </summary>
    private int? Begin(DbTransaction transaction, Guid workspaceId)
    {
        var connection = transaction.Connection!;
        WorkspaceTurn.Own(transaction, workspaceId);
        if (From(retention.Hold(transaction, workspaceId)) is not { } from)
        {
            return null;
        }

        connection.Execute(
            "UPDATE workspace SET events_from = @from WHERE workspace_id = @workspaceId AND (events_from IS NULL OR events_from < @from)", new { workspaceId, from }, transaction);
        connection.Execute(
            """
            INSERT INTO retention (workspace_id, events_from, after_lead, finished_at) VALUES (@workspaceId, @from, @first, NULL)
            ON CONFLICT (workspace_id) DO UPDATE SET events_from = @from, after_lead = @first, finished_at = NULL WHERE retention.events_from < @from
            """,
            new { workspaceId, from, first = Guid.Empty },
            transaction);
        return 0;
    }

    /// <summary>Whoever wants more to be kept waits for a piece that is being deleted, and for no other.</summary>
    private int? Delete(DbTransaction transaction, Guid workspaceId)
    {
        var connection = transaction.Connection!;
        var kept = From(retention.Hold(transaction, workspaceId));
        if (connection.QueryFirstOrDefault<(long From, Guid After)?>(
            $"SELECT events_from, after_lead FROM retention WHERE workspace_id = @workspaceId AND finished_at IS NULL{transaction.Claiming()}", new { workspaceId }, transaction)
            is not var (from, after) || kept is null || from > kept)
        {
            return null;
        }

        var leads = connection.Query<Guid>(
            $"SELECT lead_id FROM lead WHERE workspace_id = @workspaceId AND lead_id > @after ORDER BY lead_id LIMIT {LeadsAtOnce}", new { workspaceId, after }, transaction).ToList();
        var last = leads.LastOrDefault(after);
        var deleted = connection.Execute(
            $"""
            DELETE FROM event
            WHERE workspace_id = @workspaceId AND event_id IN (
                SELECT event_id FROM event
                WHERE workspace_id = @workspaceId AND lead_id > @after AND lead_id <= @last AND occurred_at < @from AND {EventRetention.IsOfLead}
                LIMIT {EventsAtOnce})
            """,
            new { workspaceId, after, last, from },
            transaction);

        // Of leads with more events than are deleted at once, the rest comes next.
        var isDone = deleted < EventsAtOnce;
        connection.Execute(
            "UPDATE retention SET after_lead = @after, finished_at = @finished WHERE workspace_id = @workspaceId",
            new
            {
                workspaceId,
                after = isDone ? last : after,
                finished = isDone && leads.Count < LeadsAtOnce ? clock.GetCurrentInstant().ToUnixTimeMilliseconds() : (long?)null,
            },
            transaction);
        return deleted;
    }
}
