using System.Collections.Immutable;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Lifecycle;

/// <summary>How the baton is passed: when hand-offs begin, to whom they go, and when they are over.</summary>
internal static class Passing
{
    /// <summary>Ends a hand-off that the lead has left behind, and begins the one that its stage asks for.</summary>
    public static void Apply(Draft draft)
    {
        if (draft.Work.Handoff is { } open && EndOf(open, draft.Stage) is { } end)
        {
            Close(draft, end);
        }

        if (draft.Playbook.HandoffOf(draft.Stage) is not { } plan || draft.Work.HandedOver == draft.Stage || (draft.Stage == Stage.Mql && draft.Work.Accepted is not null))
        {
            return;
        }

        if (draft.TryGetRoster(out _))
        {
            if (draft.Work.Handoff is not null)
            {
                Close(draft, draft.Work.Handoff.Accepted is null ? HandoffEnd.Overtaken : HandoffEnd.Accepted);
            }

            Open(draft, plan, draft.Roster!);
        }
    }

    /// <summary>Nothing more is asked of anybody.</summary>
    public static void Close(Draft draft, HandoffEnd end, string by = Happening.Baton)
    {
        var closed = draft.Work.Handoff! with { Steps = [] };
        draft.Work = draft.Work with { Handoff = null };
        if (closed.Person is { } person)
        {
            draft.Roster = draft.Roster?.WithOpen(person, -1);
        }

        draft.Happen(new Happening.HandoffClosed(by, closed, end));
    }

    /// <summary>The clocks of a hand-off from a moment on.</summary>
    public static ImmutableArray<ClockStep> StepsOf(HandoffPlan plan, BusinessCalendar calendar, Instant from, bool isContacted, bool isAccepted)
    {
        var steps = ImmutableArray.CreateBuilder<ClockStep>();
        Add(isContacted ? null : plan.Response, ClockKind.Response);
        Add(isAccepted ? null : plan.Decision, ClockKind.Decision);
        steps.Sort((one, other) => (one.At, one.Clock, one.Kind).CompareTo((other.At, other.Clock, other.Kind)));
        return steps.ToImmutable();

        void Add(Deadline? deadline, ClockKind clock)
        {
            foreach (var (percent, kind) in deadline?.Steps ?? [])
            {
                // A team that works an hour a week may never get there.
                if (calendar.Add(from, deadline!.Within * percent / 100) is var at && at < Instant.MaxValue)
                {
                    steps.Add(new ClockStep(at, clock, kind, percent));
                }
            }
        }
    }

    /// <summary>The calendar that the clocks of a hand-off run by: its team's, or that of the team that its queue is called after; else they never stop.</summary>
    public static BusinessCalendar CalendarOf(Handoff handoff, Roster roster) =>
        (handoff.Team is { } id ? roster.Team(id) : handoff.Queue is { } queue ? roster.Team(queue) : null)?.Calendar ?? BusinessCalendar.Always;

    /// <summary>How long a hand-off has taken by a moment, in business time, but for what it was left alone.</summary>
    public static Duration Took(Draft draft, Handoff handoff, Instant at)
    {
        var calendar = CalendarOf(handoff, draft.Roster ?? Roster.Empty);
        var asleep = draft.Work.Snooze is { } snooze && snooze.Since < at ? calendar.Between(Instant.Max(handoff.Opened, snooze.Since), Instant.Max(handoff.Opened, Instant.Min(at, snooze.Until))) : Duration.Zero;
        return Duration.Max(Duration.Zero, calendar.Between(handoff.Opened, at) - handoff.Slept - asleep);
    }

    /// <summary>Gives the open hand-off to somebody; its clocks begin anew.</summary>
    public static void Give(Draft draft, Team team, Member member, string by, ImmutableArray<RouteTrace> trace)
    {
        var before = draft.Work.Handoff!;
        var given = before with
        {
            Team = team.Id,
            Person = member.PersonId,
            Queue = null,
            Assigned = draft.Now,
            Before = before.Person is { } had && !before.Before.Contains(had) ? before.Before.Add(had) : before.Before,
        };
        var plan = draft.Playbook.HandoffOf(given.Stage);
        given = given with
        {
            Steps = plan is null ? [] : StepsOf(plan, team.Calendar, draft.ClockStart, given.Contacted is not null, given.Accepted is not null),
        };
        draft.Work = draft.Work with
        {
            Handoff = given,
            Accepted = draft.Work.Accepted is { } accepted && accepted.Handoff == given.Id ? accepted with { Person = given.Person } : draft.Work.Accepted,
        };
        draft.Happen(new Happening.HandoffAssigned(by, given, before.Person, trace));
        Pursuits.HandOn(draft, given, plan?.Cadence, team.Calendar);
    }

    private static void Open(Draft draft, HandoffPlan plan, Roster roster)
    {
        var routing = Router.Route(plan.Routes, plan.Fallback, draft.Holds, draft.AccountOwner, roster, draft.Now, ImmutableHashSet<Guid>.Empty);
        draft.Roster = routing.Roster;
        var handoff = new Handoff
        {
            Id = draft.NewId(),
            Stage = plan.Stage,
            Team = routing.Team?.Id,
            Person = routing.Member?.PersonId,
            Queue = routing.Queue,
            Opened = draft.Now,
            Assigned = draft.Now,
        };
        var calendar = CalendarOf(handoff, roster);
        handoff = handoff with { Steps = StepsOf(plan, calendar, draft.ClockStart, isContacted: false, isAccepted: false) };
        draft.Work = draft.Work with { Handoff = handoff, HandedOver = plan.Stage };
        draft.Happen(new Happening.HandoffOpened(Happening.Baton, handoff, routing.Trace));
        if (handoff.Person is not null)
        {
            Pursuits.HandOn(draft, handoff, plan.Cadence, calendar);
        }
    }

    private static HandoffEnd? EndOf(Handoff handoff, Stage stage) =>
        handoff.IsOver ? HandoffEnd.Accepted
        : stage == handoff.Stage ? null
        : handoff.Accepted is not null && stage.IsOnPath() && stage > handoff.Stage ? (IsBeyond(handoff, stage) ? HandoffEnd.Accepted : null)
        : stage.IsOnPath() && stage > handoff.Stage ? HandoffEnd.Overtaken
        : stage == Stage.Unresponsive ? HandoffEnd.Unresponsive
        : HandoffEnd.Withdrawn;

    /// <summary>True where nobody needs to respond any more: the lead has gone further than those who were handed it take it.</summary>
    private static bool IsBeyond(Handoff handoff, Stage stage) => stage == Stage.Customer || (stage == Stage.Opportunity && handoff.Stage == Stage.Mql);
}
