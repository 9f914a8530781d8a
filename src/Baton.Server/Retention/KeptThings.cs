using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Retention;

/// <summary>How much there is of what is kept for a while, counted up to a number at which it is merely a lot.</summary>
public sealed record KeptThings(int Events, int Messages, int RejectedCalls, int RejectedRows, int Sessions)
{
    private const int MostCounted = 10_000;

    /// <summary>Counts.</summary>
    internal static async Task<KeptThings> ReadAsync(IDatabase database, Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return new KeptThings(
            await CountAsync("event", EventRetention.MostCounted),
            await CountAsync("message", MostCounted),
            await CountAsync("rejected_call", MostCounted),
            await CountAsync("import_rejected", MostCounted),
            await CountAsync("session", MostCounted));

        Task<int> CountAsync(string table, int most) => connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE workspace_id = @workspaceId LIMIT @most) AS counted", new { workspaceId, most }, cancellationToken: cancel));
    }

    /// <summary>A count, with a plus where there may be more.</summary>
    public static string Words(int count) => Shell.NumberWords.Of(count) + (count is EventRetention.MostCounted or MostCounted ? "+" : "");
}
