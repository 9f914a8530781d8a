using System.Data.Common;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Leads;

/// <summary>
/// Writes the words of leads and accounts that were there before words were kept, in small pieces, on whichever node comes to it first. What changes meanwhile
/// writes its own; a word that is written here although it has just gone does no harm, for whoever is found is looked at before they are shown.
/// </summary>
internal sealed class WordFill(IDatabase database)
{
    private const int AtOnce = 500;

    /// <summary>Does a piece of the work that a workspace has.</summary>
    /// <returns>False where it has none, or another node does it.</returns>
    public async Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        await using (var connection = await database.OpenReadAsync(cancel))
        {
            if (await connection.ExecuteScalarAsync<int>(new CommandDefinition("SELECT COUNT(*) FROM word_fill WHERE workspace_id = @workspaceId", new { workspaceId }, cancellationToken: cancel)) == 0)
            {
                return false;
            }
        }

        return await database.WriteAsync(transaction => Fill(transaction, workspaceId), cancel);
    }

    private static bool Fill(DbTransaction transaction, Guid workspaceId)
    {
        var connection = transaction.Connection!;
        if (connection.QueryFirstOrDefault<(short Kind, Guid After)?>(
            $"SELECT kind, after_id FROM word_fill WHERE workspace_id = @workspaceId ORDER BY kind LIMIT 1{transaction.Claiming()}", new { workspaceId }, transaction) is not var (kind, after))
        {
            return false;
        }

        var sql = (WordKind)kind switch
        {
            WordKind.Lead => $"SELECT lead_id, root_id, edits FROM lead WHERE workspace_id = @workspaceId AND lead_id > @after ORDER BY lead_id LIMIT {AtOnce}",
            WordKind.Account => $"SELECT account_id, account_id, edits FROM account WHERE workspace_id = @workspaceId AND account_id > @after ORDER BY account_id LIMIT {AtOnce}",
        };
        var rows = connection.Query<(Guid Id, Guid Of, string Edits)>(sql, new { workspaceId, after }, transaction).AsList();
        WordTable.Add(transaction, workspaceId, rows.SelectMany(row => WordsOf((WordKind)kind, row.Edits).Select(word => new WordTable.Entry(word, (WordKind)kind, row.Of))));
        connection.Execute(
            rows.Count < AtOnce
                ? "DELETE FROM word_fill WHERE workspace_id = @workspaceId AND kind = @kind"
                : "UPDATE word_fill SET after_id = @last WHERE workspace_id = @workspaceId AND kind = @kind",
            new { workspaceId, kind, last = rows.Count == 0 ? after : rows[^1].Id },
            transaction);
        return true;
    }

    private static IEnumerable<string> WordsOf(WordKind kind, string edits) =>
        kind == WordKind.Lead ? SearchWords.Of(EditJson.Read(edits)) : SearchWords.OfAccount(EditJson.Read(edits));
}
