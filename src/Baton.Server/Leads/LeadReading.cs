using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Server.Accounts;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>A lead as it is kept, with its parts and its account.</summary>
/// <param name="Root">The row that is the lead.</param>
/// <param name="Parts">All its rows, itself first, then the oldest first.</param>
/// <param name="Account">Null where none is known.</param>
/// <param name="Playbook">What it was scored by.</param>
internal sealed record LeadReading(LeadRow Root, IReadOnlyList<LeadRow> Parts, AccountRow? Account, PublishedPlaybook Playbook)
{
    /// <summary>What is another whenever the lead is shown otherwise: before the colon what changes when somebody changes it.</summary>
    public string VersionOf(LeadAnswer shown, Instant now) => FormattableString.Invariant(
        $"{FactsVersion(Parts)}:{Root.Revision}.{Parts.Sum(part => part.Revision)}.{Account?.Revision ?? 0}.{shown.Identities.Count}.{(now - NodaConstants.UnixEpoch).Days}");

    /// <summary>What changes with the values of the lead's attributes and with its parts. That its score fades or that it visits a page does not change it.</summary>
    public static string FactsVersion(IEnumerable<LeadRow> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts.OrderBy(part => part.Id))
        {
            hash.AppendData(part.Id.ToByteArray());
            foreach (var (name, value) in part.Edits.SelectMany(edit => edit.Attributes).OrderBy(set => set.Key, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{value.Text}\0"));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>Where the lead stands, and what people have said of it.</summary>
    public LeadState State => LeadRow.StateOf(Root, Parts);

    /// <summary>All that is known of the lead.</summary>
    public LeadRecord Record => LeadRow.RecordOf(Parts, Account?.Edits ?? []);

    /// <summary>Reads the lead that an id leads to, all of it as of one moment; null where there is none.</summary>
    public static LeadReading? Read(DbConnection connection, DbTransaction snapshot, PlaybookShelf shelf, Guid workspaceId, Guid id)
    {
        if (LeadTable.RootsOf(connection, workspaceId, [id]) is not [var (_, rootId)])
        {
            return null;
        }

        var parts = LeadTable.PartsOf(connection, workspaceId, [rootId]).OrderBy(part => !part.IsRoot).ThenBy(part => part.Id).ToList();
        var root = parts[0];
        var account = root.AccountId is { } accountId ? AccountBook.Read(connection, workspaceId, [accountId]).SingleOrDefault() : null;
        return new LeadReading(root, parts, account, shelf.Get(connection, snapshot, workspaceId, root.Playbook));
    }

    /// <summary>The lead as the API shows it.</summary>
    public LeadAnswer ToAnswer(DbConnection connection, Guid workspaceId, Guid askedFor, Instant now)
    {
        var standing = Playbook.Scorer.Standing(Record, now, State.Confirmations(Playbook.Scorer));
        return new LeadAnswer(
            Root.Id,
            askedFor == Root.Id ? null : Root.Id,
            Root.IsKnown,
            Root.Created,
            Account is null ? null : new LeadAccount(Account.Id, AccountAnswer.NameOf(Account, AccountBook.KeysOf(connection, workspaceId, [Account.Id]))),
            LeadScore.Of(Root.Score, Root.Playbook),
            Root.Score.Stage.Title(),
            Root.StageSince,
            new LeadStanding(standing.Next?.Title(), standing.Needs),
            Root.WakeAt,
            AttributeAnswer.Of(NewestEdits.Of(Parts.SelectMany(part => part.Edits))),
            [.. LeadTable.IdentitiesOf(connection, workspaceId, [.. Parts.Select(part => part.Id)], LeadAnswer.MostIdentities)
                .Select(identity => new IdentityAnswer(identity.Key.Kind.Name(), identity.Key.Value, identity.Since, identity.Lead))],
            [.. Parts.Select(part => new LeadPart(part.Id, part.ParentId, part.Created))]);
    }
}
