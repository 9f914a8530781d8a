using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Retention;

/// <summary>
/// Deletes what was kept for a while for somebody to come back for: answers to calls that may be repeated, rows that imports could not read; which links
/// were used that are too old by now; and pieces of files of which nothing is to be imported any more.
/// </summary>
internal sealed class Leftovers(IDatabase database, IClock clock)
{
    /// <summary>How long the rows that an import rejected can be fetched after its end.</summary>
    public static readonly Duration RowsKept = Duration.FromDays(90);

    private const int AtOnce = 1_000;

    /// <summary>Pieces of files are large.</summary>
    private const int PiecesAtOnce = 20;

    /// <summary>Does a piece of the work that a workspace has.</summary>
    /// <returns>How many were deleted.</returns>
    public Task<int> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var parameters = new
        {
            workspaceId,
            callsBefore = (now - IdempotentCalls.Kept).ToUnixTimeMilliseconds(),
            linksBefore = (now - Links.Life).ToUnixTimeMilliseconds(),
            rowsBefore = (now - RowsKept).ToUnixTimeMilliseconds(),
        };
        return database.WriteAsync(
            transaction => transaction.Connection!.Execute(
                $"""
                DELETE FROM idempotent_call
                WHERE workspace_id = @workspaceId AND (key_id, idempotency_key) IN (
                    SELECT key_id, idempotency_key FROM idempotent_call WHERE workspace_id = @workspaceId AND started_at < @callsBefore LIMIT {AtOnce})
                """,
                parameters,
                transaction)
            + transaction.Connection!.Execute(
                $"""
                DELETE FROM import_rejected
                WHERE workspace_id = @workspaceId AND (import_id, line) IN (
                    SELECT r.import_id, r.line FROM import AS i JOIN import_rejected AS r ON r.workspace_id = i.workspace_id AND r.import_id = i.import_id
                    WHERE i.workspace_id = @workspaceId AND i.finished_at < @rowsBefore LIMIT {AtOnce})
                """,
                parameters,
                transaction)
            + transaction.Connection!.Execute(
                $"""
                DELETE FROM used_link
                WHERE workspace_id = @workspaceId AND link_id IN (SELECT link_id FROM used_link WHERE workspace_id = @workspaceId AND used_at < @linksBefore LIMIT {AtOnce})
                """,
                parameters,
                transaction)
            + transaction.Connection!.Execute(
                $"""
                DELETE FROM import_part
                WHERE workspace_id = @workspaceId AND (import_id, part) IN (
                    SELECT p.import_id, p.part FROM import_part AS p
                    WHERE p.workspace_id = @workspaceId AND NOT EXISTS (
                        SELECT 1 FROM import AS i WHERE i.workspace_id = p.workspace_id AND i.import_id = p.import_id AND i.finished_at IS NULL)
                    LIMIT {PiecesAtOnce})
                """,
                parameters,
                transaction),
            cancel);
    }
}
