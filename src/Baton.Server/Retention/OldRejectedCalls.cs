using Baton.Server.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Retention;

/// <summary>Deletes calls that could not be used: the newest are kept, for a while, so that whoever sends them can see why.</summary>
internal sealed class OldRejectedCalls(IDatabase database, IClock clock)
{
    /// <summary>How many are kept of a workspace.</summary>
    public const int Most = 10_000;

    /// <summary>For how long.</summary>
    public static readonly Duration Longest = Duration.FromDays(30);

    private const int AtOnce = 1_000;

    /// <summary>Does a piece of the work that a workspace has.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        // Ids are in the order of time: everything up to one of two goes.
        var tooOld = Guid.CreateVersion7((clock.GetCurrentInstant() - Longest).ToDateTimeOffset());
        await using (var connection = await database.OpenReadAsync(cancel))
        {
            var tooMany = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
                $"SELECT rejected_id FROM rejected_call WHERE workspace_id = @workspaceId ORDER BY rejected_id DESC LIMIT 1 OFFSET {Most}", new { workspaceId }, cancellationToken: cancel));
            var oldest = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
                "SELECT rejected_id FROM rejected_call WHERE workspace_id = @workspaceId ORDER BY rejected_id LIMIT 1", new { workspaceId }, cancellationToken: cancel));
            if (tooMany is { } more && string.CompareOrdinal(more.ToString(), tooOld.ToString()) > 0)
            {
                tooOld = more;
            }

            if (oldest is not { } first || string.CompareOrdinal(first.ToString(), tooOld.ToString()) > 0)
            {
                return 0;
            }
        }

        return await database.WriteAsync(
            transaction => transaction.Connection!.Execute(
                $"""
                DELETE FROM rejected_call
                WHERE workspace_id = @workspaceId AND rejected_id IN (
                    SELECT rejected_id FROM rejected_call WHERE workspace_id = @workspaceId AND rejected_id <= @tooOld ORDER BY rejected_id LIMIT {AtOnce})
                """,
                new { workspaceId, tooOld },
                transaction),
            cancel);
    }
}
