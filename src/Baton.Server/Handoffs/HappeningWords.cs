using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Says what happened to a lead in a few words.</summary>
internal static class HappeningWords
{
    public static string Of(Happening happening, Directory names) => happening switch
    {
        Happening.StageMoved { Move: var move } => $"{move.From.Title()} → {move.To.Title()} ({move.Reason.Name().Replace('_', ' ')}{(move.Note is { } note ? $": {note.Replace('_', ' ')}" : "")})",
        Happening.HandoffOpened { Handoff: var handoff } => $"handed over to {Whose(handoff, names)}",
        Happening.HandoffAssigned { Handoff: var handoff } => $"handed on to {Whose(handoff, names)}",
        Happening.HandoffAccepted { Handoff: var handoff } => $"accepted by {Whose(handoff, names)}",
        Happening.Responded { Took: var took } => FormattableString.Invariant($"first contact after {Math.Round(took.TotalMinutes):0} minutes of business time"),
        Happening.HandoffClosed { End: var end } => $"the hand-off is over: {end.Name()}",
        Happening.ClockReached { Step: var step, Handoff: var handoff } => FormattableString.Invariant($"{step.Clock.Name()} time at {step.Percent}% ({step.Kind.Name()}), with {Whose(handoff, names)}"),
        Happening.NobodyElse { Handoff: var handoff } => $"nobody else can take it; it stays with {Whose(handoff, names)}",
        Happening.Rejected { Rejection: var rejection, WakeAt: var wakeAt } => $"given back: {rejection.Reason.Replace('_', ' ')}{(wakeAt is { } at ? $", wakes on {TimeWords.Day(at, DateTimeZone.Utc)}" : "")}",
        Happening.TaskAdded { Task: var task } => $"to do by {TimeWords.Time(task.Due, names.ZoneOf(task.Person))}: {task.Title}",
        Happening.TaskChanged { Task: var task } => $"to do by {TimeWords.Time(task.Due, names.ZoneOf(task.Person))}: {task.Title}",
        Happening.TaskFellDue { Task: var task } => $"due now: {task.Title}",
        Happening.TaskEnded { Task: var task, End: var end } => $"{(end == TaskEnd.Done ? "done" : "no longer to do")}: {task.Title}",
        Happening.Contacted { Contact: var contact } => $"{contact.Kind.Title().ToLowerInvariant()}, {contact.Outcome.Name().Replace('_', ' ')}",
        Happening.Answered { Answer: var answer, State: var state } => Of(answer, state),
        Happening.Noted { Text: var text } => text,
        Happening.FellAsleep { Snooze: var snooze } => $"left alone until {TimeWords.Time(snooze.Until, DateTimeZone.Utc)}: {snooze.Reason}",
        Happening.Resumed => "its clocks run again",
        Happening.DealNeeded { State: var state } => $"a deal is {(state == DealState.Won ? "won" : "open")}",
        _ => throw new ArgumentException($"{happening.GetType()} is not told of.", nameof(happening)),
    };

    /// <summary>What somebody found out, or what a lead has said of itself.</summary>
    public static string Of(Answer answer, CriterionState state) => $"{answer.Criterion}: {answer.Written} ({Tellings.NameOf(state)})";

    private static string Whose(Handoff handoff, Directory names) => names.Person(handoff.Person)?.Name ?? $"the queue “{handoff.Queue}”";
}
