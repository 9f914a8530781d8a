using Baton.Core.Leads;
using Baton.Server.Accounts;
using Baton.Server.Handoffs;
using Baton.Server.Intake;
using Baton.Server.Storage;

namespace Baton.Server.Leads;

/// <summary>What calls that come in do to leads: whose each is, what it counts for, what it says of the lead and of its account.</summary>
internal static class Admission
{
    /// <summary>Keeps the calls that are new, and what follows from them, in the book. <see cref="LeadBook.Save"/> writes the leads.</summary>
    /// <param name="book">Nothing is locked in it yet.</param>
    /// <param name="calls">In any order.</param>
    /// <returns>The calls that are new.</returns>
    /// <exception cref="WriteConflictException">Another node has kept one of the calls at this moment.</exception>
    public static IReadOnlyList<Call> Admit(LeadBook book, IReadOnlyList<Call> calls)
    {
        var distinct = calls.DistinctBy(call => call.Id).ToList();
        var repeated = EventTable.Known(book.Transaction, book.WorkspaceId, distinct.ConvertAll(call => call.Id));
        var fresh = repeated.Count == 0 ? distinct : distinct.FindAll(call => !repeated.Contains(call.Id));
        book.LookUp(fresh.SelectMany(Identification.KeysOf));
        var (silent, telling) = (new List<StoredEvent>(), new List<Call>());
        foreach (var call in fresh)
        {
            if (SilentOwnerOf(call, book) is { } owner)
            {
                silent.Add(EventOf(call, owner, account: null));
            }
            else
            {
                telling.Add(call);
            }
        }

        book.Lock(telling.SelectMany(Identification.KeysOf).Select(book.Known).OfType<KnownIdentity>());
        book.Accounts.LoadKeys(telling.SelectMany(AccountLinks.KeysOf));
        book.Accounts.Lock(telling.SelectMany(AccountLinks.EditedBy));
        var owners = telling.ConvertAll(call => Identification.OwnerOf(call, book));
        var events = telling.Select((call, at) => EventOf(call, owners[at].Id, call.AccountTraits.IsEmpty ? null : AccountLinks.AccountOf(call, book))).ToList();
        ScannerBursts.Mark(book, events, owners);
        Keep(book, [.. events, .. silent]);

        // Only a call that was read by another version is read again.
        CallReader? reader = null;
        for (var i = 0; i < telling.Count; i++)
        {
            var call = telling[i].PlaybookVersion == book.Playbook.Version ? telling[i] : (reader ??= new CallReader(book.Playbook)).Read(events[i]);
            Apply(call.Mark == events[i].Mark ? call : call with { Mark = events[i].Mark }, owners[i], events[i].AccountId, book);
        }

        return fresh;
    }

    private static void Keep(LeadBook book, List<StoredEvent> events)
    {
        if (EventTable.Add(book.Transaction, book.WorkspaceId, events) < events.Count)
        {
            throw new WriteConflictException("One of these messages has just come in elsewhere, too.");
        }
    }

    /// <summary>
    /// Whose call it is where it tells nothing new: nothing that scores, nobody's id or attribute. It is kept, and no lead has to be locked, read or
    /// decided. Null for every other call.
    /// </summary>
    private static Guid? SilentOwnerOf(Call call, LeadBook book)
    {
        if (call.PlaybookVersion != book.Playbook.Version || (call.Occasions.Count > 0 && !call.Mark.IsMachine()) || !call.Kind.IsBehaviour()
            || call.GroupId is not null || call.MentionedEmail is not null || ScannerBursts.IsClick(call.Name)
            || FormAnswers.AreIn(call, book.Playbook.Scorer.Playbook))
        {
            return null;
        }

        KnownIdentity? surest = null;
        foreach (var key in call.Identities)
        {
            var known = book.Known(key);
            if (known is null || (surest is { } first && first.Root != known.Value.Root))
            {
                return null;
            }

            surest ??= known;
        }

        return surest?.Lead;
    }

    private static StoredEvent EventOf(Call call, Guid lead, Guid? account) =>
        new(call.Id, lead, account, call.Kind, call.Name, call.Occurred, call.Received, call.Mark, call.Payload);

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
            owner.Add(new Edit(call.Id.ToString(), call.Occurred, call.Traits));
            book.Changed(owner);
        }

        if (account is { } edited)
        {
            book.Accounts.Edit(edited, new Edit(call.Id.ToString(), call.Occurred, call.AccountTraits));
            book.Changed(owner);
        }

        foreach (var answer in FormAnswers.Of(call, book.Playbook.Scorer.Playbook))
        {
            book.Learn(owner, answer);
            book.Tell(owner, FormAnswers.News(answer, book.Playbook));
        }

        AccountLinks.Link(call, owner, book);
    }
}
