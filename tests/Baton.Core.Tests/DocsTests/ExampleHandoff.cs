using System.Globalization;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Scoring;
using Baton.Core.Tests.Handoffs;
using NodaTime;
using NodaTime.Text;

namespace Baton.Core.Tests.DocsTests;

/// <summary>
/// What becomes of a lead that a row of a table describes when it is handed over, or given back. The teams of the page work in Berlin, Monday to
/// Friday from 9 to 17, with a holiday on 15 July 2026, and have two people each.
/// </summary>
internal static class ExampleHandoff
{
    private const string Somebody = "somebody of ";

    private static readonly BusinessCalendar Hours = Calendars.In("Europe/Berlin", "Mon-Fri 09:00-17:00", "2026-07-15");
    private static readonly LocalDateTimePattern Moment = LocalDateTimePattern.CreateWithInvariantCulture("ddd uuuu-MM-dd HH:mm");

    /// <summary>The cell of a column about hand-offs or rejections; null where the column is about something else.</summary>
    public static string? Cell(string column, Scorer scorer, Facts facts, IReadOnlyDictionary<string, string> cells)
    {
        if (column is "Account’s owner" or "Handed over" or "Sales says" or "Then does")
        {
            return cells[column];
        }

        if (column is "Becomes" or "Wakes on" or "And becomes")
        {
            return GivenBack(column, scorer, facts, cells);
        }

        if (column is not ("Goes to" or "Reminded" or "Manager told" or "Passed on" or "Decided by" or "Attempts due"))
        {
            return null;
        }

        var now = cells.TryGetValue("Handed over", out var at) ? Hours.Zone.AtStrictly(Moment.Parse(at).GetValueOrThrow()).ToInstant() : ExampleLead.Today;
        var roster = TeamsOf(scorer);
        Guid? owner = cells.GetValueOrDefault("Account’s owner", "") is { Length: > 0 } said ? roster.Team(said[Somebody.Length..])!.Members[0].PersonId : null;
        var decided = Decide(scorer, LeadState.New with { IsKnown = true }, facts, now, new Desk(roster, owner), null);
        var handoff = decided.Work.Handoff;
        return column switch
        {
            "Goes to" => handoff is null ? "nobody" : handoff.Team is { } team ? roster.Team(team)!.Name : $"the queue {handoff.Queue}",
            "Reminded" => Step(ClockKind.Response, StepKind.Remind),
            "Manager told" => Step(ClockKind.Response, StepKind.Escalate),
            "Passed on" => Step(ClockKind.Response, StepKind.Reassign),
            "Decided by" => Step(ClockKind.Decision, StepKind.Breach),
            _ => string.Join(", ", decided.Work.Pursuit!.Attempts.Select(attempt => Say(attempt.Due))),
        };

        string Step(ClockKind clock, StepKind kind) => Say(handoff!.Steps.Single(step => step.Clock == clock && step.Kind == kind).At);
    }

    private static string GivenBack(string column, Scorer scorer, Facts facts, IReadOnlyDictionary<string, string> cells)
    {
        var said = cells["Sales says"].Split(':', 2, StringSplitOptions.TrimEntries);
        var lead = LeadState.New with { IsKnown = true, Stage = Stage.Mql };
        var rejection = new Rejection(said[0], null, null, said.Length > 1 ? said[1] : null, null);
        var given = Decide(scorer, lead, facts, ExampleLead.Today, new Desk(TeamsOf(scorer), null), new Command.Reject("Ann", null, rejection));
        switch (column)
        {
            case "Becomes":
                return given.Stage.Title();
            case "Wakes on":
                return given.Work.Exit?.WakeAt?.InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "never";
            default:
                var later = ExampleLead.Today + Duration.FromHours(1);
                var more = facts with { Events = facts.Events.Add(new Event("then", cells["Then does"], later, later, [])) };
                return Decide(scorer, lead with { Stage = given.Stage, Work = given.Work }, more, later, new Desk(TeamsOf(scorer), null), null).Stage.Title();
        }
    }

    private static Roster TeamsOf(Scorer scorer) => Roster.Of([
        .. scorer.Playbook.Handoffs.SelectMany(plan => plan.Routes).Select(route => route.Team).OfType<string>().Distinct()
            .Select(name => RouterTests.Team(name, [RouterTests.Person($"{name} 1"), RouterTests.Person($"{name} 2")]) with { Calendar = Hours }),
    ]);

    private static Decision.Decided Decide(Scorer scorer, LeadState lead, Facts facts, Instant now, Desk desk, Command? command) =>
        LeadLifecycle.Decide(scorer, lead, scorer.RecordOf(facts, now), now, desk, command).ShouldBeOfType<Decision.Decided>();

    private static string Say(Instant at) => at.InZone(Hours.Zone).LocalDateTime.ToString("ddd HH:mm", CultureInfo.InvariantCulture);
}
