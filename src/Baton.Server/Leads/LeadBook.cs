using System.Data.Common;
using System.Runtime.InteropServices;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using Baton.Server.Accounts;
using Baton.Server.Deals;
using Baton.Server.Handoffs;
using Baton.Server.Intake;
using Baton.Server.People;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>
/// The leads that one transaction works on: locked, changed in memory, decided, and written together. Everything that changes a lead goes through
/// here.
/// </summary>
internal sealed class LeadBook
{
    private readonly Dictionary<IdentityKey, KnownIdentity> _identities = [];
    private readonly List<(IdentityKey Key, Guid Lead, Instant Since)> _newIdentities = [];
    private readonly Dictionary<Guid, LeadRow> _rows = [];
    private readonly Dictionary<Guid, List<LeadRow>> _partsOfRoot = [];
    private readonly HashSet<Guid> _toDecide = [];
    private readonly List<Activity> _activities = [];
    private readonly List<(LeadRow? Row, News News)> _news = [];
    private readonly HashSet<Guid> _newlyLinked = [];

    private readonly Dictionary<Guid, Command> _commands = [];
    private readonly Dictionary<Guid, string> _refusals = [];

    private readonly PlaybookShelf _shelf;
    private readonly HandoffBook _handoffs;
    private IReadOnlyList<PersonRow>? _people;

    public LeadBook(DbTransaction transaction, Guid workspaceId, PlaybookShelf shelf, Instant now)
    {
        (Transaction, WorkspaceId, _shelf, Now) = (transaction, workspaceId, shelf, now);
        Playbook = shelf.Hold(transaction, workspaceId);
        Accounts = new AccountBook(transaction, workspaceId, now);
        _handoffs = new HandoffBook(transaction, workspaceId, Playbook, now);
    }

    public DbTransaction Transaction { get; }

    public Guid WorkspaceId { get; }

    public PublishedPlaybook Playbook { get; }

    public Instant Now { get; }

    public AccountBook Accounts { get; }

    private IReadOnlyList<PersonRow> People => _people ??= PeopleStore.All(Transaction.Connection!, WorkspaceId, Transaction);

    /// <summary>How many leads were merged into others.</summary>
    public int Merges { get; set; }

    /// <summary>Locks the leads that are known by any of these ids, and with them others.</summary>
    public void LoadByIdentity(IEnumerable<IdentityKey> keys, params IEnumerable<Guid> others)
    {
        LookUp(keys);
        var (known, more) = (_identities.Values, others.ToList());
        Lock([.. known.Select(one => one.Lead).Concat(more).Distinct()], known.Select(one => one.Root).Concat(LeadTable.RootsOf(Transaction, WorkspaceId, more)).Distinct());
    }

    /// <summary>Finds out who is known by these ids, and locks nobody.</summary>
    public void LookUp(IEnumerable<IdentityKey> keys)
    {
        foreach (var known in LeadTable.FindIdentities(Transaction, WorkspaceId, [.. keys.Distinct()]))
        {
            _identities[known.Key] = known;
        }
    }

    /// <summary>Who has an id, locked or not; null where nobody has.</summary>
    public KnownIdentity? Known(IdentityKey key) => _identities.TryGetValue(key, out var known) ? known : null;

    /// <summary>Locks the leads that these rows are or are parts of. To be called once: two who lock in two steps may wait for each other.</summary>
    /// <exception cref="Storage.WriteConflictException">One of them was merged at this moment.</exception>
    public void Lock(IEnumerable<Guid> leads)
    {
        var wanted = leads.Distinct().ToList();
        Lock(wanted, LeadTable.RootsOf(Transaction, WorkspaceId, wanted));
    }

    /// <inheritdoc cref="Lock(IEnumerable{Guid})"/>
    public void Lock(IEnumerable<KnownIdentity> known)
    {
        var all = known.ToList();
        Lock([.. all.Select(one => one.Lead).Distinct()], all.Select(one => one.Root).Distinct());
    }

    private void Lock(List<Guid> wanted, IEnumerable<Guid> roots)
    {
        var read = LeadTable.Lock(Transaction, WorkspaceId, roots.Where(root => !_partsOfRoot.ContainsKey(root)));
        foreach (var row in read)
        {
            _rows.Add(row.Id, row);
            AddPart(row);
        }

        if (wanted.Exists(lead => !_rows.ContainsKey(lead)) || read.Exists(row => !_rows.ContainsKey(row.RootId)))
        {
            throw new Storage.WriteConflictException("A lead was merged at this moment.");
        }

        if (read.Exists(row => row.Playbook > Playbook.Version))
        {
            throw new Storage.WriteConflictException("A playbook was published at this moment.");
        }

        Accounts.Load(read.Select(row => row.AccountId).OfType<Guid>());
        BringUpToDate([.. read.Where(row => row.Playbook < Playbook.Version)]);
    }

    /// <summary>Counts the events of a row anew, by the playbook that holds.</summary>
    public void Recount(IReadOnlyList<LeadRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var reader = new CallReader(Playbook);
        var horizon = Horizon.Of(Transaction.Connection!, Transaction, WorkspaceId);
        var counts = rows.ToDictionary(row => row.Id, row => horizon.Count(row.Tallies, reader));
        EventTable.Read(Transaction.Connection!, WorkspaceId, [.. counts.Keys], kept => counts[kept.LeadId].Add(kept));
        foreach (var row in rows)
        {
            row.ReplaceTallies(counts[row.Id].Tallies);
            Changed(row);
        }
    }

    /// <summary>Marks events of a row that are kept and counted already, and counts those for which that makes a difference, or no longer.</summary>
    public void Mark(LeadRow row, IReadOnlyList<StoredEvent> events, EventMark mark)
    {
        EventTable.Mark(Transaction, WorkspaceId, [.. events.Select(found => (found.Id, mark))]);
        var reader = new CallReader(Playbook);
        var horizon = Horizon.Of(Transaction.Connection!, Transaction, WorkspaceId);
        foreach (var found in events.Where(found => found.Mark.IsMachine() != mark.IsMachine()))
        {
            foreach (var occasion in reader.Read(found).Occasions)
            {
                if (mark.IsMachine())
                {
                    row.Tallies.Remove(occasion, found.Occurred, since => horizon.Keeps(since) ? NewestOf(row, occasion, since, reader) : null);
                }
                else
                {
                    row.Tallies.Add(occasion, found.Occurred);
                }
            }
        }

        row.ForgetTalliesBytes();
        Changed(row);
    }

    /// <summary>A locked row; null where there is none.</summary>
    public LeadRow? Find(Guid lead) => _rows.GetValueOrDefault(lead);

    /// <summary>The row that has this id; null where nobody has.</summary>
    public LeadRow? Find(IdentityKey key) => _identities.TryGetValue(key, out var known) ? _rows[known.Lead] : null;

    /// <summary>The row that is the lead now.</summary>
    public LeadRow RootOf(LeadRow row) => _rows[row.RootId];

    /// <summary>All rows of a lead, itself among them.</summary>
    public IReadOnlyList<LeadRow> PartsOf(LeadRow root) => _partsOfRoot[root.Id];

    /// <summary>A lead of whom nothing is known yet.</summary>
    public LeadRow Add()
    {
        var id = Guid.CreateVersion7(Now.ToDateTimeOffset());
        var row = new LeadRow
        {
            Id = id,
            RootId = id,
            Created = Now,
            StageSince = Now,
            ScoredAt = Now,
            Playbook = Playbook.Version,
            IsNew = true,
            Revision = 0,
        };
        _rows.Add(id, row);
        AddPart(row);
        _toDecide.Add(id);
        return row;
    }

    /// <summary>From now on an id that nobody has is known to be this row's.</summary>
    public void Attach(IdentityKey key, LeadRow row)
    {
        if (_identities.TryAdd(key, new KnownIdentity(key, row.Id, row.RootId)))
        {
            _newIdentities.Add((key, row.Id, Now));
        }
    }

    /// <summary>Notes that a row is to be written and its lead to be decided.</summary>
    public void Changed(LeadRow row)
    {
        row.IsChanged = true;
        _toDecide.Add(row.RootId);
    }

    /// <summary>Notes that every lead that is locked is to be decided.</summary>
    public void DecideAll() => _toDecide.UnionWith(_rows.Values.Select(row => row.RootId));

    /// <summary>Notes what happened to a lead.</summary>
    public void Note(LeadRow row, string kind, string actor, object data) => _activities.Add(Activity.Of(row, Now, kind, actor, data, _activities.Count));

    /// <summary>Somebody's name and address, whether they still work here or not; null for nobody.</summary>
    public PersonName? Person(Guid? id)
    {
        if (id is not { } known)
        {
            return null;
        }

        var person = People.FirstOrDefault(one => one.Id == known);
        return new PersonName(known, person?.Name, person?.Email);
    }

    /// <summary>Tells webhooks and channels of something, with the lead as it is when all is decided.</summary>
    /// <param name="row">Whom it is about, which is to be decided; null for nobody who is known.</param>
    /// <param name="news">What there is to tell.</param>
    public void Tell(LeadRow? row, News news) => _news.Add((row, news));

    /// <summary>Does what somebody asks for about a lead, when all is decided. To be called once for a lead.</summary>
    public void Carry(LeadRow root, Command command)
    {
        if (WhoLeft(command.Person, (command as Command.Assign)?.To, (command as Command.AddTask)?.For) is { } gone)
        {
            _refusals.Add(root.Id, Doer.HasLeft(gone));
        }
        else
        {
            _commands.Add(root.Id, command);
        }

        _toDecide.Add(root.Id);
    }

    /// <summary>
    /// What the first of these is called who no longer works here; null where all do. They may have left since whoever asks was let in, and nobody leaves while this transaction
    /// holds its playbook.
    /// </summary>
    public string? WhoLeft(params IEnumerable<Guid?> people) =>
        people.OfType<Guid>().Select(id => People.FirstOrDefault(one => one.Id == id)).FirstOrDefault(one => one is { Deactivated: not null })?.Name;

    /// <summary>Why what was asked for about a lead was not done; null where it was. Known when all is saved.</summary>
    public string? RefusalOf(LeadRow root) => _refusals.GetValueOrDefault(root.Id);

    /// <summary>Puts a row, with the parts below it, under another root.</summary>
    public void MoveTo(LeadRow row, LeadRow root)
    {
        _partsOfRoot[row.RootId].Remove(row);
        row.RootId = root.Id;
        row.IsChanged = true;
        AddPart(row);
    }

    /// <summary>A row's lead has said something of itself.</summary>
    public void Learn(LeadRow row, Answer answer)
    {
        row.Answers = row.Answers.With(answer);
        Changed(row);
        Note(row, ActivityKinds.AnswerGiven, answer.By, _handoffs.Learn(row.Id, answer));
    }

    /// <summary>A lead turned out to be another one: what sales is doing about it goes on there.</summary>
    public void HandOn(LeadRow from, LeadRow to) => _handoffs.HandOn(from, to);

    /// <summary>A part of a lead is a lead of its own again: what sales is doing about it goes with it.</summary>
    /// <param name="from">The lead.</param>
    /// <param name="to">The part.</param>
    /// <param name="parts">All rows that go with it, itself among them.</param>
    public void TakeBack(LeadRow from, LeadRow to, IReadOnlyList<LeadRow> parts) => _handoffs.TakeBack(from, to, parts);

    /// <summary>Decides every lead that has changed, and writes all.</summary>
    public void Save()
    {
        var waiting = new List<LeadRow>();
        foreach (var root in _toDecide.Select(id => _rows[id]).Where(row => row.IsRoot))
        {
            Settle(root);
            if (!TryDecide(root, desk: null))
            {
                waiting.Add(root);
            }
        }

        Accounts.Hold(_newlyLinked);
        Accounts.Save();

        // Teams are locked last, and only where somebody is to get something to do.
        foreach (var root in waiting.OrderBy(root => root.Id))
        {
            TryDecide(root, _handoffs.DeskFor(root, PartsOf(root), AccountOf(root)));
        }

        foreach (var row in _rows.Values.Where(row => row.IsChanged))
        {
            row.Revision++;
        }

        foreach (var (row, news) in _news)
        {
            _handoffs.Tell(row is null ? null : (row.RootId, RecordOf(RootOf(row)), RootOf(row).Score), news);
        }

        LeadTable.Save(Transaction, WorkspaceId, [.. _rows.Values], _newIdentities);
        _handoffs.Save();
        Activity.Add(Transaction, WorkspaceId, _activities);
    }

    private Instant? NewestOf(LeadRow row, Occasion occasion, Instant since, CallReader reader) =>
        EventTable.Newest(Transaction, WorkspaceId, row.Id, since, kept => reader.Read(kept).Occasions.Contains(occasion));

    /// <summary>All that is known of a lead, its parts together.</summary>
    private LeadRecord RecordOf(LeadRow root) =>
        LeadRow.RecordOf(PartsOf(root), root.AccountId is { } account ? Accounts.Get(account).Edits : []);

    /// <summary>Rows that were last scored by an older version: counted anew where the new one has rules that count something else.</summary>
    private void BringUpToDate(List<LeadRow> outdated)
    {
        foreach (var rows in outdated.GroupBy(row => row.Playbook))
        {
            var older = _shelf.Get(Transaction.Connection!, Transaction, WorkspaceId, rows.Key);
            if (!Playbook.Scorer.Occasions.IsSubsetOf(older.Scorer.Occasions))
            {
                Recount([.. rows]);
            }

            foreach (var row in rows)
            {
                row.Playbook = Playbook.Version;
                Changed(row);
            }
        }
    }

    private void Settle(LeadRow root)
    {
        SettleAccount(root);
        foreach (var part in PartsOf(root).Where(part => part.IsNewlyFull))
        {
            Note(part, ActivityKinds.AttributesFull, Activity.Baton, new { Most = NewestEdits.MostAttributes });
        }
    }

    /// <returns>False where it cannot be decided without the teams.</returns>
    private bool TryDecide(LeadRow root, Desk? desk)
    {
        var parts = PartsOf(root);
        var (state, record) = (LeadRow.StateOf(root, parts), RecordOf(root));
        var outcome = LeadLifecycle.Decide(Playbook.Scorer, state, record, Now, desk, _commands.GetValueOrDefault(root.Id));
        if (outcome is Decision.Refused refused)
        {
            // What time and facts make of the lead is made of it all the same.
            _refusals[root.Id] = refused.Why;
            outcome = LeadLifecycle.Decide(Playbook.Scorer, state, record, Now, desk);
        }

        if (outcome is not Decision.Decided decided)
        {
            return false;
        }

        foreach (var happening in decided.Happenings)
        {
            Carry(root, happening);
        }

        _handoffs.Happened(root, parts, AccountOf(root), record, decided, (kind, by, data) => Note(root, kind, by, data));
        if (root.Score != decided.Score || root.WakeAt != decided.WakeAt || !decided.Happenings.IsEmpty || !root.Work.Equals(decided.Work))
        {
            root.StageSince = decided.Moves.Any() ? Now : root.StageSince;
            (root.Score, root.WakeAt, root.Work) = (decided.Score, decided.WakeAt, decided.Work);
            root.IsChanged = true;
        }

        root.ScoredAt = Now;
        return true;
    }

    /// <summary>What a happening changes of the row itself.</summary>
    private void Carry(LeadRow root, Happening happening)
    {
        switch (happening)
        {
            case Happening.Answered answered:
                root.Answers = root.Answers.With(answered.Answer);
                root.IsChanged = true;
                break;
            case Happening.DealNeeded needed:
                DealAdmission.Need(this, root, needed);
                break;
            default:
                break;
        }
    }

    private AccountRow? AccountOf(LeadRow root) => root.AccountId is { } account ? Accounts.Get(account) : null;

    private void SettleAccount(LeadRow root)
    {
        AccountWord? newest = null;
        foreach (var word in PartsOf(root).Select(part => part.OwnAccount).OfType<AccountWord>())
        {
            newest = word.IsNewerThan(newest) ? word : newest;
        }

        if (root.AccountId != newest?.AccountId)
        {
            Note(root, ActivityKinds.AccountChanged, Activity.Baton, new { From = root.AccountId, To = newest?.AccountId });
            root.AccountId = newest?.AccountId;
            root.IsChanged = true;
            if (newest is { } word)
            {
                _newlyLinked.Add(word.AccountId);
            }
        }
    }

    private void AddPart(LeadRow row) => (CollectionsMarshal.GetValueRefOrAddDefault(_partsOfRoot, row.RootId, out _) ??= []).Add(row);
}
