using Baton.Server.Shell;
using Baton.Server.Storage;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Retention;

/// <summary>How much there is of what is kept for a while, counted up to <see cref="EventRetention.MostCounted"/>, beyond which it is merely a lot.</summary>
/// <param name="Events">What leads did.</param>
/// <param name="Messages">Messages, those that wait included.</param>
/// <param name="RejectedCalls">Calls with events that could not be used.</param>
/// <param name="RejectedRows">Rows that imports left out.</param>
/// <param name="Sessions">Who is signed in where.</param>
public sealed record KeptThings(int Events, int Messages, int RejectedCalls, int RejectedRows, int Sessions)
{
    /// <summary>Counts.</summary>
    internal static async Task<KeptThings> ReadAsync(IDatabase database, Guid workspaceId, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        return new KeptThings(await CountAsync("event"), await CountAsync("message"), await CountAsync("rejected_call"), await CountAsync("import_rejected"), await CountAsync("session"));

        // One more than is counted tells what is just as many from what is more.
        Task<int> CountAsync(string table) => connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"SELECT COUNT(*) FROM (SELECT 1 FROM {table} WHERE workspace_id = @workspaceId LIMIT @most) AS counted", new { workspaceId, most = EventRetention.MostCounted + 1 }, cancellationToken: cancel));
    }

    /// <summary>Such as <c>12,500</c> or <c>more than 100,000</c>.</summary>
    public static string Said(int count, IStringLocalizer<Words> words) =>
        count > EventRetention.MostCounted ? words["more than {0}", NumberWords.Of(EventRetention.MostCounted)] : NumberWords.Of(count);
}
