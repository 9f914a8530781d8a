using System.Data.Common;
using Baton.Core.Leads;
using Baton.Core.Scoring;
using Baton.Server.Intake;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>Reads again what is kept of a lead, up to a moment.</summary>
internal static class LeadReplay
{
    private static readonly Storage.BulkSelect<Guid, StoredEvent> OfAccounts = EventTable.By("account_id");

    /// <summary>What was known of the lead at that moment, of all its parts, with the account that it has now.</summary>
    /// <param name="connection">To read with.</param>
    /// <param name="workspaceId">Whose lead.</param>
    /// <param name="lead">The lead as it is now.</param>
    /// <param name="playbook">Whose rules count.</param>
    /// <param name="horizon">From when on events are kept.</param>
    /// <param name="asOf">What occurred later does not exist yet.</param>
    public static LeadRecord RecordAsOf(DbConnection connection, Guid workspaceId, LeadReading lead, PublishedPlaybook playbook, Horizon horizon, Instant asOf)
    {
        var reader = new CallReader(playbook);
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
