using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Server.Leads;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>What sales is doing about a lead.</summary>
/// <param name="Lead">The lead's id.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="StageSince">Since when it stands there.</param>
/// <param name="Handoff">The hand-off that somebody still has to decide on or to respond to; null for none.</param>
/// <param name="Owner">Who has taken the lead on; null for nobody.</param>
/// <param name="Accepted">When; null likewise.</param>
/// <param name="Tasks">What is to be done, the earliest first.</param>
/// <param name="Qualification">What was asked and answered, in the order of the playbook.</param>
/// <param name="SnoozedUntil">Until when all clocks stand still; null where they run.</param>
/// <param name="GivenBack">Why the lead was given back, by the reason's name; null where it was not.</param>
/// <param name="WakesAt">When a lead that was given back comes again; null for never.</param>
public sealed record WorkAnswer(
    Guid Lead,
    string Stage,
    Instant StageSince,
    OpenHandoff? Handoff,
    PersonName? Owner,
    Instant? Accepted,
    IReadOnlyList<OpenTask> Tasks,
    IReadOnlyList<CriterionAnswer> Qualification,
    Instant? SnoozedUntil,
    string? GivenBack,
    Instant? WakesAt)
{
    internal static WorkAnswer Of(LeadReading lead, Directory names)
    {
        var work = lead.Root.Work;
        return new WorkAnswer(
            lead.Root.Id,
            lead.Root.Score.Stage.Title(),
            lead.Root.StageSince,
            work.Handoff is { } handoff ? OpenHandoff.Of(handoff, names) : null,
            names.Person(work.Accepted?.Person),
            work.Accepted?.At,
            [.. work.Tasks.Select(task => new OpenTask(task.Id, task.Kind?.Name(), task.Title, task.Due, names.Person(task.Person), task.IsAttempt))],
            [.. lead.Playbook.Scorer.Examiner.Judge(lead.State.Answers).Select(judged => CriterionAnswer.Of(judged.Criterion, judged.State, judged.Answer))],
            work.Snooze?.Until,
            work.Exit?.Reason,
            work.Exit?.WakeAt);
    }
}

/// <summary>A hand-off that is not over.</summary>
/// <param name="Id">The hand-off's id.</param>
/// <param name="Stage">What is handed over.</param>
/// <param name="Team">Null where no route came to one.</param>
/// <param name="Person">Null where it waits in a queue.</param>
/// <param name="Queue">Null where it is somebody's.</param>
/// <param name="Opened">When the lead was handed over.</param>
/// <param name="Accepted">When it was accepted; null where it is not yet.</param>
/// <param name="Contacted">When a person first tried to reach the lead; null where nobody has.</param>
/// <param name="Clocks">What is done when, the earliest first.</param>
public sealed record OpenHandoff(
    Guid Id, string Stage, string? Team, PersonName? Person, string? Queue, Instant Opened, Instant? Accepted, Instant? Contacted, IReadOnlyList<ClockAnswer> Clocks)
{
    internal static OpenHandoff Of(Handoff handoff, Directory names) => new(
        handoff.Id,
        handoff.Stage.Title(),
        names.Team(handoff.Team),
        names.Person(handoff.Person),
        handoff.Queue,
        handoff.Opened,
        handoff.Accepted,
        handoff.Contacted,
        [.. handoff.Steps.Select(step => new ClockAnswer(step.Clock.Name(), step.Kind.Name(), step.Percent, step.At))]);
}

/// <summary>A point of a clock.</summary>
/// <param name="Clock">`response` or `decision`.</param>
/// <param name="Does">`remind`, `breach`, `escalate` or `reassign`.</param>
/// <param name="Percent">How much of the agreed time is over then.</param>
/// <param name="At">When.</param>
public sealed record ClockAnswer(string Clock, string Does, int Percent, Instant At);

/// <summary>Something to be done about a lead.</summary>
/// <param name="Id">The task's id.</param>
/// <param name="Kind">By which means; null of what is no contact.</param>
/// <param name="Title">What.</param>
/// <param name="Due">By when.</param>
/// <param name="Person">Who; null for nobody yet.</param>
/// <param name="Attempt">True where it is the next attempt of a cadence.</param>
public sealed record OpenTask(Guid Id, string? Kind, string Title, Instant Due, PersonName? Person, bool Attempt);

/// <summary>What is known of a criterion.</summary>
/// <param name="Criterion">Its name in the playbook.</param>
/// <param name="Ask">The questions.</param>
/// <param name="Type">What answers look like: `text`, `money`, `number`, `period`, `choice` or `yes_no`.</param>
/// <param name="Choices">The answers to choose from.</param>
/// <param name="State">`confirmed`, `failed` or `unknown`.</param>
/// <param name="Answer">As it was given; null where nobody has.</param>
/// <param name="At">When; null likewise.</param>
/// <param name="By">Who says so; null likewise.</param>
/// <param name="Source">Where from; null likewise.</param>
/// <param name="Form">The form; null likewise and where it is from none.</param>
/// <param name="Note">What else was said; null for nothing.</param>
public sealed record CriterionAnswer(
    string Criterion,
    IReadOnlyList<string> Ask,
    string Type,
    IReadOnlyList<string> Choices,
    string State,
    string? Answer,
    Instant? At,
    string? By,
    string? Source,
    string? Form,
    string? Note)
{
    internal static CriterionAnswer Of(Criterion criterion, CriterionState state, Answer? answer) => new(
        criterion.Name, criterion.Ask, criterion.Type.Name(), criterion.Choices, Tellings.NameOf(state), answer?.Written, answer?.At, answer?.By, answer?.Source.Name(), answer?.Form, answer?.Note);
}
