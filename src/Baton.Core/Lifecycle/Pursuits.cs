using System.Collections.Immutable;
using System.Globalization;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>Attempts to reach leads, and what else people have to do about them.</summary>
internal static class Pursuits
{
    private const string Unresponsive = "unresponsive";

    /// <summary>Tells of tasks that are due, and ends a pursuit whose time is over.</summary>
    public static void Apply(Draft draft)
    {
        foreach (var task in draft.Work.Tasks.Where(task => !task.IsTold && task.Due <= draft.Now))
        {
            var told = task with { IsTold = true };
            draft.Work = draft.Work with { Tasks = draft.Work.Tasks.Replace(task, told) };
            draft.Happen(new Happening.TaskFellDue(Happening.Baton, told));
        }

        if (draft.Work.Pursuit is not { } pursuit || !(pursuit.EndsAt <= draft.Now))
        {
            return;
        }

        if (draft.Deal is DealState.Open or DealState.Won)
        {
            Drop(draft);
        }
        else
        {
            StageRules.Leave(
                draft, Stage.Unresponsive, MoveReason.Unresponsive, Unresponsive, pursuit.WakeDays is { } days ? draft.Now + Duration.FromDays(days) : null);
        }
    }

    /// <summary>Begins the attempts of a hand-off, or gives those that are being made to whose it is now.</summary>
    public static void HandOn(Draft draft, Handoff handoff, Cadence? cadence, BusinessCalendar calendar)
    {
        foreach (var task in draft.Work.Tasks.Where(task => task.IsAttempt))
        {
            var given = task with { Person = handoff.Person };
            draft.Work = draft.Work with { Tasks = draft.Work.Tasks.Replace(task, given) };
            draft.Happen(new Happening.TaskChanged(Happening.Baton, given));
        }

        if (draft.Work.Pursuit is null && cadence is not null && handoff.Contacted is null)
        {
            var attempts = cadence.Attempts.Select(attempt => new DueAttempt(attempt.Kind, calendar.OnDay(draft.ClockStart, attempt.Day))).ToImmutableArray();
            draft.Work = draft.Work with { Pursuit = new Pursuit(handoff.Id, handoff.Opened, attempts, Done: 0, cadence.GraceDays, cadence.WakeDays, EndsAt: null) };
            AddNext(draft, handoff.Person);
        }
    }

    /// <summary>No further attempts are made.</summary>
    public static void Drop(Draft draft)
    {
        draft.Work = draft.Work with { Pursuit = null };
        foreach (var task in draft.Work.Tasks.Where(task => task.IsAttempt))
        {
            End(draft, task, TaskEnd.Dropped, Happening.Baton);
        }
    }

    /// <summary>Counts a contact for the pursuit: one that reached the lead ends it, another may be the attempt that is next.</summary>
    public static void Count(Draft draft, Contact contact, string by)
    {
        if (draft.Work.Pursuit is not { } pursuit)
        {
            return;
        }

        var next = draft.Work.Tasks.FirstOrDefault(task => task.IsAttempt);
        if (contact.IsAttempt && pursuit.Next is { } attempt && attempt.Kind == contact.Kind && next is not null)
        {
            End(draft, next, TaskEnd.Done, by);
            pursuit = pursuit with { Done = pursuit.Done + 1 };
            draft.Work = draft.Work with { Pursuit = pursuit };
        }

        if (contact.HasReachedLead)
        {
            Drop(draft);
        }
        else if (pursuit.Next is null)
        {
            draft.Work = draft.Work with { Pursuit = pursuit with { EndsAt = pursuit.EndsAt ?? CalendarOf(draft, next).OnDay(draft.ClockStart, pursuit.GraceDays) } };
        }
        else if (pursuit.Done != 0 && draft.Work.Tasks.All(task => !task.IsAttempt))
        {
            AddNext(draft, next?.Person);
        }
    }

    public static void Add(Draft draft, LeadTask task, string by)
    {
        draft.Work = draft.Work with { Tasks = [.. draft.Work.Tasks.Add(task).OrderBy(one => one.Due).ThenBy(one => one.Id)] };
        draft.Happen(new Happening.TaskAdded(by, task));
    }

    public static void End(Draft draft, LeadTask task, TaskEnd end, string by)
    {
        draft.Work = draft.Work with { Tasks = draft.Work.Tasks.Remove(task) };
        draft.Happen(new Happening.TaskEnded(by, task, end));
    }

    private static void AddNext(Draft draft, Guid? person)
    {
        var pursuit = draft.Work.Pursuit!;
        var attempt = pursuit.Next!.Value;
        var title = string.Create(CultureInfo.InvariantCulture, $"{attempt.Kind.Title()} (attempt {pursuit.Done + 1} of {pursuit.Attempts.Length})");
        Add(draft, new LeadTask(draft.NewId(), attempt.Kind, title, attempt.Due, person, IsAttempt: true, IsTold: false), Happening.Baton);
    }

    /// <summary>The calendar by which attempts are due.</summary>
    public static BusinessCalendar CalendarOf(Draft draft, LeadTask? task) =>
        draft.Work.Handoff is { } handoff ? Passing.CalendarOf(handoff, draft.Roster!)
        : task?.Person is { } person && draft.Roster!.Person(person) is var (team, _) ? team.Calendar
        : BusinessCalendar.Always;
}
