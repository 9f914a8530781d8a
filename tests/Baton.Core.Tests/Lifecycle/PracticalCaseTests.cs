using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using Baton.Core.Qualification;
using Baton.Core.Tests.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

/// <summary>The maker of packaging machines: the sample playbook from the first quote to the regional sales manager.</summary>
public class PracticalCaseTests
{
    private static readonly string Yaml = File.ReadAllText(Repository.File("samples/playbooks/packaging-machines.yaml"));

    private static readonly Roster Teams = Roster.Of([
        RouterTests.Team("Inside sales", [RouterTests.Person("Ann"), RouterTests.Person("Bo")]),
        RouterTests.Team("Sales DACH", [RouterTests.Person("Cy")]),
        RouterTests.Team("Sales France and Benelux", [RouterTests.Person("Di")]),
        RouterTests.Team("Sales Nordics and East", [RouterTests.Person("Ed")]),
    ]);

    [Theory]
    [InlineData("Germany", "Sales DACH")]
    [InlineData("Netherlands", "Sales France and Benelux")]
    [InlineData("Poland", "Sales Nordics and East")]
    [InlineData("Italy", null)]
    public void A_budget_and_a_horizon_that_inside_sales_confirms_go_to_the_regional_sales_manager(string country, string? team)
    {
        var world = Asked(country);
        (world.Stage, world.Roster.Team(world.Handoff.Team!.Value)!.Name).ShouldBe((Stage.Mql, "Inside sales"));
        world.Accept();
        world.Log(ContactKind.Call, ContactOutcome.Reached);
        world.Tell("budget", "150,000 EUR");
        world.Stage.ShouldBe(Stage.Sal, "The horizon is not known yet.");
        world.Tell("timeline", "8 months");

        (world.Stage, world.Handoff.Stage).ShouldBe((Stage.Sql, Stage.Sql));
        (world.Handoff.Team is { } id ? world.Roster.Team(id)!.Name : null).ShouldBe(team);
        world.Handoff.Queue.ShouldBe(team is null ? "Sales desk" : null);
    }

    [Theory]
    [InlineData("149999 EUR", "8 months", CriterionState.Failed, CriterionState.Confirmed)]
    [InlineData("200000 EUR", "18 months", CriterionState.Confirmed, CriterionState.Failed)]
    [InlineData("200000 CHF", "1 year", CriterionState.Unknown, CriterionState.Confirmed)]
    public void Without_both_nobody_in_the_field_hears_of_it(string budget, string timeline, CriterionState budgetIs, CriterionState timelineIs)
    {
        var world = Asked("Germany");
        world.Accept();

        world.Tell("budget", budget).OfType<Happening.Answered>().Single().State.ShouldBe(budgetIs);
        world.Tell("timeline", timeline).OfType<Happening.Answered>().Single().State.ShouldBe(timelineIs);

        world.Stage.ShouldBe(Stage.Sal);
    }

    [Fact]
    public void A_horizon_of_eighteen_months_goes_back_to_marketing_for_twelve()
    {
        var world = Asked("Germany");
        world.Accept();

        world.Reject("timeline_too_far", "18 months");

        (world.Stage, world.Work.Exit!.WakeAt).ShouldBe((Stage.Recycled, Calendars.At("2027-06-09 08:00 +00")));
    }

    [Fact]
    public void Six_attempts_over_two_weeks_that_reach_nobody_end_in_unresponsive()
    {
        var world = Asked("Germany");
        world.Accept();
        var made = 0;
        while (world.Work.Tasks is [var task])
        {
            world.PassTo(Instant.Max(task.Due, world.Now));
            world.Log(task.Kind!.Value, task.Kind == ContactKind.Call ? ContactOutcome.NoAnswer : ContactOutcome.Sent);
            made++;
        }

        made.ShouldBe(6);
        (world.Now - Calendars.At("2026-06-09 10:00 +02")).ShouldBe(Duration.FromDays(14));
        world.PassTo(world.Now + Duration.FromDays(4));
        (world.Stage, world.Work.Exit!.WakeAt).ShouldBe((Stage.Unresponsive, Calendars.At("2026-06-26 10:00 +02") + Duration.FromDays(90)));
    }

    /// <summary>A plant manager of a maker of medicines who has asked for a quote.</summary>
    private static LifecycleWorld Asked(string country)
    {
        var world = new LifecycleWorld(Yaml, Teams).Is("title", "Plant Manager").Is("industry", "Pharmaceuticals").Is("employees", "350").Is("country", country).Did("Quote Requested");
        world.Do();
        return world;
    }
}
