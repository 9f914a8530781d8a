using Baton.Core.Conditions;
using Baton.Core.Documents;
using Baton.Core.Handoffs;
using Baton.Core.Qualification;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>Does what people ask for, or says why it cannot be done.</summary>
internal static class Commands
{
    private const int MostTasks = 100;
    private const string IsOver = "This hand-off is over, and the lead may be with somebody else by now. Look at what is being done about it.";
    private const string NoTask = "There is no such open task about this lead: it was ended, or is another lead's. Look at the lead's open tasks.";
    private static readonly Duration LongestAhead = Duration.FromDays(3_660);

    /// <summary>True where it cannot be done without knowing the teams.</summary>
    public static bool NeedsTeams(Draft draft, Command command) => command switch
    {
        Command.Note or Command.Tell or Command.AddTask or Command.EndTask or Command.MoveTo => false,
        Command.Reject or Command.Log or Command.Sleep or Command.Resume => draft.Work is { Handoff: not null } or { Pursuit: not null },
        _ => true,
    };

    /// <summary>Does it.</summary>
    /// <returns>Why it cannot be done, in which case nothing was; null where it was done.</returns>
    public static string? Refuse(Draft draft, Command command) => command switch
    {
        Command.Accept accept => Accept(draft, accept),
        Command.Reject reject => Reject(draft, reject),
        Command.Assign assign => Assign(draft, assign),
        Command.Log log => Log(draft, log),
        Command.Tell tell => Tell(draft, tell),
        Command.Note note => Note(draft, note),
        Command.Sleep sleep => Sleep(draft, sleep),
        Command.Resume resume => Resume(draft, resume),
        Command.MoveTo move => HandMoves.Refuse(draft, move),
        Command.AddTask add => AddTask(draft, add),
        Command.EndTask end => EndTask(draft, end),
        _ => throw new ArgumentException($"{command.GetType()} is no command.", nameof(command)),
    };

    private static string? Accept(Draft draft, Command.Accept command)
    {
        if (draft.Work.Handoff is not { } handoff)
        {
            return $"There is no open hand-off to accept: the lead is {draft.Stage.Title()}.";
        }

        if (command.Handoff is { } meant && meant != handoff.Id)
        {
            return IsOver;
        }

        if (handoff.Accepted is not null)
        {
            return "The hand-off was accepted before. Somebody else can be given it.";
        }

        if ((command.Person ?? handoff.Person) is not { } person)
        {
            return $"The lead waits in “{handoff.Queue}”. Say who takes it on.";
        }

        var accepted = handoff with { Accepted = draft.Now };
        if (person != handoff.Person)
        {
            var roster = draft.Roster!;
            var team = handoff.Team ?? (handoff.Queue is { } queue ? roster.Team(queue)?.Id : null) ?? roster.Person(person)?.Team.Id;
            accepted = accepted with { Person = person, Queue = null, Team = team, Assigned = draft.Now };
            draft.Roster = (handoff.Person is { } had ? roster.WithOpen(had, -1) : roster).WithOpen(person, 1);
            draft.Happen(new Happening.HandoffAssigned(command.By, accepted, handoff.Person, []));
        }

        draft.Work = draft.Work with { Handoff = accepted, Accepted = new Acceptance(handoff.Id, person, draft.Now) };
        Clocks.Stop(draft, ClockKind.Decision);
        draft.Happen(new Happening.HandoffAccepted(command.By, draft.Work.Handoff, Passing.Took(draft, handoff, draft.Now)));
        if (person != handoff.Person)
        {
            Pursuits.HandOn(draft, accepted, draft.Playbook.HandoffOf(handoff.Stage)?.Cadence, Passing.CalendarOf(handoff, draft.Roster!));
        }

        if (handoff.Stage == Stage.Sql)
        {
            draft.NeedDeal(DealState.Open, command.By, person);
            draft.MoveTo(Stage.Opportunity, MoveReason.Accepted, command.By);
        }
        else if (draft.Playbook.Has(Stage.Sal))
        {
            draft.MoveTo(Stage.Sal, MoveReason.Accepted, command.By);
        }

        return null;
    }

    private static string? Reject(Draft draft, Command.Reject command)
    {
        var rejection = command.Rejection;
        if (draft.Playbook.Rejections.FirstOrDefault(one => one.Name.Equals(rejection.Reason.Trim(), StringComparison.OrdinalIgnoreCase)) is not { } reason)
        {
            return $"`{rejection.Reason.Shortened()}` is no reason of the playbook. It has {string.Join(", ", draft.Playbook.Rejections.Select(one => $"`{one.Name}`"))}.";
        }

        if (draft.Stage is not (Stage.Mql or Stage.Sal or Stage.Sql))
        {
            return draft.Stage is Stage.Opportunity or Stage.Customer
                ? $"The lead has a deal: it is {draft.Stage.Title()}. Close the deal as lost, and say why."
                : $"Nothing was handed over that could be given back: the lead is {draft.Stage.Title()}.";
        }

        if (command.Handoff is { } meant && meant != (draft.Work.Handoff?.Id ?? draft.Work.Accepted?.Handoff))
        {
            return IsOver;
        }

        if (Unreadable(draft, rejection, reason) is { } mistake)
        {
            return mistake;
        }

        var said = draft.Now;
        if (rejection.Value is null && reason.AheadMonths is not null && AnswerTo(draft, reason.About) is { } answer)
        {
            (rejection, said) = (rejection with { Field = reason.About, Operator = Operator.Eq, Value = answer.Written }, answer.At);
        }

        rejection = rejection with { Reason = reason.Name, Field = rejection.Field ?? (rejection.Value is null ? null : reason.About) };
        var wakeAt = rejection.WakeAt(reason, draft.Now, said);
        var open = draft.Work.Handoff;
        draft.Happen(new Happening.Rejected(
            command.By, open?.Id ?? draft.Work.Accepted?.Handoff, rejection, wakeAt, open is { Accepted: null } ? Passing.Took(draft, open, draft.Now) : null));
        if (open is not null)
        {
            Passing.Close(draft, open.Accepted is null ? HandoffEnd.Rejected : HandoffEnd.Accepted, command.By);
        }

        WakeUp(draft, command.By);
        draft.Work = draft.Work with { Exit = reason.Ends ? null : new Exit(reason.Name, wakeAt, draft.Score.Engagement) };
        draft.MoveTo(reason.Ends ? Stage.Disqualified : Stage.Recycled, MoveReason.Rejected, command.By, reason.Name);
        return null;
    }

    /// <summary>What is wrong with what the lead said, which the criterion that the reason is about compares; null for nothing.</summary>
    private static string? Unreadable(Draft draft, Rejection rejection, RejectionReason reason)
    {
        if (rejection.Value is not { } written)
        {
            return null;
        }

        var field = rejection.Field ?? reason.About;
        if (draft.Playbook.Criteria.FirstOrDefault(one => one.Name.Equals(field, StringComparison.OrdinalIgnoreCase)) is { } criterion)
        {
            return AnswerReader.Read(criterion, written, draft.Now).Problem;
        }

        return reason.AheadMonths is not null && AnswerReader.MonthsOf(Value.Of(written), draft.Now) is null
            ? $"`value` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `{written.Shortened()}`."
            : null;
    }

    private static string? Assign(Draft draft, Command.Assign command)
    {
        if (draft.Work.Handoff is not { } handoff)
        {
            return $"There is no open hand-off to give to somebody: the lead is {draft.Stage.Title()}.";
        }

        if (command.Handoff is { } meant && meant != handoff.Id)
        {
            return IsOver;
        }

        if (command.To is not { } to)
        {
            return Clocks.PassOn(draft, command.By) ? null : "The routes of the playbook know nobody else who could take it now. Name somebody.";
        }

        if (to == handoff.Person)
        {
            return "They have it already. Name somebody else, or nobody, and the routes choose.";
        }

        var roster = draft.Roster!;
        var own = handoff.Team is { } id ? roster.Team(id) : null;
        var place = own?.Members.FirstOrDefault(member => member.PersonId == to) is { } colleague ? (own, colleague) : roster.Person(to);
        if (place is not var (team, member))
        {
            return "This person is in no team. Put them into one first.";
        }

        draft.Roster = (handoff.Person is { } had ? roster.WithOpen(had, -1) : roster).WithOpen(to, 1);
        Passing.Give(draft, team, member, command.By, []);
        return null;
    }

    private static string? Log(Draft draft, Command.Log command)
    {
        var contact = command.Contact;
        if (contact.At > draft.Now + Duration.FromMinutes(5))
        {
            return "A contact that is still to come is a task. Add a task instead.";
        }

        var task = command.Task is { } id ? draft.Work.Tasks.FirstOrDefault(one => one.Id == id) : null;
        if (command.Task is not null && task is null)
        {
            return NoTask;
        }

        var isBefore = contact.At < (draft.Work.Pursuit?.Since ?? draft.Work.Handoff?.Opened);
        if (task is { IsAttempt: true } && isBefore)
        {
            return "This contact was before the lead was handed over, so it is none of the attempts since. Log it without naming the task.";
        }

        if (task is { IsAttempt: true, Kind: { } asked } && (asked != contact.Kind || !contact.IsAttempt))
        {
            return $"This attempt is made by {asked.Title().ToLowerInvariant()}, from a person to the lead. Log what there was without naming the task.";
        }

        draft.Happen(new Happening.Contacted(command.By, contact));
        if (task is { IsAttempt: false })
        {
            Pursuits.End(draft, task, TaskEnd.Done, command.By);
        }

        if (contact.IsAttempt && draft.Work.Handoff is { Contacted: null } handoff && contact.At >= handoff.Opened)
        {
            draft.Work = draft.Work with { Handoff = handoff with { Contacted = contact.At } };
            Clocks.Stop(draft, ClockKind.Response);
            draft.Happen(new Happening.Responded(command.By, draft.Work.Handoff, Passing.Took(draft, handoff, contact.At)));
        }

        // What was before the lead was handed over is told, and is no attempt of these.
        if (!isBefore)
        {
            Pursuits.Count(draft, contact, command.By);
        }

        return null;
    }

    private static string? Tell(Draft draft, Command.Tell command)
    {
        foreach (var answer in command.Answers)
        {
            draft.Learn(answer, command.By);
        }

        return null;
    }

    private static string? Note(Draft draft, Command.Note command)
    {
        draft.Happen(new Happening.Noted(command.By, command.Text));
        return null;
    }

    private static string? Sleep(Draft draft, Command.Sleep command)
    {
        if (draft.Work.Snooze is not null)
        {
            return "The lead is left alone already. Let its clocks run again first.";
        }

        if (command.Until <= draft.Now || command.Until > draft.Now + LongestAhead)
        {
            return "Until when has to lie ahead, by ten years at most.";
        }

        var snooze = new Snooze(draft.Now, command.Until, command.Reason);
        draft.Work = draft.Work with { Snooze = snooze };
        Clocks.Shift(draft, draft.Now, command.Until);
        draft.Happen(new Happening.FellAsleep(command.By, snooze, draft.Work.Handoff));
        return null;
    }

    private static string? Resume(Draft draft, Command.Resume command)
    {
        if (draft.Work.Snooze is not { } snooze)
        {
            return "The lead is not left alone: its clocks run already.";
        }

        Clocks.WakeUp(draft, draft.Now);
        Clocks.Shift(draft, snooze.Until, draft.Now);
        draft.Happen(new Happening.Resumed(command.By, snooze, draft.Work.Handoff));
        return null;
    }

    private static string? AddTask(Draft draft, Command.AddTask command)
    {
        if (draft.Work.Tasks.Length >= MostTasks)
        {
            return $"The lead has {MostTasks} open tasks already. End some of them first.";
        }

        if (command.Due > draft.Now + LongestAhead || command.Due < draft.Now - LongestAhead)
        {
            return "A task is due within ten years. Choose another day.";
        }

        var person = command.For ?? draft.Work.Handoff?.Person ?? draft.Work.Accepted?.Person ?? command.Person;
        Pursuits.Add(draft, new LeadTask(draft.NewId(), command.Kind, command.Title, command.Due, person, IsAttempt: false, IsTold: false), command.By);
        return null;
    }

    private static string? EndTask(Draft draft, Command.EndTask command)
    {
        if (draft.Work.Tasks.FirstOrDefault(task => task.Id == command.Task) is not { } task)
        {
            return NoTask;
        }

        if (task.IsAttempt)
        {
            return "This is an attempt to reach the lead. It is done when the contact is logged, with what came of it.";
        }

        Pursuits.End(draft, task, command.End, command.By);
        return null;
    }

    /// <summary>A lead that goes elsewhere is no longer left alone.</summary>
    public static void WakeUp(Draft draft, string by)
    {
        if (draft.Work.Snooze is { } snooze)
        {
            Clocks.WakeUp(draft, draft.Now);
            draft.Happen(new Happening.Resumed(by, snooze, Handoff: null));
        }
    }

    /// <summary>What was found out already; null for nothing.</summary>
    private static Answer? AnswerTo(Draft draft, string? criterion) =>
        draft.Playbook.Criteria.FirstOrDefault(one => one.Name.Equals(criterion, StringComparison.OrdinalIgnoreCase)) is { } asked
        && draft.Answers.To(asked) is { Value.IsMissing: false } answer ? answer : null;
}
