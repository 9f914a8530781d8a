using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

/// <summary>What people may do in which stage, and what they are told where they may not.</summary>
public class CommandTests
{
    private static readonly Stage[] WithHandoff = [Stage.Mql, Stage.Sal, Stage.Sql, Stage.Opportunity];

    public static TheoryData<Stage> Everywhere => [.. Enum.GetValues<Stage>()];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Accepting_takes_an_open_hand_off(Stage stage) => At(stage).Refusal(new Command.Accept("Ann", LifecycleWorld.Ann)).ShouldBe(stage switch
    {
        Stage.Mql or Stage.Sql => null,
        Stage.Sal or Stage.Opportunity => "The hand-off was accepted before. Somebody else can be given it.",
        _ => $"There is no open hand-off to accept: the lead is {stage.Title()}.",
    });

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Rejecting_takes_something_that_was_handed_over_and_no_deal(Stage stage) =>
        At(stage).Refusal(new Command.Reject("Ann", LifecycleWorld.Ann, new Rejection("not_now", null, null, null, null))).ShouldBe(stage switch
        {
            Stage.Mql or Stage.Sal or Stage.Sql => null,
            Stage.Opportunity or Stage.Customer => $"The lead has a deal: it is {stage.Title()}. Close the deal as lost, and say why.",
            _ => $"Nothing was handed over that could be given back: the lead is {stage.Title()}.",
        });

    [Theory]
    [InlineData("")]
    [InlineData("because")]
    public void Rejecting_takes_a_reason_of_the_playbook(string reason) =>
        At(Stage.Mql).Refusal(new Command.Reject("Ann", LifecycleWorld.Ann, new Rejection(reason, null, null, null, null))).ShouldBe(
            $"`{reason}` is no reason of the playbook. It has `no_budget`, `budget_too_small`, `no_authority`, `no_need`, `timeline_too_far`, `bad_fit`, `bad_data`, `duplicate`, `competitor`, `not_now`.");

    [Theory]
    [InlineData("timeline_too_far", "18 lunes", "`timeline` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `18 lunes`.")]
    [InlineData("timeline_too_far", "-5 months", "`timeline` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `-5 months`.")]
    [InlineData("timeline_too_far", "2026-02-30", "`timeline` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `2026-02-30`.")]
    [InlineData("no_budget", "abc", "`budget` takes an amount such as `150000 EUR`, not `abc`.")]
    [InlineData("budget_too_small", "5000 EUR", null)]
    [InlineData("not_now", "whatever they said", null)]
    public void What_a_lead_said_is_an_answer_to_what_the_reason_is_about(string reason, string said, string? why) =>
        At(Stage.Mql).Refusal(new Command.Reject("Ann", LifecycleWorld.Ann, new Rejection(reason, null, Operator.Eq, said, null))).ShouldBe(why);

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Assigning_takes_an_open_hand_off(Stage stage) =>
        At(stage).Refusal(new Command.Assign("Ann", LifecycleWorld.Ann, LifecycleWorld.Bo)).ShouldBe(WithHandoff.Contains(stage) ? null : $"There is no open hand-off to give to somebody: the lead is {stage.Title()}.");

    [Fact]
    public void Assigning_takes_somebody_else_of_a_team()
    {
        var world = At(Stage.Mql);

        world.Refusal(new Command.Assign("Bo", LifecycleWorld.Bo, world.Handoff.Person)).ShouldBe("They have it already. Name somebody else, or nobody, and the routes choose.");
        world.Refusal(new Command.Assign("Bo", LifecycleWorld.Bo, Handoffs.RouterTests.Id("nobody"))).ShouldBe("This person is in no team. Put them into one first.");
        world.Do(new Command.Assign("Bo", LifecycleWorld.Bo, null)).OfType<Happening.HandoffAssigned>().Single().From.ShouldBe(LifecycleWorld.Ann);
        world.Refusal(new Command.Assign("Bo", LifecycleWorld.Bo, null)).ShouldBe("The routes of the playbook know nobody else who could take it now. Name somebody.");
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_note_a_call_an_answer_a_task_and_a_rest_are_possible_everywhere(Stage stage)
    {
        var world = At(stage);
        world.Do(new Command.Note("Ann", LifecycleWorld.Ann, "note")).OfType<Happening.Noted>().Count().ShouldBe(1);
        world.Log(ContactKind.Call).OfType<Happening.Contacted>().Count().ShouldBe(1);
        world.Tell("need", "less waste").OfType<Happening.Answered>().Count().ShouldBe(1);
        var added = world.Do(new Command.AddTask("Ann", LifecycleWorld.Ann, ContactKind.Call, "Call back", world.Now + Duration.FromHours(1), null)).OfType<Happening.TaskAdded>().Single().Task;
        world.Do(new Command.EndTask("Ann", LifecycleWorld.Ann, added.Id, TaskEnd.Done)).OfType<Happening.TaskEnded>().Single().End.ShouldBe(TaskEnd.Done);
        world.Do(new Command.Sleep("Ann", LifecycleWorld.Ann, world.Now + Duration.FromDays(3), "holidays")).OfType<Happening.FellAsleep>().Count().ShouldBe(1);
        world.Refusal(new Command.Sleep("Ann", LifecycleWorld.Ann, world.Now + Duration.FromDays(3), "again")).ShouldBe("The lead is left alone already. Let its clocks run again first.");
        world.Do(new Command.Resume("Ann", LifecycleWorld.Ann)).OfType<Happening.Resumed>().Count().ShouldBe(1);
        world.Refusal(new Command.Resume("Ann", LifecycleWorld.Ann)).ShouldBe("The lead is not left alone: its clocks run already.");
        world.Stage.ShouldBe(stage);
    }

    [Fact]
    public void Times_lie_ahead_and_contacts_do_not()
    {
        var world = At(Stage.Mql);
        var attempt = world.Work.Tasks.Single();

        world.Refusal(new Command.Sleep("Ann", null, world.Now, "x")).ShouldBe("Until when has to lie ahead, by ten years at most.");
        world.Refusal(new Command.Sleep("Ann", null, world.Now + Duration.FromDays(4_000), "x")).ShouldBe("Until when has to lie ahead, by ten years at most.");
        world.Refusal(new Command.AddTask("Ann", null, null, "x", world.Now + Duration.FromDays(4_000), null)).ShouldBe("A task is due within ten years. Choose another day.");
        world.Refusal(new Command.Log("Ann", null, new Contact(ContactKind.Call, true, false, ContactOutcome.NoAnswer, world.Now + Duration.FromHours(1), null)))
            .ShouldBe("A contact that is still to come is a task. Add a task instead.");
        world.Refusal(new Command.Log("Ann", null, new Contact(ContactKind.Call, true, false, ContactOutcome.NoAnswer, world.Now, null), LifecycleWorld.Ann)).ShouldBe("There is no such open task about this lead: it was ended, or is another lead's. Look at the lead's open tasks.");
        world.Refusal(new Command.EndTask("Ann", null, LifecycleWorld.Ann, TaskEnd.Done)).ShouldBe("There is no such open task about this lead: it was ended, or is another lead's. Look at the lead's open tasks.");
        world.Refusal(new Command.EndTask("Ann", null, attempt.Id, TaskEnd.Done)).ShouldBe("This is an attempt to reach the lead. It is done when the contact is logged, with what came of it.");
        for (var i = 1; i < 100; i++)
        {
            world.Do(new Command.AddTask("Ann", null, null, "x", world.Now + Duration.FromDays(1), null));
        }

        world.Refusal(new Command.AddTask("Ann", null, null, "x", world.Now + Duration.FromDays(1), null)).ShouldBe("The lead has 100 open tasks already. End some of them first.");
    }

    [Fact]
    public void By_hand_a_lead_moves_from_everywhere_to_everywhere_and_stays_there()
    {
        Stage[] stages = [Stage.Lead, Stage.Mql, Stage.Sal, Stage.Sql, Stage.Recycled, Stage.Unresponsive, Stage.Disqualified, Stage.Lost];
        foreach (var (from, to) in from one in stages from other in stages where one != other select (one, other))
        {
            var world = new LifecycleWorld();
            world.Do();
            if (from != Stage.Lead)
            {
                world.Move(from);
            }

            var moved = world.Move(to).OfType<Happening.StageMoved>().Single().Move;

            moved.ShouldBe(new StageMove(from, to, MoveReason.ByHand, "because"));
            world.PassTo(world.Now + Duration.FromDays(100));
            world.Stage.ShouldBe(to, $"{from} to {to}");
            (world.Work.Handoff?.Stage).ShouldBe(to is Stage.Mql or Stage.Sql ? to : null, $"{from} to {to}");
        }
    }

    [Fact]
    public void A_move_by_hand_that_cannot_be_is_refused()
    {
        Refusal(At(Stage.Mql), Stage.Mql).ShouldBe("The lead is MQL already.");
        Refusal(At(Stage.Lead), Stage.Visitor).ShouldBe("A lead whose address, user id or telephone number is known is no visitor.");
        Refusal(At(Stage.Visitor), Stage.Mql).ShouldBe("Nothing is known of this visitor that sales could use. Give an e-mail address or a telephone number first.");
        Refusal(At(Stage.Opportunity), Stage.Sql).ShouldBe("The lead has an open deal. Close it as won or lost first.");
        Refusal(At(Stage.Customer), Stage.Lead).ShouldBe("The lead has a deal that was won, and so is a customer. Change the deal first.");
        Refusal(new LifecycleWorld("name: X\nfit: { rules: [{ name: A, points: 5, when: { a: 1 } }] }"), Stage.Mql).ShouldBe("The playbook has no stage MQL.");
        var world = At(Stage.Lead);
        Refusal(world, Stage.Recycled, world.Now).ShouldBe("When it wakes has to lie ahead.");
        Refusal(world, Stage.Mql, world.Now + Duration.FromDays(1)).ShouldBe("A lead that is MQL does not wake.");
        Refusal(world, Stage.Disqualified, world.Now + Duration.FromDays(1)).ShouldBe("A lead that is Disqualified does not wake.");

        static string? Refusal(LifecycleWorld world, Stage to, Instant? wakeAt = null) => world.Refusal(new Command.MoveTo("Ann", null, to, "because", wakeAt));
    }

    [Theory]
    [InlineData(Stage.Recycled)]
    [InlineData(Stage.Unresponsive)]
    [InlineData(Stage.Lost)]
    public void A_lead_that_is_to_come_back_can_be_given_another_day(Stage stage)
    {
        var world = At(Stage.Lead);
        world.Move(stage, world.Now + Duration.FromDays(30));
        var reason = world.Work.Exit!.Reason;
        var later = world.Now + Duration.FromDays(60);

        world.Move(stage, later).OfType<Happening.Noted>().Single().Text.ShouldBe("Wakes on 8 August 2026: because");
        (world.Stage, world.Work.Exit!.Reason, world.WakeAt).ShouldBe((stage, reason, later));
        world.PassTo(later - Duration.Epsilon);
        world.Stage.ShouldBe(stage);
        world.PassTo(later);
        world.Stage.ShouldBe(Stage.Lead);
        world.Refusal(new Command.MoveTo("Ann", null, Stage.Lead, "because", later + Duration.FromDays(1))).ShouldBe("The lead is Lead already.");
    }

    [Fact]
    public void By_hand_a_lead_becomes_an_opportunity_and_a_customer_with_a_deal()
    {
        var world = At(Stage.Lead);

        world.Move(Stage.Opportunity).OfType<Happening.DealNeeded>().Single().ShouldBe(new Happening.DealNeeded("Ann", DealState.Open, LifecycleWorld.Ann));
        world.Move(Stage.Customer).OfType<Happening.DealNeeded>().Single().State.ShouldBe(DealState.Won);
        world.Stage.ShouldBe(Stage.Customer);
    }

    /// <summary>A lead in a stage, on the way that leads take there.</summary>
    private static LifecycleWorld At(Stage stage)
    {
        var world = new LifecycleWorld();
        if (stage == Stage.Visitor)
        {
            world.Lead = LeadState.New;
            return world;
        }

        world.Do();
        if (stage is Stage.Lead or Stage.Unresponsive or Stage.Disqualified)
        {
            return Moved(stage);
        }

        world.Did("Quote Requested").Is("title", "Manager").Do();
        if (stage == Stage.Mql)
        {
            return world;
        }

        if (stage == Stage.Recycled)
        {
            world.Reject("not_now");
            return world;
        }

        world.Accept();
        if (stage == Stage.Sal)
        {
            return world;
        }

        world.Tell("budget", "200000 EUR");
        world.Tell("timeline", "6 months");
        if (stage == Stage.Sql)
        {
            return world;
        }

        world.Accept();
        if (stage != Stage.Opportunity)
        {
            world.Lead = world.Lead with { Deal = stage == Stage.Customer ? DealState.Won : DealState.Lost };
            world.Do();
        }

        world.Stage.ShouldBe(stage);
        return world;

        LifecycleWorld Moved(Stage to)
        {
            if (to != Stage.Lead)
            {
                world.Move(to);
            }

            return world;
        }
    }
}
