using System.Data.Common;
using Baton.Core.Leads;
using Baton.Core.Scoring;
using Baton.Server.Intake;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>Reads again what is kept of a lead, up to a moment.</summary>
internal static class LeadReplay
{
    private static readonly Storage.BulkSelect<Guid, StoredEvent> OfAccounts = EventTable.By("account_id");

    /// <summary>What was known of the lead at that moment, of all its parts, with the account that it has now.</summary>
    public static LeadRecord RecordAsOf(DbConnection connection, Guid workspaceId, LeadReading lead, Instant asOf)
    {
        var reader = new CallReader(lead.Playbook);
        var horizon = Horizon.Of(connection, transaction: null, workspaceId);
        var events = EventTable.Of(connection, workspaceId, [.. lead.Parts.Select(part => part.Id)]).ToLookup(kept => kept.LeadId);
        var tallies = new Tallies();
        foreach (var part in lead.Parts)
        {
            tallies.Add(horizon.Count(part.Tallies, events[part.Id], reader, asOf));
        }

        var edits = events.SelectMany(ofPart => ofPart).Where(kept => kept.Occurred <= asOf && !kept.Kind.IsBehaviour())
            .Select(kept => new Edit(kept.Id.ToString(), kept.Occurred, reader.Read(kept).Traits));
        var accountEdits = lead.Root.AccountId is not { } account ? [] : OfAccounts.Run(connection, workspaceId, [account])
            .Where(kept => kept.Occurred <= asOf)
            .Select(kept => new Edit(kept.Id.ToString(), kept.Occurred, reader.Read(kept).AccountTraits));
        return new LeadRecord(NewestEdits.Of(edits), NewestEdits.Of(accountEdits), tallies);
    }
}
