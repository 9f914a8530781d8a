using System.Collections.Immutable;
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
    internal static readonly Storage.BulkSelect<Guid, StoredEvent> OfAccounts = EventTable.By("account_id");

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
        var counts = lead.Parts.ToDictionary(part => part.Id, part => horizon.Count(part.Tallies, reader, asOf));
        var (edits, accountEdits) = (new EditPile(), new EditPile());
        EventTable.Read(connection, workspaceId, [.. counts.Keys], kept =>
        {
            counts[kept.LeadId].Add(kept);
            if (kept.Occurred <= asOf && !kept.Kind.IsBehaviour())
            {
                edits.Add(new Edit(kept.Id.ToString(), kept.Occurred, reader.Read(kept).Traits));
            }
        });
        if (lead.Root.AccountId is { } account)
        {
            OfAccounts.Run(connection, workspaceId, [account], kept =>
            {
                if (kept.Occurred <= asOf)
                {
                    accountEdits.Add(new Edit(kept.Id.ToString(), kept.Occurred, reader.Read(kept).AccountTraits));
                }
            });
        }

        var tallies = new Tallies();
        foreach (var part in lead.Parts)
        {
            tallies.Add(counts[part.Id].Tallies);
        }

        return new LeadRecord(edits.Newest, accountEdits.Newest, tallies);
    }

    /// <summary>Edits of which only the newest stay, however many come.</summary>
    private sealed class EditPile
    {
        private const int MostUnsorted = 1_000;

        private readonly List<Edit> _edits = [];
        private int _sorted;

        public ImmutableArray<Edit> Newest => NewestEdits.Of(_edits);

        public void Add(Edit edit)
        {
            _edits.Add(edit);
            if (_edits.Count - _sorted > MostUnsorted)
            {
                var newest = Newest;
                _edits.Clear();
                _edits.AddRange(newest);
                _sorted = _edits.Count;
            }
        }
    }
}
