using Baton.Core.Leads;
using Baton.Server.Accounts;
using Baton.Server.Intake;
using Baton.Server.Storage;

namespace Baton.Server.Leads;

/// <summary>What calls that come in do to leads: whose each is, what it counts for, what it says of the lead and of its account.</summary>
internal static class Admission
{
    /// <summary>Keeps the calls that are new, and what follows from them, in the book. <see cref="LeadBook.Save"/> writes the leads.</summary>
    /// <param name="book">Nothing is locked in it yet.</param>
    /// <param name="calls">In any order.</param>
    /// <param name="repeated">Ids of events that are kept already. Those that are found are added, and the work is to be run again.</param>
    /// <exception cref="WriteConflictException">Some of the calls are kept already, and now in <paramref name="repeated"/>.</exception>
    public static void Admit(LeadBook book, IReadOnlyList<Call> calls, HashSet<Guid> repeated)
    {
        var fresh = calls.Where(call => !repeated.Contains(call.Id)).DistinctBy(call => call.Id).ToList();
        book.LoadByIdentity(fresh.SelectMany(Identification.KeysOf));
        book.Accounts.LoadKeys(fresh.SelectMany(AccountLinks.KeysOf));
        var events = new List<StoredEvent>(fresh.Count);
        var owners = new List<LeadRow>(fresh.Count);
        foreach (var call in fresh)
        {
            var owner = Identification.OwnerOf(call, book);
            owners.Add(owner);
            var account = call.AccountTraits.IsEmpty ? null : AccountLinks.AccountOf(call, book);
            events.Add(new StoredEvent(call.Id, owner.Id, account, call.Kind, call.Name, call.Occurred, call.Received, call.Mark, call.Payload));
        }

        var kept = EventTable.Add(book.Transaction, book.WorkspaceId, events);
        if (kept.Count < events.Count)
        {
            repeated.UnionWith(Enumerable.Range(0, events.Count).Except(kept).Select(at => events[at].Id));
            throw new WriteConflictException("Some of these messages came in before.");
        }

        var reader = new CallReader(book.Playbook);
        for (var i = 0; i < fresh.Count; i++)
        {
            Apply(fresh[i].PlaybookVersion == book.Playbook.Version ? fresh[i] : reader.Read(events[i]), owners[i], events[i].AccountId, book);
        }

        ScannerBursts.Mark(book, events, owners);
    }

    /// <summary>Does what a call says that is kept already, to the row that it belongs to.</summary>
    public static void Apply(Call call, LeadRow owner, Guid? account, LeadBook book)
    {
        if (!call.Mark.IsMachine() && call.Occasions.Count > 0)
        {
            foreach (var occasion in call.Occasions)
            {
                owner.Tallies.Add(occasion, call.Occurred);
            }

            owner.ForgetTalliesBytes();
            book.Changed(owner);
        }

        if (!call.Traits.IsEmpty)
        {
            owner.Edits = NewestEdits.Of(owner.Edits.Add(new Edit(call.Id.ToString(), call.Occurred, call.Traits)));
            book.Changed(owner);
        }

        if (account is { } edited)
        {
            book.Accounts.Edit(edited, new Edit(call.Id.ToString(), call.Occurred, call.AccountTraits));
            book.Changed(owner);
        }

        AccountLinks.Link(call, owner, book);
    }
}
