using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json.Serialization;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Server.Accounts;
using Baton.Server.Storage;

namespace Baton.Server.Leads;

/// <summary>A lead as it stands beside something that is about it.</summary>
/// <param name="Id">The lead's id.</param>
/// <param name="Name">The person's name; null where nobody knows it.</param>
/// <param name="Title">The person's job; null likewise.</param>
/// <param name="Company">Whom the person works for; null likewise.</param>
/// <param name="Email">The e-mail address; null likewise.</param>
/// <param name="Phone">The telephone number; null likewise.</param>
/// <param name="Stage">How far it has come, such as `MQL`.</param>
/// <param name="Score">Fit and engagement together.</param>
/// <param name="Grade">The bands of both; null where the playbook gives none.</param>
public sealed record LeadCard(Guid Id, string? Name, string? Title, string? Company, string? Email, string? Phone, string Stage, int Score, string? Grade)
{
    private static readonly BulkSelect<Guid, Part> OfRoots = new(
        "lead_id, root_id, edits, stage, total, grade, account_id",
        "lead",
        new Columns<Guid>().Uuid("root_id", id => id),
        row => new Part(row.Uuid(0), row.Uuid(1), EditJson.Read(row.Text(2)), (Stage)row.Smallint(3), row.Integer(4), row.TextOrNull(5), row.UuidOrNull(6)));

    /// <summary>What to call the lead in one line.</summary>
    [JsonIgnore]
    public string Called => (Name ?? Email ?? "A lead") + (Company is null ? "" : $", {Company}");

    /// <summary>The leads that these rows are or are parts of, by the row.</summary>
    internal static IReadOnlyDictionary<Guid, LeadCard> Of(DbConnection connection, Guid workspaceId, IEnumerable<Guid> rows)
    {
        var roots = LeadTable.RootsOf(connection, workspaceId, [.. rows.Distinct()]);
        var cards = Of(connection, workspaceId, OfRoots.Run(connection, workspaceId, [.. roots.Select(found => found.Root).Distinct()]));
        return roots.ToDictionary(found => found.Lead, found => cards[found.Root]);
    }

    /// <summary>Leads of whom all rows have been read, by the row.</summary>
    internal static IReadOnlyDictionary<Guid, LeadCard> Of(DbConnection connection, Guid workspaceId, IReadOnlyList<LeadRow> rows)
    {
        var cards = Of(connection, workspaceId, [.. rows.Select(row => new Part(row.Id, row.RootId, row.Edits, row.Score.Stage, row.Score.Total, row.Score.Grade?.ToString(), row.AccountId))]);
        return rows.ToDictionary(row => row.Id, row => cards[row.RootId]);
    }

    /// <summary>By the row that is the lead.</summary>
    private static Dictionary<Guid, LeadCard> Of(DbConnection connection, Guid workspaceId, List<Part> rows)
    {
        var accounts = AccountBook.Read(connection, workspaceId, [.. rows.Select(part => part.Account).OfType<Guid>().Distinct()]).ToDictionary(account => account.Id, account => account.Edits);
        var cards = new Dictionary<Guid, LeadCard>();
        foreach (var lead in rows.GroupBy(part => part.Root))
        {
            var root = lead.Single(part => part.Lead == part.Root);
            var facts = new Facts([], NewestEdits.Of(lead.SelectMany(part => part.Edits)), root.Account is { } id && accounts.TryGetValue(id, out var known) ? known : []);
            cards.Add(root.Lead, new LeadCard(
                root.Lead,
                facts.Name(),
                facts.Text("title"),
                facts.Text("company") ?? facts.Text("account.company"),
                facts.Text("email"),
                facts.Phone(),
                root.Stage.Title(),
                root.Total,
                root.Grade));
        }

        return cards;
    }

    private readonly record struct Part(Guid Lead, Guid Root, ImmutableArray<Edit> Edits, Stage Stage, int Total, string? Grade, Guid? Account);
}
