using Baton.Core.Documents;
using Baton.Core.Lifecycle;
using Baton.Server.Handoffs;
using Baton.Server.Leads;

namespace Baton.Server.Deals;

/// <summary>What is said of deals: whose each is, and what it means for the lead. A lead stands where the furthest of its deals stands.</summary>
internal static class DealAdmission
{
    /// <summary>Keeps what is new, in the book. <see cref="LeadBook.Save"/> writes the leads.</summary>
    /// <param name="book">Nothing is locked in it yet.</param>
    /// <param name="words">In the order in which they are said; of two about one deal the later holds.</param>
    /// <param name="actor">Who says so, for the activities.</param>
    /// <returns>What came of it.</returns>
    public static DealOutcome Admit(LeadBook book, IReadOnlyList<DealWord> words, string actor)
    {
        var kept = DealTable
            .Lock(
                book.Transaction,
                book.WorkspaceId,
                [.. words.Select(word => word.Deal.ExternalId).Distinct(StringComparer.Ordinal)],
                leads => book.LoadByIdentity(words.SelectMany(word => word.People), leads))
            .ToDictionary(deal => deal.ExternalId, StringComparer.Ordinal);
        book.Accounts.LoadKeys(words.SelectMany(word => word.Company));
        Introduce(book, words);

        var (added, changed) = (new Dictionary<string, Deal>(StringComparer.Ordinal), new Dictionary<string, Deal>(StringComparer.Ordinal));
        var rejected = new List<(long Line, string Reason)>();
        var touched = new HashSet<LeadRow>();
        var losses = new HashSet<Guid>();
        var news = 0;
        foreach (var word in words)
        {
            var known = kept.GetValueOrDefault(word.Deal.ExternalId);
            var lead = word.People.Select(book.Find).FirstOrDefault(row => row is not null) ?? (known?.LeadId is { } id ? book.Find(id) : null);
            if (lead is null && word.Company.IsEmpty && known?.AccountId is null)
            {
                rejected.Add((word.Line, word.PersonAsWritten.Length == 0
                    ? "names neither a lead nor an account"
                    : $"is of a lead that is not known, and names neither an e-mail address nor an account: {word.PersonAsWritten.Shortened()}"));
                continue;
            }

            var account = word.Company.IsEmpty ? known?.AccountId ?? lead?.AccountId : book.Accounts.FindOrAdd(word.Company.AsSpan());
            var said = word.Deal with
            {
                Id = known?.Id ?? word.Deal.Id,
                LeadId = lead?.Id,
                AccountId = account,
                Stage = word.Deal.Stage ?? known?.Stage,
                OwnerId = word.Deal.OwnerId ?? known?.OwnerId,
                Competitor = word.Deal.Competitor ?? (word.Deal.State == DealState.Lost ? known?.Competitor : null),
            };
            if (known is not null && (said.Said < known.Said || said with { Said = known.Said } == known))
            {
                continue;
            }

            news++;
            kept[said.ExternalId] = said;
            (known is null || added.ContainsKey(said.ExternalId) ? added : changed)[said.ExternalId] = said;
            Note(book, said, known, actor);
            if (IsLoss(said, known))
            {
                losses.Add(said.Id);
            }

            touched.UnionWith(new[] { lead, known?.LeadId is { } before ? book.Find(before) : null }.OfType<LeadRow>());
        }

        DealTable.Save(book.Transaction, book.WorkspaceId, [.. added.Values], [.. changed.Values]);
        Settle(book, touched, losses);
        return new DealOutcome(news, rejected);
    }

    /// <summary>A lead's stage says that it has a deal: there is one from now on, in that state.</summary>
    /// <param name="book">The lead is locked in it.</param>
    /// <param name="root">Whose deal.</param>
    /// <param name="needed">What there is to be.</param>
    public static void Need(LeadBook book, LeadRow root, Happening.DealNeeded needed)
    {
        var rows = book.PartsOf(root);
        var known = DealTable.OfLeads(book.Transaction, book.WorkspaceId, [.. rows.Select(part => part.Id)]).Where(deal => deal.State == DealState.Open).ToList();
        foreach (var open in known.Where(_ => needed.State == DealState.Won))
        {
            var won = open with { State = DealState.Won, Closed = book.Now, Said = book.Now };
            DealTable.Save(book.Transaction, book.WorkspaceId, [], [won]);
            Tell(book, won, open, needed.By);
        }

        if (known.Count == 0)
        {
            var id = Guid.CreateVersion7(book.Now.ToDateTimeOffset());
            var deal = new Deal
            {
                Id = id,
                ExternalId = Deal.MadeHere(id),
                LeadId = root.Id,
                AccountId = root.AccountId,
                State = needed.State,
                OwnerId = needed.Owner,
                Created = book.Now,
                Closed = needed.State == DealState.Won ? book.Now : null,
                Said = book.Now,
            };
            DealTable.Save(book.Transaction, book.WorkspaceId, [deal], []);
            Tell(book, deal, known: null, needed.By);
        }

        foreach (var row in rows.Where(row => row == root || row.Deal == DealState.Open))
        {
            row.Deal = needed.State;
            row.IsChanged = true;
        }
    }

    /// <summary>Why a lead cannot be made a customer as it is: with several open deals nobody knows which is won. Null where it can be.</summary>
    /// <param name="book">The lead is locked in it.</param>
    /// <param name="root">Whose deals.</param>
    public static string? ManyOpen(LeadBook book, LeadRow root)
    {
        var open = DealTable.OfLeads(book.Transaction, book.WorkspaceId, [.. book.PartsOf(root).Select(part => part.Id)]).Count(deal => deal.State == DealState.Open);
        return open <= 1 ? null : FormattableString.Invariant(
            $"The lead has {open:N0} open deals. Say which of them is won, and the lead is a customer: GET /api/deals?lead={root.Id}&state=open lists them, POST /api/deals/{{id}}/win wins one.");
    }

    /// <summary>Keeps what somebody has made of a deal here, and tells of it.</summary>
    /// <param name="book">The deal's lead is locked in it, where it has one.</param>
    /// <param name="said">As it is now.</param>
    /// <param name="known">As it was; null of a new one.</param>
    /// <param name="actor">Who did it.</param>
    public static void Keep(LeadBook book, Deal said, Deal? known, string actor)
    {
        DealTable.Save(book.Transaction, book.WorkspaceId, known is null ? [said] : [], known is null ? [] : [said]);
        Tell(book, said, known, actor);
        Settle(book, [.. new[] { said.LeadId is { } lead ? book.Find(lead) : null }.OfType<LeadRow>()], IsLoss(said, known) ? new HashSet<Guid> { said.Id } : []);
    }

    /// <summary>Makes leads of those who are not known and have an address.</summary>
    private static void Introduce(LeadBook book, IReadOnlyList<DealWord> words)
    {
        var calls = words.Where(word => word.Introduction is not null && word.People.All(key => book.Find(key) is null)).Select(word => word.Introduction!).ToList();
        if (calls.Count > 0)
        {
            Admission.Admit(book, calls);
        }
    }

    private static void Note(LeadBook book, Deal said, Deal? known, string actor)
    {
        if (said.LeadId is { } lead && book.Find(lead) is { } row)
        {
            book.Note(row, ActivityKinds.DealChanged, actor, DealNews.DataOf(said, known, book.Person));
        }
    }

    /// <summary>Notes it, and tells others. A file of another system's deals is not told: it is about the past, and that system knows.</summary>
    private static void Tell(LeadBook book, Deal said, Deal? known, string actor)
    {
        Note(book, said, known, actor);
        book.Tell(said.LeadId is { } lead ? book.Find(lead) : null, new News(DealNews.TypeOf(said, known), actor, DealNews.Words(said, known), DealNews.DataOf(said, known, book.Person)));
    }

    /// <summary>True where it is news of a deal's lead that it was lost.</summary>
    private static bool IsLoss(Deal said, Deal? known) => said.State == DealState.Lost && (known is not { State: DealState.Lost } || known.LeadId != said.LeadId);

    /// <summary>Has the leads decided by their deals. That all were lost is told once: a lead that comes back afterwards is not lost again because of it.</summary>
    /// <param name="book">The leads are locked in it.</param>
    /// <param name="touched">The rows whose deals have changed.</param>
    /// <param name="losses">Deals, by their ids, of which it is news that they were lost.</param>
    private static void Settle(LeadBook book, IReadOnlyCollection<LeadRow> touched, HashSet<Guid> losses)
    {
        var leads = touched.Select(book.RootOf).Distinct().ToDictionary(root => root, book.PartsOf);
        var before = leads.ToDictionary(lead => lead.Key, lead => lead.Value.Max(part => part.Deal));
        var deals = DealTable.OfLeads(book.Transaction, book.WorkspaceId, [.. leads.Values.SelectMany(parts => parts).Select(part => part.Id)]).ToLookup(deal => deal.LeadId);
        foreach (var row in touched)
        {
            row.Deal = deals[row.Id].Select(deal => deal.State).DefaultIfEmpty(DealState.None).Max();
            book.Changed(row);
        }

        foreach (var (root, parts) in leads)
        {
            var all = parts.SelectMany(part => deals[part.Id]).ToList();
            if (parts.Max(part => part.Deal) == DealState.Lost && (before[root] != DealState.Lost || all.Exists(deal => losses.Contains(deal.Id))))
            {
                root.Loss = all.Max(deal => deal.Closed ?? deal.Said);
            }
        }
    }
}

/// <summary>What came of words about deals.</summary>
/// <param name="News">How many of them say something new.</param>
/// <param name="Rejected">The lines that say nothing that can be kept, each with the reason.</param>
internal sealed record DealOutcome(int News, IReadOnlyList<(long Line, string Reason)> Rejected);
