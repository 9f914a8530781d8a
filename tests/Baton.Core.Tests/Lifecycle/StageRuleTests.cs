using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Tests.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

/// <summary>How leads go up, fall, are given back and come again.</summary>
public class StageRuleTests
{
    private const string ByScore = """
        name: By score alone
        engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30, decay: { percent: 100, every: 30d } }] }
        stages: { mql: { score: 30 }, sql: { score: 60 } }
        handoffs: { mql: { routes: [{ name: all, team: Inside }], fallback: Desk }, sql: { routes: [{ name: all, team: Field }], fallback: Desk } }
        """;

    [Fact]
    public void With_sal_and_criteria_a_lead_goes_all_the_way_step_by_step()
    {
        var world = new LifecycleWorld().Did("Quote Requested").Is("title", "Manager");
        world.Do();
        world.Tell("budget", "200000 EUR");
        world.Tell("timeline", "6 months");
        world.Stage.ShouldBe(Stage.Mql, "Nobody has accepted it.");
        world.Accept();
        world.Stage.ShouldBe(Stage.Sql);
        world.Accept(LifecycleWorld.Cy);
        world.Happenings.OfType<Happening.DealNeeded>().Single().ShouldBe(new Happening.DealNeeded("Ann", DealState.Open, LifecycleWorld.Cy));
        world.Lead = world.Lead with { Deal = DealState.Won };
        world.Do();

        Path(world).ShouldBe("MQL SAL SQL Opportunity Customer");
        world.Happenings.OfType<Happening.HandoffClosed>().Select(closed => closed.End).ShouldBe([HandoffEnd.Accepted, HandoffEnd.Accepted]);
        world.Work.Handoff.ShouldBeNull();
    }

    [Fact]
    public void Criteria_are_confirmed_by_people_and_trusted_forms_alone()
    {
        var world = new LifecycleWorld().Did("Quote Requested").Is("title", "Manager");
        world.Do();
        world.Accept();
        world.Tell("timeline", "6 months");
        world.Tell("budget", "200000 EUR", form: "Newsletter");
        world.Stage.ShouldBe(Stage.Sal);

        world.Tell("budget", "200000 EUR", form: "Quote Requested");

        world.Stage.ShouldBe(Stage.Sql);
    }

    [Fact]
    public void Without_sal_and_criteria_the_score_alone_makes_an_sql()
    {
        var world = new LifecycleWorld(ByScore).Did("Quote Requested");
        world.Do();
        world.Did("Quote Requested").Do();

        Path(world).ShouldBe("MQL SQL");
        world.Happenings.OfType<Happening.HandoffClosed>().Single().End.ShouldBe(HandoffEnd.Overtaken);
        world.Handoff.Stage.ShouldBe(Stage.Sql);
    }

    [Fact]
    public void An_mql_that_nobody_accepted_falls_when_its_points_fade()
    {
        var world = new LifecycleWorld(ByScore).Did("Quote Requested");
        world.Do();

        world.PassTo(world.Now + Duration.FromDays(31));

        Path(world).ShouldBe("MQL Lead");
        world.Happenings.OfType<Happening.HandoffClosed>().Single().End.ShouldBe(HandoffEnd.Withdrawn);
    }

    [Theory]
    [InlineData(ByScore, Stage.Mql)]
    [InlineData(LifecycleWorld.Usual, Stage.Sal)]
    public void An_accepted_lead_does_not_fall_and_what_it_needed_so_far_is_not_asked_again(string yaml, Stage stays)
    {
        var world = new LifecycleWorld(yaml).Did("Quote Requested").Is("title", "Manager");
        world.Do();
        world.Accept();
        world.Log(ContactKind.Call, ContactOutcome.Reached);

        world.PassTo(world.Now + Duration.FromDays(31));
        world.Stage.ShouldBe(stays);

        world.Did("Quote Requested").Did("Quote Requested").Do();
        if (!world.Scorer.Playbook.Criteria.IsEmpty)
        {
            world.Tell("budget", "200000 EUR");
            world.Tell("timeline", "6 months");
        }

        world.Stage.ShouldBe(Stage.Sql);
        world.Handoff.Stage.ShouldBe(Stage.Sql);
        world.PassTo(world.Now + Duration.FromDays(31));
        world.Stage.ShouldBe(Stage.Sql, "Sales has it.");
    }

    [Fact]
    public void A_lead_that_is_given_back_comes_again_hot_or_when_it_wakes()
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();

        world.Reject("timeline_too_far", "18 months");

        (world.Stage, world.Work.Exit!.WakeAt, world.Work.Handoff, world.Work.Tasks.Length).ShouldBe((Stage.Recycled, Calendars.At("2027-06-09 08:00 +00"), null, 0));
        world.Happenings.OfType<Happening.Rejected>().Single().Rejection.Field.ShouldBe("timeline");
        world.Did("page").Do();
        world.Stage.ShouldBe(Stage.Recycled, "10 points are not 20.");
        world.Did("page").Do();
        world.Happenings.OfType<Happening.StageMoved>().Last().Move.ShouldBe(new StageMove(Stage.Recycled, Stage.Mql, MoveReason.Requalified, "timeline_too_far"));
        world.Handoff.Person.ShouldBe(LifecycleWorld.Bo, "It is Bo's turn.");
    }

    [Fact]
    public void Points_count_over_the_least_that_it_had_since_even_while_it_was_cold()
    {
        var world = new LifecycleWorld().Did("Quote Requested").Did("page").Did("page").Is("title", "Manager");
        world.Do();
        world.Reject("not_now");
        world.Work.Exit!.LowestEngagement.ShouldBe(50);

        world.PassTo(world.Now + Duration.FromDays(40));
        world.Work.Exit!.LowestEngagement.ShouldBe(0, "All has faded.");
        world.Did("Quote Requested").Do();

        world.Stage.ShouldBe(Stage.Mql, "30 points more than none.");
    }

    [Fact]
    public void A_lead_wakes_in_its_time_and_qualifies_again_if_it_holds_then()
    {
        var cold = new LifecycleWorld().Did("Quote Requested");
        cold.Do();
        cold.Reject("not_now");
        cold.PassTo(cold.Now + Duration.FromDays(90));
        Path(cold).ShouldBe("MQL Recycled Lead");

        var warm = new LifecycleWorld(LifecycleWorld.Usual.Replace(", decay: { percent: 100, every: 30d }", "", StringComparison.Ordinal)).Did("Quote Requested");
        warm.Do();
        warm.Reject("not_now");
        warm.PassTo(warm.Now + Duration.FromDays(90));
        Path(warm).ShouldBe("MQL Recycled Lead MQL");
    }

    [Fact]
    public void Who_is_disqualified_never_comes_back_by_themselves()
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();
        world.Reject("bad_fit");
        world.Did("Quote Requested").Did("Quote Requested").Do();
        world.PassTo(world.Now + Duration.FromDays(1_000));

        (world.Stage, world.Work, world.WakeAt).ShouldBe((Stage.Disqualified, Work.None with { Ids = world.Work.Ids }, null));
    }

    [Fact]
    public void A_lost_deal_ends_in_lost_and_wakes_when_the_playbook_says()
    {
        var world = new LifecycleWorld();
        world.Do();
        world.Move(Stage.Opportunity);
        world.Lead = world.Lead with { Deal = DealState.Lost };
        world.Do();

        (world.Stage, world.Work.Exit!.WakeAt).ShouldBe((Stage.Lost, world.Now + Duration.FromDays(60)));
        world.PassTo(world.Now + Duration.FromDays(60));
        Path(world).ShouldBe("Lead Opportunity Lost Lead");
    }

    [Theory]
    [InlineData(10, Stage.Lost)]
    [InlineData(59, Stage.Lost)]
    [InlineData(60, Stage.Mql)]
    [InlineData(700, Stage.Mql)]
    public void A_loss_that_is_told_of_later_counts_from_when_it_was(int days, Stage stage)
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();
        var lost = world.Now - Duration.FromDays(days);
        world.Lead = world.Lead with { Deal = DealState.Lost, Loss = lost };
        world.Do();
        world.Lead = world.Lead with { Loss = null };

        world.Stage.ShouldBe(stage);
        if (stage == Stage.Lost)
        {
            world.Happenings.OfType<Happening.HandoffClosed>().Single().End.ShouldBe(HandoffEnd.Withdrawn);
            world.Work.Exit!.WakeAt.ShouldBe(lost + Duration.FromDays(60));
            world.PassTo(lost + Duration.FromDays(60));
            world.Stage.ShouldNotBe(Stage.Lost, "It came back, and the same loss does not take it away again.");
        }
    }

    [Theory]
    [InlineData(-1, Stage.Sal)]
    [InlineData(1, Stage.Lost)]
    public void Somebody_who_works_on_a_lead_since_it_was_lost_goes_on(int days, Stage stage)
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();
        world.Accept();
        world.Lead = world.Lead with { Deal = DealState.Lost, Loss = world.Now + Duration.FromDays(days) };
        world.Do();

        world.Stage.ShouldBe(stage);
    }

    [Fact]
    public void Nobody_needs_to_respond_to_what_has_gone_further()
    {
        var won = new LifecycleWorld().Did("Quote Requested");
        won.Do();
        won.Accept();
        won.Lead = won.Lead with { Deal = DealState.Open };

        won.Do().OfType<Happening.HandoffClosed>().Single().End.ShouldBe(HandoffEnd.Accepted);
        won.PassTo(won.Now + Duration.FromDays(10)).OfType<Happening.ClockReached>().ShouldBeEmpty();
    }

    [Fact]
    public void A_deal_that_was_a_mistake_is_as_if_it_had_not_been()
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();
        world.Lead = world.Lead with { Deal = DealState.Open };
        world.Do();
        world.Work.Handoff.ShouldBeNull("The deal has overtaken it.");
        world.Lead = world.Lead with { Deal = DealState.None };
        world.Do();

        Path(world).ShouldBe("MQL Opportunity MQL");
        world.Handoff.Stage.ShouldBe(Stage.Mql);
    }

    [Fact]
    public void Put_back_by_hand_a_lead_comes_again_only_by_what_it_does_since()
    {
        var world = new LifecycleWorld().Did("Quote Requested");
        world.Do();
        world.Move(Stage.Lead);
        world.PassTo(world.Now + Duration.FromDays(1));
        world.Stage.ShouldBe(Stage.Lead);
        world.Did("page").Did("page").Do();

        world.Stage.ShouldBe(Stage.Mql);
    }

    private static string Path(LifecycleWorld world) => string.Join(' ', world.Happenings.OfType<Happening.StageMoved>().Select(moved => moved.Move.To.Title()));
}
