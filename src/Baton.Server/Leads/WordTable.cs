using System.Data.Common;
using Baton.Server.Accounts;
using Baton.Server.Storage;
using Dapper;

namespace Baton.Server.Leads;

/// <summary>The table <c>word</c>: which leads and accounts have which words. It is written with what it is about, and only where that says something else.</summary>
internal static class WordTable
{
    /// <summary>Of a word that more have, no use is made: whoever is asked for is found sooner where all are listed.</summary>
    private const int MostOfWord = 20_000;

    private const int MostAccounts = 500;

    /// <summary>So few are sooner read, and looked at for all words, than narrowed down by another word.</summary>
    private const int FewEnough = 100;

    /// <summary>All entries of the words from <c>@from</c> to <c>@to</c>, that one not included.</summary>
    internal const string EntriesSql = "SELECT kind, id FROM word WHERE workspace_id = @workspaceId AND word >= @from AND word < @to LIMIT @most";

    private static readonly Columns<Entry> All = new Columns<Entry>().Text("word", row => row.Word).Smallint("kind", row => (short)row.Kind).Uuid("id", row => row.Id);

    private static readonly BulkSelect<Guid, Guid> LeadsOfAccounts =
        new("lead_id", "lead", new Columns<Guid>().Uuid("account_id", id => id), row => row.Uuid(0), and: "parent_id IS NULL");

    private static readonly BulkInsert<Entry> New = new("word", All, "ON CONFLICT DO NOTHING");

    private static readonly BulkStatement<Entry> Gone = new(
        "DELETE FROM word WHERE workspace_id = ?1 AND word = ?2 AND kind = ?3 AND id = ?4",
        $"DELETE FROM word AS t USING {Unnested.Rows(All)} WHERE t.workspace_id = $1 AND t.word = v.word AND t.kind = v.kind AND t.id = v.id",
        All);

    /// <summary>
    /// The leads that have all of these words, or some that may have them among those that do not. Null where each word is one that very many have, or what there was
    /// before is not all written yet.
    /// </summary>
    public static IReadOnlySet<Guid>? TryLeads(DbConnection connection, Guid workspaceId, IReadOnlyList<string> words)
    {
        if (connection.ExecuteScalar<int>("SELECT COUNT(*) FROM word_fill WHERE workspace_id = @workspaceId", new { workspaceId }) > 0)
        {
            return null;
        }

        HashSet<Guid>? all = null;
        foreach (var word in words.OrderByDescending(word => word.Length))
        {
            if (TryLeads(connection, workspaceId, word) is not { } some)
            {
                continue;
            }

            if (all is null)
            {
                all = some;
            }
            else
            {
                all.IntersectWith(some);
            }

            if (all.Count <= FewEnough)
            {
                break;
            }
        }

        return all;
    }

    /// <summary>Notes what leads say otherwise than before, where they or who they are has changed.</summary>
    public static void Save(DbTransaction transaction, Guid workspaceId, IReadOnlyCollection<LeadRow> rows)
    {
        var touched = rows.Where(row => row.MaySayOtherwise || row.RootBefore is { } root && root != row.RootId).SelectMany(row => new[] { row.RootBefore, row.RootId }).OfType<Guid>().ToHashSet();
        if (touched.Count == 0)
        {
            return;
        }

        var (before, after) = (new HashSet<Entry>(), new HashSet<Entry>());
        foreach (var row in rows.Where(row => touched.Contains(row.RootId) || row.RootBefore is { } root && touched.Contains(root)))
        {
            if (row.RootBefore is { } root)
            {
                before.UnionWith(SearchWords.Of(row.EditsBefore).Select(word => new Entry(word, WordKind.Lead, root)));
            }

            after.UnionWith(SearchWords.Of(row.Edits).Select(word => new Entry(word, WordKind.Lead, row.RootId)));
        }

        Save(transaction, workspaceId, before, after);
    }

    /// <summary>Notes what accounts say otherwise than before.</summary>
    public static void Save(DbTransaction transaction, Guid workspaceId, IEnumerable<AccountRow> rows)
    {
        var (before, after) = (new HashSet<Entry>(), new HashSet<Entry>());
        foreach (var row in rows)
        {
            before.UnionWith(SearchWords.OfAccount(row.EditsBefore).Select(word => new Entry(word, WordKind.Account, row.Id)));
            after.UnionWith(SearchWords.OfAccount(row.Edits).Select(word => new Entry(word, WordKind.Account, row.Id)));
        }

        Save(transaction, workspaceId, before, after);
    }

    /// <summary>Adds what is not there yet.</summary>
    public static void Add(DbTransaction transaction, Guid workspaceId, IEnumerable<Entry> entries) => New.Run(transaction, workspaceId, [.. entries.Distinct().Order()]);

    private static void Save(DbTransaction transaction, Guid workspaceId, HashSet<Entry> before, HashSet<Entry> after)
    {
        // In one order, so that no two who write wait for each other.
        Gone.Run(transaction, workspaceId, [.. before.Where(entry => !after.Contains(entry)).Order()]);
        New.Run(transaction, workspaceId, [.. after.Where(entry => !before.Contains(entry)).Order()]);
    }

    private static HashSet<Guid>? TryLeads(DbConnection connection, Guid workspaceId, string word)
    {
        // To count them costs little beside reading them, and of most beginnings of one or two letters there are too many.
        var parameters = new { workspaceId, from = word, to = Behind(word), most = MostOfWord + 1 };
        if (connection.ExecuteScalar<int>($"SELECT COUNT(*) FROM ({EntriesSql}) AS entries", parameters) > MostOfWord)
        {
            return null;
        }

        var entries = connection.Query<(short Kind, Guid Id)>(EntriesSql, parameters).AsList();

        var leads = entries.Where(entry => entry.Kind == (short)WordKind.Lead).Select(entry => entry.Id).ToHashSet();
        var accounts = entries.Where(entry => entry.Kind == (short)WordKind.Account).Select(entry => entry.Id).Distinct().ToList();
        if (accounts.Count > MostAccounts)
        {
            return null;
        }

        LeadsOfAccounts.Run(connection, workspaceId, accounts, lead => leads.Add(lead));
        return leads.Count > MostOfWord ? null : leads;
    }

    /// <summary>What comes behind every text that begins with this one, in the order of bytes. No text has the last of all characters in it.</summary>
    private static string Behind(string word) => word + "\U0010FFFF";

    /// <summary>Somebody has a word.</summary>
    public readonly record struct Entry(string Word, WordKind Kind, Guid Id) : IComparable<Entry>
    {
        public int CompareTo(Entry other) =>
            string.CompareOrdinal(Word, other.Word) is not 0 and var byWord ? byWord : Kind != other.Kind ? Kind.CompareTo(other.Kind) : Id.CompareTo(other.Id);
    }
}

/// <summary>What has words. The numbers are kept in the database.</summary>
internal enum WordKind : short
{
    /// <summary>A lead.</summary>
    Lead = 0,

    /// <summary>An account.</summary>
    Account = 1,
}
