using System.Data.Common;
using System.Runtime.InteropServices;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using Baton.Server.Accounts;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Teams;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>What one transaction makes of hand-offs, tasks and answers, and whom it tells of them.</summary>
internal sealed class HandoffBook(DbTransaction transaction, Guid workspaceId, PublishedPlaybook playbook, Instant now)
{
    private readonly Dictionary<Guid, HandoffRow> _added = [];
    private readonly List<(Guid Handoff, Func<HandoffRow, HandoffRow> Change)> _changes = [];
    private readonly List<TaskAdded> _tasksAdded = [];
    private readonly List<LeadTask> _tasksChanged = [];
    private readonly List<TaskClosed> _tasksEnded = [];
    private readonly List<(Answer Answer, Guid LeadId)> _answers = [];
    private readonly Dictionary<Guid, List<Happening>> _ofMerges = [];
    private readonly bool _asksForOwners = playbook.Scorer.Playbook.Handoffs.Any(plan => plan.Routes.Any(route => route.OwnerOfAccount));
    private Roster? _locked;
    private Roster? _roster;
    private Directory? _names;
    private readonly Announcer _announcer = new(transaction, workspaceId, playbook, now);

    /// <summary>Who is who. Read where somebody asks for it.</summary>
    public Directory Names => _names ??= new Directory(
        () => _roster ?? RosterTable.Read(transaction.Connection!, workspaceId, new Dictionary<Guid, int>(), now, transaction), () => PeopleStore.All(transaction.Connection!, workspaceId, transaction));

    /// <summary>What a decision about a lead is made with. The teams are locked up to the end of the transaction: they are locked after all else.</summary>
    public Desk DeskFor(LeadRow root, IReadOnlyList<LeadRow> parts, AccountRow? account)
    {
        _locked ??= _roster = RosterTable.Lock(transaction, workspaceId, () => HandoffTable.CountOpen(transaction.Connection!, transaction, workspaceId), now);
        if (!_asksForOwners)
        {
            return new Desk(_roster!, AccountOwner: null);
        }

        var facts = new Facts([], [.. parts.SelectMany(part => part.Edits)], account?.Edits ?? []);
        return new Desk(_roster!, AccountOwner.Of(transaction.Connection!, transaction, workspaceId, root.AccountId, facts, _roster!));
    }

    /// <summary>Takes down what was decided about a lead, and tells who is to know.</summary>
    /// <param name="root">The lead.</param>
    /// <param name="parts">Its rows.</param>
    /// <param name="account">Its account; null for none.</param>
    /// <param name="record">What is known of it.</param>
    /// <param name="decided">What was decided.</param>
    /// <param name="note">Notes an activity: its kind, who did it, and what else there is to be known.</param>
    public void Happened(LeadRow root, IReadOnlyList<LeadRow> parts, AccountRow? account, LeadRecord record, Decision.Decided decided, Action<string, string, object> note)
    {
        _roster = decided.Roster ?? _roster;
        foreach (var happening in _ofMerges.Remove(root.Id, out var first) ? first.Concat(decided.Happenings) : decided.Happenings)
        {
            switch (happening)
            {
                case Happening.HandoffOpened opened:
                    _added.Add(opened.Handoff.Id, RowOf(root, parts, account, record, decided, opened.Handoff));
                    break;
                case Happening.HandoffAssigned { Handoff: var handoff }:
                    Change(handoff.Id, row => row.With(handoff).WithDeadlines(handoff) with { Assignments = row.Assignments + 1 });
                    break;
                case Happening.HandoffAccepted { Handoff: var handoff, Took: var took }:
                    Change(handoff.Id, row => row.With(handoff) with { DecisionTook = took });
                    break;
                case Happening.Responded { Handoff: var handoff, Took: var took }:
                    Change(handoff.Id, row => row.With(handoff) with { ResponseTook = took });
                    break;
                case Happening.ClockReached { Handoff: var handoff, Step.Kind: StepKind.Breach }:
                    Change(handoff.Id, row => row with { Breaches = row.Breaches + 1 });
                    break;
                case Happening.HandoffClosed { Handoff: var handoff, End: var end }:
                    Change(handoff.Id, row => row.With(handoff) with { Closed = now, Ended = end });
                    break;
                case Happening.Rejected { Handoff: { } id, Rejection: var rejection, Took: var took }:
                    Change(id, row => row with { RejectedAt = now, Rejection = rejection, DecisionTook = took ?? row.DecisionTook });
                    break;
                case Happening.FellAsleep { Handoff: { } handoff }:
                    Change(handoff.Id, row => row.WithDeadlines(handoff));
                    break;
                case Happening.Resumed { Handoff: { } handoff }:
                    Change(handoff.Id, row => row.WithDeadlines(handoff));
                    break;
                case Happening.TaskAdded { Task: var task, By: var by }:
                    _tasksAdded.Add(new TaskAdded(task, root.Id, now, by));
                    break;
                case Happening.TaskChanged { Task: var task }:
                    _tasksChanged.Add(task);
                    break;
                case Happening.TaskEnded { Task: var task, End: var end, By: var by }:
                    _tasksEnded.Add(new TaskClosed(task.Id, now, by, end));
                    break;
                case Happening.Answered { Answer: var answer }:
                    _answers.Add((answer, root.Id));
                    break;
                default:
                    break;
            }

            if (Tellings.KindOf(happening) is { } kind)
            {
                var data = Tellings.DataOf(happening, decided.Score, playbook.Version, Names);
                note(kind, happening.By, data);
                _announcer.Tell(
                    root.Id, record, decided.Score, happening, data, Names, decided.Work.Handoff?.Id ?? decided.Work.Pursuit?.Handoff ?? decided.Work.Accepted?.Handoff, BriefOf);
            }
        }
    }

    /// <summary>Takes down what a lead has said of itself.</summary>
    /// <returns>What its activity says.</returns>
    public object Learn(Guid row, Answer answer)
    {
        _answers.Add((answer, row));
        var state = playbook.Scorer.Examiner.Judge(Answers.None.With(answer)).First(judged => judged.Criterion.Name == answer.Criterion).State;
        return Tellings.DataOf(new Happening.Answered(answer.By, answer, state), default, playbook.Version, Names);
    }

    /// <summary>Tells of what no decision made happen.</summary>
    /// <param name="about">The root, what is known of it, and its score now; null for nobody who is known.</param>
    /// <param name="news">What there is to tell.</param>
    public void Tell((Guid Lead, LeadRecord Record, Score Score)? about, News news) => _announcer.Tell(about, news);

    /// <summary>A lead turned out to be another one, and so what sales is doing about both is one work.</summary>
    public void HandOn(LeadRow from, LeadRow to)
    {
        var (work, happenings) = Work.Merge(to.Work, to.Score.Stage, from.Work, from.Score.Stage);
        from.Work = Work.None with { Ids = from.Work.Ids };
        from.IsChanged = true;
        to.Work = work;

        // What was merged into that one before in this transaction has to be told, too.
        if (_ofMerges.Remove(from.Id, out var before) || !happenings.IsEmpty)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_ofMerges, to.Id, out _) ??= []).AddRange((before ?? []).Concat(happenings));
        }
    }

    /// <summary>What sales is doing about a lead goes with the part that it is about, which is on its own again.</summary>
    public void TakeBack(LeadRow from, LeadRow to, IReadOnlyList<LeadRow> parts)
    {
        var work = from.Work;
        Guid[] handoffs = [.. ((Guid?[])[work.Handoff?.Id, work.Pursuit?.Handoff, work.Accepted?.Handoff]).OfType<Guid>().Distinct()];
        var leads = parts.Select(part => part.Id).ToHashSet();
        var theirs = HandoffTable.LeadsOf(transaction, workspaceId, handoffs).Concat(TaskTable.LeadsOf(transaction, workspaceId, [.. work.Tasks.Select(task => task.Id)]))
            .Where(one => leads.Contains(one.Lead)).Select(one => one.Id).ToHashSet();
        if (theirs.Count > 0)
        {
            var (stays, goes) = work.Split(theirs.Contains);
            (from.Work, to.Work) = (stays, goes with { Ids = to.Work.Ids });
            (from.IsChanged, to.IsChanged) = (true, true);
        }
    }

    /// <summary>Writes all of it.</summary>
    public void Save()
    {
        var changed = new Dictionary<Guid, HandoffRow>();
        var unread = _changes.Select(change => change.Handoff).Where(id => !_added.ContainsKey(id)).Distinct().ToList();
        foreach (var row in HandoffTable.Find(transaction, workspaceId, unread))
        {
            changed.Add(row.Id, row);
        }

        foreach (var (id, change) in _changes)
        {
            var rows = _added.ContainsKey(id) ? _added : changed;
            rows[id] = change(rows[id]);
        }

        HandoffTable.Save(transaction, workspaceId, [.. _added.Values], [.. changed.Values]);
        TaskTable.Save(transaction, workspaceId, _tasksAdded, _tasksChanged, _tasksEnded);
        AnswerTable.Add(transaction, workspaceId, _answers);
        _announcer.Save();
        if (_locked is not null)
        {
            RosterTable.Save(transaction, workspaceId, _locked, _roster!);
        }
    }

    private string BriefOf(Guid handoff) => _added.TryGetValue(handoff, out var row) ? row.Brief : HandoffTable.Find(transaction, workspaceId, [handoff]).Single().Brief;

    private void Change(Guid handoff, Func<HandoffRow, HandoffRow> change) => _changes.Add((handoff, change));

    private HandoffRow RowOf(LeadRow root, IReadOnlyList<LeadRow> parts, AccountRow? account, LeadRecord record, Decision.Decided decided, Handoff handoff) => new HandoffRow
    {
        Id = handoff.Id,
        LeadId = root.Id,
        Stage = handoff.Stage,
        Opened = handoff.Opened,
        Assigned = handoff.Assigned,
        Assignments = 1,
        Playbook = playbook.Version,
        Total = decided.Score.Total,
        Grade = decided.Score.Grade?.ToString(),
        Brief = new BriefWriter(transaction, workspaceId, playbook, now, Names).Write(root, parts, account, record, decided, handoff),
    }.With(handoff).WithDeadlines(handoff);
}
