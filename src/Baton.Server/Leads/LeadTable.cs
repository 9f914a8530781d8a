using System.Data.Common;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Storage;
using NodaTime;
using Npgsql;

namespace Baton.Server.Leads;

/// <summary>Reads and writes the tables <c>lead</c> and <c>identity</c>.</summary>
internal static class LeadTable
{
    private const string Selected =
        "lead_id, root_id, parent_id, created_at, is_known, stage, stage_since, total, fit, engagement, grade, scored_at, playbook, wake_at, account_id, "
        + "own_account_id, own_account_at, own_account_by, deal, edits, tallies, revision, work, answers";

    private static readonly Columns<Guid> ById = new Columns<Guid>().Uuid("lead_id", id => id);

    private static readonly BulkSelect<Guid, (Guid Lead, Guid Root)> Roots = new("lead_id, root_id", "lead", ById, row => (row.Uuid(0), row.Uuid(1)));

    private static readonly BulkSelect<Guid, LeadRow> Whole =
        new(Selected, "lead", new Columns<Guid>().Uuid("root_id", id => id), Read);

    private static readonly BulkSelect<Guid, Guid> RootLocks = new("lead_id", "lead", ById, row => row.Uuid(0), lockBy: "lead_id");

    private static readonly BulkSelect<Guid, (IdentityKey Key, Guid Lead, Instant Since)> IdentitiesOfLeads = new(
        "kind, value, lead_id, since",
        "identity",
        new Columns<Guid>().Uuid("lead_id", id => id),
        row => (new IdentityKey((IdentityKind)row.Smallint(0), row.Text(1)), row.Uuid(2), Instant.FromUnixTimeMilliseconds(row.Bigint(3))));

    private static readonly BulkSelect<IdentityKey, KnownIdentity> Identities = new(
        "kind, value, lead_id, (SELECT root_id FROM lead WHERE lead.workspace_id = identity.workspace_id AND lead.lead_id = identity.lead_id)",
        "identity",
        new Columns<IdentityKey>().Smallint("kind", key => (short)key.Kind).Text("value", key => key.Value),
        row => new KnownIdentity(new IdentityKey((IdentityKind)row.Smallint(0), row.Text(1)), row.Uuid(2), row.Uuid(3)));

    private static readonly BulkInsert<(IdentityKey Key, Guid Lead, Instant Since)> NewIdentities = new(
        "identity",
        new Columns<(IdentityKey Key, Guid Lead, Instant Since)>()
            .Smallint("kind", row => (short)row.Key.Kind)
            .Text("value", row => row.Key.Value)
            .Uuid("lead_id", row => row.Lead)
            .Bigint("since", row => row.Since.ToUnixTimeMilliseconds()),
        "ON CONFLICT DO NOTHING");

    private static readonly BulkInsert<LeadRow> NewLeads = new(
        "lead",
        Changing(new Columns<LeadRow>().Uuid("lead_id", row => row.Id).Bigint("created_at", row => row.Created.ToUnixTimeMilliseconds())));

    private static readonly BulkUpdate<LeadRow> Changes = new(
        "lead", new Columns<LeadRow>().Uuid("lead_id", row => row.Id), Changing(new Columns<LeadRow>()));

    /// <summary>Which of the ids are known, and whose row each is.</summary>
    public static List<KnownIdentity> FindIdentities(DbTransaction transaction, Guid workspaceId, IReadOnlyList<IdentityKey> keys) =>
        Identities.Run(transaction, workspaceId, keys);

    /// <inheritdoc cref="FindIdentities(DbTransaction, Guid, IReadOnlyList{IdentityKey})"/>
    public static List<KnownIdentity> FindIdentities(DbConnection connection, Guid workspaceId, IReadOnlyList<IdentityKey> keys) =>
        Identities.Run(connection, workspaceId, keys);

    /// <summary>What these rows are known by, since when, the longest first; of more than <paramref name="most"/>, which a device that forgets itself at every visit makes, the first.</summary>
    public static List<(IdentityKey Key, Guid Lead, Instant Since)> IdentitiesOf(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> rows, int most)
    {
        var found = new List<(IdentityKey Key, Guid Lead, Instant Since)>();
        IdentitiesOfLeads.Run(connection, workspaceId, rows, identity =>
        {
            found.Add(identity);
            if (found.Count > 2 * most)
            {
                Keep();
            }
        });
        Keep();
        return found;

        void Keep()
        {
            found.Sort((one, other) => (one.Since, one.Key).CompareTo((other.Since, other.Key)));
            found.RemoveRange(Math.Min(most, found.Count), Math.Max(0, found.Count - most));
        }
    }

    /// <summary>Which row is the lead now, of each of these that there is.</summary>
    public static List<(Guid Lead, Guid Root)> RootsOf(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> rows) => Roots.Run(connection, workspaceId, rows);

    /// <summary>All rows of these leads, which are not locked.</summary>
    public static List<LeadRow> PartsOf(DbConnection connection, Guid workspaceId, IReadOnlyList<Guid> roots) => Whole.Run(connection, workspaceId, roots);

    /// <summary>How many of some user ids are known.</summary>
    public static int CountUsers(DbConnection connection, Guid workspaceId, IReadOnlyList<string> userIds)
    {
        var keys = userIds.Select(IdentityKey.User).ToList();
        var known = Identities.Run(connection, workspaceId, [.. keys.OfType<IdentityKey>().Distinct()]).Select(found => found.Key).ToHashSet();
        return keys.Count(key => key is { } id && known.Contains(id));
    }

    /// <summary>The leads that these rows are, or are parts of.</summary>
    public static IEnumerable<Guid> RootsOf(DbTransaction transaction, Guid workspaceId, IReadOnlyList<Guid> rows) =>
        Roots.Run(transaction, workspaceId, rows).Select(found => found.Root).Distinct();

    /// <summary>
    /// Reads leads with all their parts, and locks them until the end of the transaction. Who has locked a root has locked its parts: they are read after
    /// that, by a statement of its own, for one that waits for a lock does not see the parts that a merge brought meanwhile.
    /// </summary>
    public static List<LeadRow> Lock(DbTransaction transaction, Guid workspaceId, IEnumerable<Guid> roots)
    {
        var ordered = roots.Order().ToList();
        if (transaction is NpgsqlTransaction)
        {
            RootLocks.Run(transaction, workspaceId, ordered);
        }

        return Whole.Run(transaction, workspaceId, ordered);
    }

    /// <exception cref="WriteConflictException">Another transaction has given one of the new ids to somebody else.</exception>
    public static void Save(
        DbTransaction transaction, Guid workspaceId, IReadOnlyList<LeadRow> rows, IReadOnlyList<(IdentityKey Key, Guid Lead, Instant Since)> identities)
    {
        if (NewIdentities.Run(transaction, workspaceId, [.. identities.OrderBy(i => i.Key)]) < identities.Count)
        {
            throw new WriteConflictException("Somebody else has just come in under one of these ids.");
        }

        NewLeads.Run(transaction, workspaceId, [.. rows.Where(row => row.IsNew)]);
        Changes.Run(transaction, workspaceId, [.. rows.Where(row => row is { IsNew: false, IsChanged: true })]);
        WordTable.Save(transaction, workspaceId, rows);
    }

    /// <summary>A row of the columns that <see cref="Lock"/> reads.</summary>
    private static LeadRow Read(Row row)
    {
        var lead = new LeadRow
        {
            Id = row.Uuid(0),
            RootId = row.Uuid(1),
            RootBefore = row.Uuid(1),
            ParentId = row.UuidOrNull(2),
            Created = Instant.FromUnixTimeMilliseconds(row.Bigint(3)),
            IsKnown = row.Boolean(4),
            Score = new Score(row.Integer(7), row.Bigint(8), row.Bigint(9), GradeOf(row.TextOrNull(10)), (Stage)row.Smallint(5)),
            StageSince = Instant.FromUnixTimeMilliseconds(row.Bigint(6)),
            ScoredAt = Instant.FromUnixTimeMilliseconds(row.Bigint(11)),
            Playbook = row.Integer(12),
            WakeAt = UnixTime.ToInstant(row.BigintOrNull(13)),
            AccountId = row.UuidOrNull(14),
            OwnAccount = row.UuidOrNull(15) is { } account ? new AccountWord(account, UnixTime.ToInstant(row.BigintOrNull(16)), row.Uuid(17)) : null,
            Deal = (DealState)row.Smallint(18),
            Revision = row.Bigint(21),
        };
        lead.Load(row.Text(19), row.Bytes(20), row.TextOrNull(22), row.TextOrNull(23));
        return lead;
    }

    private static Columns<LeadRow> Changing(Columns<LeadRow> columns) => columns
        .Uuid("root_id", row => row.RootId)
        .Uuid("parent_id", row => row.ParentId)
        .Boolean("is_known", row => row.IsKnown)
        .Smallint("stage", row => (short)row.Score.Stage)
        .Bigint("stage_since", row => row.StageSince.ToUnixTimeMilliseconds())
        .Integer("total", row => row.Score.Total)
        .Bigint("fit", row => row.Score.Fit)
        .Bigint("engagement", row => row.Score.Engagement)
        .Text("grade", row => row.Score.Grade?.ToString())
        .Bigint("scored_at", row => row.ScoredAt.ToUnixTimeMilliseconds())
        .Integer("playbook", row => row.Playbook)
        .Bigint("wake_at", row => row.WakeAt?.ToUnixTimeMilliseconds())
        .Uuid("account_id", row => row.AccountId)
        .Uuid("own_account_id", row => row.OwnAccount?.AccountId)
        .Bigint("own_account_at", row => row.OwnAccount?.At?.ToUnixTimeMilliseconds())
        .Uuid("own_account_by", row => row.OwnAccount?.By)
        .Smallint("deal", row => (short)row.Deal)
        .Text("edits", row => row.EditsJson)
        .Bytes("tallies", row => row.TalliesBytes)
        .Bigint("revision", row => row.Revision)
        .Text("work", row => row.WorkJson)
        .Text("answers", row => row.AnswersJson);

    private static Grade? GradeOf(string? text) => text is null ? null : new Grade(text[0], text[1] - '0');
}

/// <summary>An id that somebody has.</summary>
/// <param name="Key">The id.</param>
/// <param name="Lead">Whose row it is.</param>
/// <param name="Root">The lead that this row is or is part of, when it was read.</param>
internal readonly record struct KnownIdentity(IdentityKey Key, Guid Lead, Guid Root);
