using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using Baton.Server.Leads;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Handoffs;

/// <summary>How what happens to a lead is told: as an activity, and to programs as the data of a message.</summary>
internal static class Tellings
{
    /// <summary>The kind of the activity that tells of a happening; null where it is told by another.</summary>
    public static string? KindOf(Happening happening) => happening switch
    {
        Happening.StageMoved => ActivityKinds.StageChanged,
        Happening.HandoffOpened => ActivityKinds.HandoffOpened,
        Happening.HandoffAssigned => ActivityKinds.HandoffAssigned,
        Happening.HandoffAccepted => ActivityKinds.HandoffAccepted,
        Happening.Responded => ActivityKinds.HandoffResponded,
        Happening.HandoffClosed => ActivityKinds.HandoffClosed,
        Happening.ClockReached { Step.Kind: StepKind.Remind } => ActivityKinds.SlaReminded,
        Happening.ClockReached { Step.Kind: StepKind.Breach } => ActivityKinds.SlaBreached,
        Happening.ClockReached { Step.Kind: StepKind.Escalate } => ActivityKinds.SlaEscalated,
        Happening.ClockReached { Step.Kind: StepKind.Reassign } => ActivityKinds.SlaReassigned,
        Happening.NobodyElse => ActivityKinds.HandoffStuck,
        Happening.Rejected => ActivityKinds.LeadRejected,
        Happening.TaskAdded => ActivityKinds.TaskAdded,
        Happening.TaskChanged => null,
        Happening.TaskFellDue => ActivityKinds.TaskDue,
        Happening.TaskEnded { End: TaskEnd.Done } => ActivityKinds.TaskDone,
        Happening.TaskEnded => ActivityKinds.TaskDropped,
        Happening.Contacted => ActivityKinds.ContactLogged,
        Happening.Answered => ActivityKinds.AnswerGiven,
        Happening.Noted => ActivityKinds.NoteAdded,
        Happening.FellAsleep => ActivityKinds.LeadSnoozed,
        Happening.Resumed => ActivityKinds.LeadResumed,
        Happening.DealNeeded => null,
        _ => throw new ArgumentException($"{happening.GetType()} is not told of.", nameof(happening)),
    };

    /// <summary>What else there is to be known of it: an object of which JSON is made.</summary>
    /// <param name="happening">One that is told.</param>
    /// <param name="score">The score then.</param>
    /// <param name="playbook">The version of the playbook that decided.</param>
    /// <param name="names">Who is who.</param>
    public static object DataOf(Happening happening, Score score, int playbook, Directory names) => happening switch
    {
        Happening.StageMoved { Move: var move } => new
        {
            From = move.From.Title(),
            To = move.To.Title(),
            Reason = move.Reason.Name(),
            move.Note,
            score.Total,
            score.Fit,
            score.Engagement,
            Grade = score.Grade?.ToString(),
            Playbook = playbook,
        },
        Happening.HandoffOpened opened => new
        {
            Handoff = opened.Handoff.Id,
            Stage = opened.Handoff.Stage.Title(),
            Team = names.Team(opened.Handoff.Team),
            Person = names.Person(opened.Handoff.Person),
            opened.Handoff.Queue,
            ResponseDue = Text(opened.Handoff.DueOf(ClockKind.Response)),
            DecisionDue = Text(opened.Handoff.DueOf(ClockKind.Decision)),
            Why = opened.Trace.Select(entry => entry.ToString()),
            Playbook = playbook,
        },
        Happening.HandoffAssigned assigned => new
        {
            Handoff = assigned.Handoff.Id,
            From = names.Person(assigned.From),
            Team = names.Team(assigned.Handoff.Team),
            Person = names.Person(assigned.Handoff.Person),
            ResponseDue = Text(assigned.Handoff.DueOf(ClockKind.Response)),
            DecisionDue = Text(assigned.Handoff.DueOf(ClockKind.Decision)),
            Why = assigned.Trace.IsEmpty ? null : assigned.Trace.Select(entry => entry.ToString()),
        },
        Happening.HandoffAccepted accepted => new { Handoff = accepted.Handoff.Id, Person = names.Person(accepted.Handoff.Person), BusinessMinutes = Minutes(accepted.Took) },
        Happening.Responded responded => new { Handoff = responded.Handoff.Id, Person = names.Person(responded.Handoff.Person), BusinessMinutes = Minutes(responded.Took) },
        Happening.HandoffClosed closed => new { Handoff = closed.Handoff.Id, End = closed.End.Name() },
        Happening.ClockReached reached => new
        {
            Handoff = reached.Handoff.Id,
            Clock = reached.Step.Clock.Name(),
            reached.Step.Percent,
            Due = Text(reached.Step.At),
            Person = names.Person(reached.Handoff.Person),
            Team = names.Team(reached.Handoff.Team),
        },
        Happening.NobodyElse stuck => new { Handoff = stuck.Handoff.Id, Person = names.Person(stuck.Handoff.Person), Why = stuck.Trace.Select(entry => entry.ToString()) },
        Happening.Rejected rejected => new
        {
            rejected.Handoff,
            rejected.Rejection.Reason,
            rejected.Rejection.Field,
            Operator = rejected.Rejection.Operator?.Spelling(),
            rejected.Rejection.Value,
            rejected.Rejection.Note,
            WakeAt = Text(rejected.WakeAt),
        },
        Happening.TaskAdded added => TaskOf(added.Task, names),
        Happening.TaskFellDue due => TaskOf(due.Task, names),
        Happening.TaskEnded ended => TaskOf(ended.Task, names),
        Happening.Contacted { Contact: var contact } => new
        {
            Kind = contact.Kind.Name(),
            Direction = contact.IsOutbound ? "outbound" : "inbound",
            Automatic = contact.IsAutomatic,
            Outcome = contact.Outcome.Name(),
            At = Text(contact.At),
            contact.Note,
        },
        Happening.Answered { Answer: var answer, State: var state } => AnswerOf(answer, state),
        Happening.Noted noted => new { noted.Text },
        Happening.FellAsleep asleep => new { Until = Text(asleep.Snooze.Until), asleep.Snooze.Reason },
        Happening.Resumed resumed => new { Since = Text(resumed.Snooze.Since), Until = Text(resumed.Snooze.Until), resumed.Snooze.Reason },
        _ => throw new ArgumentException($"{happening.GetType()} is not told of.", nameof(happening)),
    };

    /// <summary>The state of a criterion as programs have it.</summary>
    public static string NameOf(CriterionState state) => state switch
    {
        CriterionState.Unknown => "unknown",
        CriterionState.Confirmed => "confirmed",
        CriterionState.Failed => "failed",
    };

    /// <summary>What there is to be known of an answer: an object of which JSON is made.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="state">What it makes of its criterion.</param>
    public static object AnswerOf(Answer answer, CriterionState state) => new
    {
        answer.Criterion,
        Answer = answer.Value.IsMissing ? null : answer.Value.Text,
        answer.Written,
        State = NameOf(state),
        At = Text(answer.At),
        Source = answer.Source.Name(),
        answer.Form,
        answer.Note,
    };

    private static object TaskOf(LeadTask task, Directory names) =>
        new { Task = task.Id, Kind = task.Kind?.Name(), task.Title, Due = Text(task.Due), Person = names.Person(task.Person), Attempt = task.IsAttempt };

    private static long Minutes(Duration took) => (long)Math.Round(took.TotalMinutes, MidpointRounding.AwayFromZero);

    private static string? Text(Instant? at) => at is { } known ? InstantPattern.ExtendedIso.Format(known) : null;
}
