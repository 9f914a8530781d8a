using Baton.Server.Intake;
using Baton.Server.Leads;
using Baton.Server.Storage;

namespace Baton.Server.Imports;

/// <summary>Finds rows whose id says somebody else than their e-mail address: such a row is joined to the lead who has the address and another id.</summary>
internal static class JoinedRows
{
    private static readonly BulkSelect<Guid, Guid> WithUserId = new(
        "lead_id", "identity", new Columns<Guid>().Uuid("lead_id", id => id), row => row.Uuid(0), and: FormattableString.Invariant($"kind = {(short)IdentityKind.User}"));

    /// <summary>Those of a batch, before it is admitted.</summary>
    /// <param name="book">Nothing is locked in it yet.</param>
    /// <param name="calls">In the order of the file.</param>
    /// <returns>Their ids.</returns>
    public static HashSet<Guid> Among(LeadBook book, IReadOnlyList<Call> calls)
    {
        var rows = calls.Select(call => (call.Id, User: First(call, IdentityKind.User), Email: First(call, IdentityKind.Email)))
            .Where(row => row.User is not null && row.Email is not null)
            .Select(row => (row.Id, User: row.User!.Value, Email: row.Email!.Value)).ToList();
        book.LookUp(rows.SelectMany(row => new[] { row.User, row.Email }));

        var joined = new HashSet<Guid>();
        var others = new List<(Guid Row, KnownIdentity Owner)>();
        var (ofAddress, seen) = (new Dictionary<IdentityKey, IdentityKey>(), new HashSet<IdentityKey>());
        foreach (var row in rows)
        {
            if (!seen.Add(row.User))
            {
                continue;   // joined by an earlier row, if at all
            }

            if (book.Known(row.Email) is { } owner)
            {
                if (book.Known(row.User)?.Root != owner.Root)
                {
                    others.Add((row.Id, owner));
                }
            }
            else if (!ofAddress.TryAdd(row.Email, row.User))
            {
                joined.Add(row.Id);
            }
        }

        // A lead that is known by the address alone only gets its id.
        if (others.Count > 0)
        {
            var named = WithUserId.Run(book.Transaction, book.WorkspaceId, [.. others.SelectMany(other => new[] { other.Owner.Lead, other.Owner.Root }).Distinct()]).ToHashSet();
            joined.UnionWith(others.Where(other => named.Contains(other.Owner.Lead) || named.Contains(other.Owner.Root)).Select(other => other.Row));
        }

        return joined;
    }

    private static IdentityKey? First(Call call, IdentityKind kind)
    {
        foreach (var key in call.Identities)
        {
            if (key.Kind == kind)
            {
                return key;
            }
        }

        return null;
    }
}
