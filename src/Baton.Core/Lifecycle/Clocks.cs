using System.Collections.Immutable;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>What is done when clocks come to their points, and how they are stopped for a while.</summary>
internal static class Clocks
{
    /// <summary>Does what is due of the open hand-off, and ends what was to end by now.</summary>
    public static void Apply(Draft draft)
    {
        if (draft.Work.Snooze is { } snooze && snooze.Until <= draft.Now)
        {
            if (draft.Work.Handoff is not null && !draft.TryGetRoster(out _))
            {
                return;
            }

            WakeUp(draft, snooze.Until);
            draft.Happen(new Happening.Resumed(Happening.Baton, snooze, draft.Work.Handoff));
        }

        while (draft.Work.Handoff is { Steps: [var step, .. var rest] } handoff && step.At <= draft.Now)
        {
            if (step.Kind == StepKind.Reassign && !draft.TryGetRoster(out _))
            {
                return;
            }

            handoff = handoff with { Steps = [.. rest] };
            draft.Work = draft.Work with { Handoff = handoff };
            draft.Happen(new Happening.ClockReached(Happening.Baton, handoff, step));
            if (step.Kind == StepKind.Reassign)
            {
                PassOn(draft, Happening.Baton);
            }
        }
    }

    /// <summary>Stops a clock of the open hand-off.</summary>
    public static void Stop(Draft draft, ClockKind clock)
    {
        var handoff = draft.Work.Handoff!;
        draft.Work = draft.Work with { Handoff = handoff with { Steps = handoff.Steps.RemoveAll(step => step.Clock == clock) } };
    }

    /// <summary>Gives the open hand-off to whoever the routes say, but to nobody who had it. Where there is nobody, it stays where it is.</summary>
    /// <returns>False where there is nobody.</returns>
    public static bool PassOn(Draft draft, string by)
    {
        var handoff = draft.Work.Handoff!;
        var except = handoff.Person is { } had ? handoff.Before.Add(had) : handoff.Before;
        var plan = draft.Playbook.HandoffOf(handoff.Stage);
        var routing = Router.Route(
            plan?.Routes ?? [], plan?.Fallback ?? handoff.Queue ?? handoff.Stage.Title(), draft.Holds, draft.AccountOwner, draft.Roster!, draft.Now, except.ToImmutableHashSet());
        if (routing is not { Team: { } team, Member: { } member })
        {
            draft.Happen(new Happening.NobodyElse(by, handoff, routing.Trace));
            return false;
        }

        draft.Roster = handoff.Person is { } person ? routing.Roster.WithOpen(person, -1) : routing.Roster;
        Passing.Give(draft, team, member, by, routing.Trace);
        return true;
    }

    /// <summary>The lead is left alone no more. What passed meanwhile counts for no clock.</summary>
    /// <param name="draft">The lead.</param>
    /// <param name="at">From when on.</param>
    public static void WakeUp(Draft draft, Instant at)
    {
        var (handoff, snooze) = (draft.Work.Handoff, draft.Work.Snooze!);
        draft.Work = draft.Work with
        {
            Snooze = null,
            Handoff = handoff is null ? null : handoff with { Slept = handoff.Slept + Passing.CalendarOf(handoff, draft.Roster ?? Roster.Empty).Between(Instant.Max(handoff.Opened, snooze.Since), at) },
        };
    }

    /// <summary>Moves what was agreed to be done from one moment on so that it is due from another on, with as much business time left as there was.</summary>
    public static void Shift(Draft draft, Instant from, Instant to)
    {
        var work = draft.Work;
        if (work.Handoff is null && work.Pursuit is null)
        {
            return;
        }

        var calendar = Pursuits.CalendarOf(draft, work.Tasks.FirstOrDefault(task => task.IsAttempt));
        if (work.Handoff is { } handoff)
        {
            work = work with { Handoff = handoff with { Steps = [.. handoff.Steps.Select(step => step with { At = Later(step.At) })] } };
        }

        if (work.Pursuit is { } pursuit)
        {
            work = work with
            {
                Pursuit = pursuit with
                {
                    Attempts = [.. pursuit.Attempts.Select((attempt, i) => i < pursuit.Done ? attempt : attempt with { Due = Later(attempt.Due) })],
                    EndsAt = pursuit.EndsAt is { } end ? Later(end) : null,
                },
            };
        }

        // What somebody has set themselves to do stays when they promised it.
        draft.Work = work with { Tasks = [.. work.Tasks.Select(task => !task.IsAttempt || task.IsTold || task.Due < from ? task : task with { Due = Later(task.Due) })] };
        foreach (var task in draft.Work.Tasks.Where(task => !work.Tasks.Contains(task)))
        {
            draft.Happen(new Happening.TaskChanged(Happening.Baton, task));
        }

        Instant Later(Instant due) => due < from ? due : calendar.Add(to, calendar.Between(from, due));
    }
}
