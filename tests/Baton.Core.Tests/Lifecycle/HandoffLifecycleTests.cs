using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Tests.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

/// <summary>Clocks, contacts and cadences of hand-offs. Where nothing else is said it is Tuesday, 9 June 2026, 10:00 in Berlin.</summary>
public class HandoffLifecycleTests
{
    private static readonly BusinessCalendar Berlin = Calendars.In("Europe/Berlin", "Mon-Fri 09:00-17:00");

    [Fact]
    public void A_lead_that_qualifies_is_handed_over_with_its_clocks_and_its_first_attempt()
    {
        var world = Qualified();

        var opened = world.Happenings.OfType<Happening.HandoffOpened>().Single();
        (opened.Handoff.Stage, opened.Handoff.Person, opened.Handoff.Opened).ShouldBe((Stage.Mql, LifecycleWorld.Ann, world.Now));
        opened.Trace.Single().ToString().ShouldBe("all: Ann of Inside takes it. Passed over: Bo (not their turn).");
        Steps(world).ShouldBe([
            "10:30 Response Remind", "11:00 Response Breach", "11:00 Response Escalate", "11:30 Response Reassign", "10:00 Decision Breach", "10:00 Decision Escalate",
        ]);
        world.Work.Tasks.Single().ShouldSatisfyAllConditions(
            task => task.Title.ShouldBe("Call (attempt 1 of 3)"), task => task.Due.ShouldBe(world.Now), task => task.Person.ShouldBe(LifecycleWorld.Ann), task => task.IsTold.ShouldBeTrue());
    }

    [Theory]
    [InlineData(ContactKind.Call, true, false, ContactOutcome.NoAnswer, true)]
    [InlineData(ContactKind.Email, true, false, ContactOutcome.Sent, true)]
    [InlineData(ContactKind.Message, true, false, ContactOutcome.Reached, true)]
    [InlineData(ContactKind.Email, true, true, ContactOutcome.Sent, false)] // A sequence's mail.
    [InlineData(ContactKind.Email, false, true, ContactOutcome.Sent, false)] // An auto-reply.
    [InlineData(ContactKind.Email, false, false, ContactOutcome.Reached, false)] // The lead wrote.
    [InlineData(ContactKind.Call, false, false, ContactOutcome.Reached, false)] // The lead called.
    public void Only_an_attempt_of_a_person_is_a_response(ContactKind kind, bool isOutbound, bool isAutomatic, ContactOutcome outcome, bool isResponse)
    {
        var world = Qualified();
        world.PassTo("2026-06-09 10:20 +02");

        var happened = world.Log(kind, outcome, isOutbound, isAutomatic);

        happened.OfType<Happening.Responded>().Select(responded => responded.Took).ShouldBe(isResponse ? [Duration.FromMinutes(20)] : []);
        world.Handoff.Steps.Any(step => step.Clock == ClockKind.Response).ShouldBe(!isResponse);
        world.Handoff.Steps.ShouldContain(step => step.Clock == ClockKind.Decision);
        world.Log(ContactKind.Call).OfType<Happening.Responded>().Count().ShouldBe(isResponse ? 0 : 1, "Only the first is the response.");
    }

    [Fact]
    public void What_was_before_the_hand_off_is_no_response_and_no_attempt()
    {
        var world = Qualified();

        world.Do(new Command.Log("Ann", LifecycleWorld.Ann, new Contact(ContactKind.Call, true, false, ContactOutcome.Reached, world.Now - Duration.FromDays(1), null)));

        world.Handoff.Contacted.ShouldBeNull();
        (world.Work.Pursuit!.Done, world.Work.Tasks.Length).ShouldBe((0, 1));
    }

    [Fact]
    public void Nobody_responds_and_the_assignee_the_manager_and_somebody_else_hear_of_it_in_business_time()
    {
        var world = new LifecycleWorld(now: "2026-06-12 16:45 +02").Did("Quote Requested"); // A Friday.
        world.Do();

        world.PassTo("2026-06-15 10:14 +02").OfType<Happening.ClockReached>().Select(Say).ShouldBe(["Mon 09:15 Response Remind 50", "Mon 09:45 Response Breach 100", "Mon 09:45 Response Escalate 100"]);
        world.Handoff.Person.ShouldBe(LifecycleWorld.Ann);
        world.PassTo("2026-06-15 10:15 +02").OfType<Happening.ClockReached>().Select(Say).ShouldBe(["Mon 10:15 Response Reassign 150"]);
        (world.Handoff.Person, world.Handoff.Assigned, world.Handoff.Before.Single()).ShouldBe((LifecycleWorld.Bo, world.Now, LifecycleWorld.Ann));
        world.Handoff.Opened.ShouldBe(Calendars.At("2026-06-12 16:45 +02"));
        world.Work.Tasks.Single().Person.ShouldBe(LifecycleWorld.Bo);
        Steps(world)[..3].ShouldBe(["10:45 Response Remind", "11:15 Response Breach", "11:15 Response Escalate"]);
    }

    [Fact]
    public void Where_there_is_nobody_else_it_stays_and_that_is_told_once()
    {
        var world = Qualified();
        world.PassTo("2026-06-09 11:30 +02");

        var later = world.PassTo("2026-06-30 12:00 +02");

        later.OfType<Happening.NobodyElse>().Single().Trace.Single().ToString()
            .ShouldBe("all: Nobody of Inside can take it. It waits in the queue “Desk”. Passed over: Ann (not to have it again), Bo (not to have it again).");
        (world.Handoff.Person, world.Handoff.Queue).ShouldBe((LifecycleWorld.Bo, null));
        world.Handoff.Steps.ShouldBeEmpty();
    }

    [Fact]
    public void Passed_on_to_a_team_in_another_zone_the_clocks_run_by_its_hours()
    {
        var roster = Roster.Of([LifecycleWorld.TwoTeams.Teams[0] with { Members = [RouterTests.Person("Ann")] }, LifecycleWorld.TwoTeams.Teams[1]]);
        var world = new LifecycleWorld(roster: roster, now: "2026-06-12 16:45 +02").Did("Quote Requested");
        world.Do();

        world.PassTo("2026-06-15 08:00 +02");
        world.Do(new Command.Assign("Bo", null, LifecycleWorld.Cy)); // 02:00 in New York; it opens at 15:00 by the clock of Berlin.

        Steps(world)[..4].ShouldBe(["15:30 Response Remind", "16:00 Response Breach", "16:00 Response Escalate", "16:30 Response Reassign"]);
        world.PassTo("2026-06-15 16:30 +02").OfType<Happening.HandoffAssigned>().ShouldBeEmpty("Ann had it before, and there is nobody else in the team of the route.");
    }

    [Fact]
    public void The_routes_pass_on_across_teams_in_different_zones()
    {
        var world = new LifecycleWorld(LifecycleWorld.Usual.Replace("routes: [{ name: all, team: Inside }]", "routes: [{ name: owner, owner_first: yes }, { name: all, team: Field }]", StringComparison.Ordinal)) { AccountOwner = LifecycleWorld.Ann };
        world.Did("Quote Requested").Do();
        world.Handoff.Person.ShouldBe(LifecycleWorld.Ann);

        var assigned = world.PassTo("2026-06-09 11:30 +02").OfType<Happening.HandoffAssigned>().Single();

        (assigned.Handoff.Person, assigned.From, assigned.Handoff.Team).ShouldBe((LifecycleWorld.Cy, LifecycleWorld.Ann, RouterTests.Id("Field")));
        Steps(world)[..2].ShouldBe(["15:30 Response Remind", "16:00 Response Breach"], "New York opens at 15:00 by the clock of Berlin.");
    }

    [Fact]
    public void After_a_long_outage_what_is_overdue_happens_once_and_in_order()
    {
        var world = Qualified();
        world.Now = Calendars.At("2026-06-09 11:29 +02");

        world.Do().OfType<Happening.ClockReached>().Select(one => one.Step.Kind).ShouldBe([StepKind.Remind, StepKind.Breach, StepKind.Escalate]);
        world.Now = Calendars.At("2026-06-29 10:00 +02");

        world.Do().OfType<Happening.ClockReached>().Select(Say).ShouldBe(["Tue 11:30 Response Reassign 150"]);
        (world.Handoff.Person, world.Handoff.Assigned).ShouldBe((LifecycleWorld.Bo, world.Now));
        Steps(world)[0].ShouldBe("10:30 Response Remind");
    }

    [Fact]
    public void A_hand_off_is_over_when_it_is_accepted_and_responded_to()
    {
        var world = Qualified();
        world.PassTo("2026-06-09 10:40 +02");

        world.Accept().OfType<Happening.HandoffAccepted>().Single().Took.ShouldBe(Duration.FromMinutes(40));
        world.Stage.ShouldBe(Stage.Sal);
        Steps(world).ShouldBe(["11:00 Response Breach", "11:00 Response Escalate", "11:30 Response Reassign"]);
        var over = world.Log(ContactKind.Email, ContactOutcome.Sent).OfType<Happening.HandoffClosed>().Single();
        (over.End, world.Work.Handoff).ShouldBe((HandoffEnd.Accepted, null));
        world.Work.Accepted.ShouldBe(new Acceptance(over.Handoff.Id, LifecycleWorld.Ann, world.Now));
    }

    [Fact]
    public void Whoever_accepts_has_it_from_then_on()
    {
        var world = Qualified();

        world.Accept(LifecycleWorld.Bo);

        (world.Handoff.Person, world.Work.Accepted!.Person, world.Work.Tasks.Single().Person).ShouldBe((LifecycleWorld.Bo, LifecycleWorld.Bo, LifecycleWorld.Bo));
        world.Roster.Team("Inside")!.Members.Select(member => member.Open).ShouldBe([0, 1]);
    }

    [Fact]
    public void What_waits_in_a_queue_is_taken_by_whoever_accepts_it_and_runs_by_the_hours_of_the_queue_s_team()
    {
        var yaml = LifecycleWorld.Usual.Replace("routes: [{ name: all, team: Inside }]\n    fallback: Desk", "routes: []\n    fallback: Field", StringComparison.Ordinal);
        var world = new LifecycleWorld(yaml).Did("Quote Requested");
        world.Do();

        (world.Handoff.Queue, world.Handoff.Person, world.Work.Pursuit).ShouldBe(("Field", null, null));
        Steps(world)[0].ShouldBe("15:30 Response Remind");
        world.Accept(LifecycleWorld.Ann);

        (world.Handoff.Queue, world.Handoff.Person, world.Handoff.Team).ShouldBe((null, LifecycleWorld.Ann, RouterTests.Id("Field")));
        world.Work.Pursuit.ShouldNotBeNull().Attempts[0].Due.ShouldBe(Calendars.At("2026-06-09 09:00 -04"));
    }

    [Fact]
    public void Attempts_are_made_in_order_and_after_the_last_and_its_grace_the_lead_is_unresponsive_until_it_wakes()
    {
        var world = Qualified();
        world.Log(ContactKind.Call);
        world.Work.Tasks.Single().ShouldSatisfyAllConditions(task => task.Title.ShouldBe("E-mail (attempt 2 of 3)"), task => task.Due.ShouldBe(Calendars.At("2026-06-10 10:00 +02")));
        world.Log(ContactKind.Call);
        world.Work.Pursuit!.Done.ShouldBe(1, "A call is no e-mail.");
        world.Log(ContactKind.Email, isAutomatic: true);
        world.Work.Pursuit!.Done.ShouldBe(1, "No person wrote it.");
        world.PassTo("2026-06-10 10:00 +02").OfType<Happening.TaskFellDue>().Count().ShouldBe(1);
        world.Log(ContactKind.Email, ContactOutcome.Sent);
        world.PassTo("2026-06-12 11:00 +02");
        world.Log(ContactKind.Call);
        world.Work.Pursuit!.EndsAt.ShouldBe(Calendars.At("2026-06-15 11:00 +02"));

        var moved = world.PassTo("2026-06-15 11:00 +02").OfType<Happening.StageMoved>().Single().Move;

        moved.ShouldBe(new StageMove(Stage.Mql, Stage.Unresponsive, MoveReason.Unresponsive, "unresponsive"));
        world.Happenings.OfType<Happening.HandoffClosed>().Single().End.ShouldBe(HandoffEnd.Unresponsive);
        world.Work.Exit!.WakeAt.ShouldBe(world.Now + Duration.FromDays(90));
        world.PassTo(world.Now + Duration.FromDays(90)).OfType<Happening.StageMoved>().Last().Move.ShouldBe(new StageMove(Stage.Unresponsive, Stage.Lead, MoveReason.Woken, "unresponsive"));
    }

    [Theory]
    [InlineData(true, ContactOutcome.Reached)]
    [InlineData(true, ContactOutcome.MeetingAgreed)]
    [InlineData(false, ContactOutcome.Reached)]
    [InlineData(false, ContactOutcome.LeftMessage)]
    public void A_lead_that_is_reached_or_comes_itself_is_pursued_no_more(bool isOutbound, ContactOutcome outcome)
    {
        var world = Qualified();

        world.Log(ContactKind.Call, outcome, isOutbound).OfType<Happening.TaskEnded>().Single().End.ShouldBe(isOutbound ? TaskEnd.Done : TaskEnd.Dropped);

        (world.Work.Pursuit, world.Work.Tasks.Length).ShouldBe((null, 0));
    }

    [Fact]
    public void A_rest_shifts_clocks_and_attempts_by_the_business_time_left_and_going_on_takes_it_back()
    {
        var world = Qualified();
        var task = world.Do(new Command.AddTask("Ann", LifecycleWorld.Ann, null, "Send the brochure", world.Now + Duration.FromHours(5), null)).OfType<Happening.TaskAdded>().Single().Task;
        world.PassTo("2026-06-09 10:45 +02");
        var before = world.Handoff.Steps;

        world.Do(new Command.Sleep("Ann", LifecycleWorld.Ann, Calendars.At("2026-06-13 12:00 +02"), "fair")); // Until a Saturday.

        Steps(world)[..3].ShouldBe(["09:15 Response Breach", "09:15 Response Escalate", "09:45 Response Reassign"], "15 and 45 minutes of the Monday.");
        world.Work.Tasks.Single(one => one.Id == task.Id).Due.ShouldBe(task.Due, "It is a promise.");
        world.Happenings.OfType<Happening.FellAsleep>().Single().Handoff.ShouldBe(world.Handoff);
        world.PassTo("2026-06-13 11:59 +02").Select(happening => happening.GetType().Name).ShouldBe(["TaskFellDue"]);
        world.PassTo("2026-06-15 09:15 +02").Select(happening => happening.GetType().Name).ShouldBe(["Resumed", "ClockReached", "ClockReached"]);

        var other = Qualified();
        other.PassTo("2026-06-09 10:45 +02");
        other.Do(new Command.Sleep("Ann", LifecycleWorld.Ann, Calendars.At("2026-06-13 12:00 +02"), "fair"));
        other.Do(new Command.Resume("Ann", LifecycleWorld.Ann));
        other.Handoff.Steps.ShouldBe(before);
    }

    [Fact]
    public void What_passes_while_a_lead_is_left_alone_is_nobodys_response_time_and_no_attempt_falls_on_a_night()
    {
        var world = Qualified();
        world.Log(ContactKind.Email);
        world.Log(ContactKind.Call);
        world.Work.Tasks.Single().Due.ShouldBe(Calendars.At("2026-06-10 10:00 +02"));
        world.PassTo("2026-06-09 16:00 +02");

        world.Do(new Command.Sleep("Ann", LifecycleWorld.Ann, Calendars.At("2026-06-15 09:00 +02"), "fair"));

        world.Work.Tasks.Single().Due.ShouldBe(Calendars.At("2026-06-15 11:00 +02"), "Two hours of business time were left.");
        world.PassTo("2026-06-15 10:00 +02");
        world.Accept();
        world.Happenings.OfType<Happening.HandoffAccepted>().Single().Took.ShouldBe(Duration.FromHours(7), "Six on Tuesday and one on Monday.");
    }

    [Fact]
    public void A_rest_that_ended_while_nobody_looked_makes_nothing_late_that_begins_now()
    {
        var world = new LifecycleWorld();
        world.Do();
        world.Do(new Command.Sleep("Ann", LifecycleWorld.Ann, Calendars.At("2026-06-09 11:00 +02"), "fair"));

        world.Now = Calendars.At("2026-06-11 10:00 +02");
        world.Did("Quote Requested").Do();

        Steps(world)[0].ShouldBe("10:30 Response Remind");
        world.Happenings.OfType<Happening.ClockReached>().ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_takes_a_lead_on_for_somebody_else_has_it_and_that_is_told()
    {
        var world = Qualified();

        var happened = world.Accept(LifecycleWorld.Cy);

        var assigned = happened.OfType<Happening.HandoffAssigned>().Single();
        (assigned.From, assigned.Handoff.Person).ShouldBe((LifecycleWorld.Ann, LifecycleWorld.Cy));
        world.Work.Tasks.ShouldAllBe(task => task.Person == LifecycleWorld.Cy);
    }

    [Fact]
    public void What_waits_in_a_queue_is_taken_on_by_somebody()
    {
        var world = new LifecycleWorld(LifecycleWorld.Usual.Replace("team: Inside }", "team: Nowhere }", StringComparison.Ordinal)).Did("Quote Requested");
        world.Do();
        world.Handoff.Queue.ShouldBe("Desk");

        world.Refusal(new Command.Accept("A program", null)).ShouldBe("The lead waits in “Desk”. Say who takes it on.");
        world.Accept(LifecycleWorld.Bo);

        (world.Work.Accepted!.Person, world.Work.Tasks.Single().Person).ShouldBe((LifecycleWorld.Bo, LifecycleWorld.Bo));
    }

    [Fact]
    public void A_contact_before_the_hand_off_is_none_of_its_attempts_when_that_is_over_either()
    {
        var world = Qualified();
        world.Accept();
        world.Log(ContactKind.Call);
        world.Work.Handoff.ShouldBeNull();
        var earlier = new Contact(ContactKind.Email, true, false, ContactOutcome.Sent, world.Now - Duration.FromDays(7), null);

        world.Do(new Command.Log("Ann", LifecycleWorld.Ann, earlier));

        world.Work.Pursuit!.Done.ShouldBe(1);
        world.Refusal(new Command.Log("Ann", LifecycleWorld.Ann, earlier, world.Work.Tasks.Single().Id))
            .ShouldBe("This contact was before the lead was handed over, so it is none of the attempts since. Log it without naming the task.");
    }

    [Fact]
    public void A_rejection_in_time_is_a_decision()
    {
        var world = Qualified();
        world.PassTo("2026-06-09 10:25 +02");

        world.Do(new Command.Reject("Ann", LifecycleWorld.Ann, new Rejection("not_now", null, null, null, null))).OfType<Happening.Rejected>().Single().Took.ShouldBe(Duration.FromMinutes(25));
    }

    [Fact]
    public void Without_a_word_on_it_the_response_time_is_an_hour_and_none_is_none()
    {
        HandoffPlan Plan(string response) => LifecycleWorld.Read(LifecycleWorld.Usual.Replace("    response: { within: 60 minutes, remind_at: 50, escalate_at: 100, reassign_at: 150 }", response, StringComparison.Ordinal)).HandoffOf(Stage.Mql)!;

        Plan("").Response.ShouldBe(new Deadline(Duration.FromMinutes(60), 50, 100, 150));
        Plan("    response: none").Response.ShouldBeNull();
    }

    [Fact]
    public void Notes_answers_and_tasks_need_no_teams()
    {
        var world = Qualified();

        foreach (var command in (Command[])[
            new Command.Note("Ann", null, "x"), new Command.Tell("Ann", null, [world.Answer("need", "x")]), new Command.AddTask("Ann", null, null, "x", world.Now, null),
            new Command.EndTask("Ann", null, LifecycleWorld.Ann, TaskEnd.Done),
        ])
        {
            world.Decide(command, withDesk: false).ShouldNotBeOfType<Decision.NeedsDesk>();
        }
    }

    [Fact]
    public void What_begins_while_the_lead_is_left_alone_begins_when_it_is_not_any_more()
    {
        var world = new LifecycleWorld();
        world.Do();
        world.Do(new Command.Sleep("Ann", LifecycleWorld.Ann, Calendars.At("2026-06-11 10:00 +02"), "fair"));
        var promised = world.Do(new Command.AddTask("Ann", LifecycleWorld.Ann, null, "Prepare", world.Now + Duration.FromHours(3), null)).OfType<Happening.TaskAdded>().Single().Task;

        world.Did("Quote Requested").Do();

        Steps(world)[0].ShouldBe("10:30 Response Remind");
        world.Handoff.Steps[0].At.ShouldBe(Calendars.At("2026-06-11 10:30 +02"));
        world.Work.Pursuit!.Attempts[0].Due.ShouldBe(Calendars.At("2026-06-11 10:00 +02"));
        world.PassTo("2026-06-09 11:00 +02");
        world.Do(new Command.Resume("Ann", LifecycleWorld.Ann));
        world.Handoff.Steps[0].At.ShouldBe(Calendars.At("2026-06-09 11:30 +02"));
        world.Work.Tasks.Single(task => task.Id == promised.Id).Due.ShouldBe(promised.Due, "It was promised for that moment.");
    }

    private static LifecycleWorld Qualified()
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();
        world.Stage.ShouldBe(Stage.Mql);
        return world;
    }

    private static string[] Steps(LifecycleWorld world) => [.. world.Handoff.Steps.Select(step => $"{Calendars.Say(step.At, Berlin)[11..16]} {step.Clock} {step.Kind}")];

    private static string Say(Happening.ClockReached reached) =>
        FormattableString.Invariant($"{reached.Step.At.InZone(Berlin.Zone).LocalDateTime:ddd HH:mm} {reached.Step.Clock} {reached.Step.Kind} {reached.Step.Percent}");
}
