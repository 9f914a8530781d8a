using System.Data.Common;
using Baton.Core.Lifecycle;
using Baton.Server.Storage;
using NodaTime;

namespace Baton.Server.Deals;

/// <summary>Reads and writes the table <c>deal</c>.</summary>
internal static class DealTable
{
    private const string Selected = "deal_id, external_id, lead_id, account_id, name, amount, currency, state, reason, created_at, closed_at, said_at, stage, owner_id, competitor";

    private static readonly BulkSelect<string, Deal> ByExternalId = new(Selected, "deal", new Columns<string>().Text("external_id", id => id), Read);

    private static readonly BulkSelect<string, Deal> LockedByExternalId =
        new(Selected, "deal", new Columns<string>().Text("external_id", id => id), Read, lockBy: "external_id");

    private static readonly BulkSelect<Guid, Deal> ById = new(Selected, "deal", new Columns<Guid>().Uuid("deal_id", id => id), Read);

    private static readonly BulkSelect<Guid, Deal> LockedById = new(Selected, "deal", new Columns<Guid>().Uuid("deal_id", id => id), Read, lockBy: "deal_id");

    private static readonly BulkSelect<Guid, Deal> OfLead = new(Selected, "deal", new Columns<Guid>().Uuid("lead_id", id => id), Read);

    private static readonly BulkInsert<Deal> New = new(
        "deal", Changing(new Columns<Deal>().Uuid("deal_id", row => row.Id).Text("external_id", row => row.ExternalId)), "ON CONFLICT DO NOTHING");

    private static readonly BulkUpdate<Deal> Changes = new("deal", new Columns<Deal>().Uuid("deal_id", row => row.Id), Changing(new Columns<Deal>()));

    /// <summary>Locks the leads of the deals with these ids of the other system, and then the deals, until the end of the transaction.</summary>
    /// <param name="transaction">Where to.</param>
    /// <param name="workspaceId">Whose deals.</param>
    /// <param name="externalIds">The ids.</param>
    /// <param name="lockLeads">Locks the leads.</param>
    /// <exception cref="WriteConflictException">One of them was given to another lead at this moment.</exception>
    public static List<Deal> Lock(DbTransaction transaction, Guid workspaceId, IReadOnlyList<string> externalIds, Action<IEnumerable<Guid>> lockLeads) =>
        Lock(ByExternalId.Run(transaction, workspaceId, externalIds), () => LockedByExternalId.Run(transaction, workspaceId, externalIds), lockLeads);

    /// <summary>Locks a deal's lead, and then the deal, until the end of the transaction.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="WriteConflictException">It was given to another lead at this moment.</exception>
    public static Deal? Lock(DbTransaction transaction, Guid workspaceId, Guid id, Action<IEnumerable<Guid>> lockLeads) =>
        Lock(ById.Run(transaction, workspaceId, [id]), () => LockedById.Run(transaction, workspaceId, [id]), lockLeads).SingleOrDefault();

    /// <summary>The deals with these ids.</summary>
    public static List<Deal> Find(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> ids) => ById.Run(connection, workspaceId, ids);

    /// <summary>The deals of these rows of leads, as they are read.</summary>
    public static List<Deal> OfLeads(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> leads) => OfLead.Run(connection, workspaceId, leads);

    /// <summary>The deals of these rows of leads.</summary>
    public static List<Deal> OfLeads(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Guid> leads) => OfLead.Run(transaction, workspaceId, leads);

    /// <exception cref="WriteConflictException">Another transaction has just added one of them.</exception>
    public static void Save(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Deal> added, IReadOnlyList<Deal> changed)
    {
        if (New.Run(transaction, workspaceId, [.. added.OrderBy(deal => deal.ExternalId, StringComparer.Ordinal)]) < added.Count)
        {
            throw new WriteConflictException("Somebody else has just added one of these deals.");
        }

        Changes.Run(transaction, workspaceId, changed);
    }

    /// <summary>Leads are locked before their deals by all who lock both, so that nobody waits for each other.</summary>
    private static List<Deal> Lock(List<Deal> seen, Func<List<Deal>> locked, Action<IEnumerable<Guid>> lockLeads)
    {
        lockLeads(seen.Select(deal => deal.LeadId).OfType<Guid>());
        var deals = locked();
        var leads = seen.Select(deal => deal.LeadId).ToHashSet();
        return deals.TrueForAll(deal => deal.LeadId is null || leads.Contains(deal.LeadId)) ? deals : throw new WriteConflictException("A deal was given to another lead at this moment.");
    }

    private static Columns<Deal> Changing(Columns<Deal> columns) => columns
        .Uuid("lead_id", row => row.LeadId)
        .Uuid("account_id", row => row.AccountId)
        .Text("name", row => row.Name)
        .Bigint("amount", row => row.Amount)
        .Text("currency", row => row.Currency)
        .Smallint("state", row => (short)row.State)
        .Text("reason", row => row.Reason)
        .Bigint("created_at", row => row.Created?.ToUnixTimeMilliseconds())
        .Bigint("closed_at", row => row.Closed?.ToUnixTimeMilliseconds())
        .Bigint("said_at", row => row.Said.ToUnixTimeMilliseconds())
        .Text("stage", row => row.Stage)
        .Uuid("owner_id", row => row.OwnerId)
        .Text("competitor", row => row.Competitor);

    private static Deal Read(Row row) => new()
    {
        Id = row.Uuid(0),
        ExternalId = row.Text(1),
        LeadId = row.UuidOrNull(2),
        AccountId = row.UuidOrNull(3),
        Name = row.TextOrNull(4),
        Amount = row.BigintOrNull(5),
        Currency = row.TextOrNull(6),
        State = (DealState)row.Smallint(7),
        Reason = row.TextOrNull(8),
        Created = UnixTime.ToInstant(row.BigintOrNull(9)),
        Closed = UnixTime.ToInstant(row.BigintOrNull(10)),
        Said = Instant.FromUnixTimeMilliseconds(row.Bigint(11)),
        Stage = row.TextOrNull(12),
        OwnerId = row.UuidOrNull(13),
        Competitor = row.TextOrNull(14),
    };
}
