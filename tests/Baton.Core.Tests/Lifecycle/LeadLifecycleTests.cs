using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Tests.Lifecycle;

public class LeadLifecycleTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 31, 12, 0);

    private static readonly Scorer Scorer = new(PlaybookReader.Read("""
        name: Small
        fit: { rules: [{ name: Manager, points: 20, when: { title: { contains: manager } } }] }
        engagement: { rules: [{ name: Quote, event: Quote Requested, points: 30, decay: { percent: 100, every: 10d } }] }
        stages: { mql: { score: 30 }, sql: { score: 50 } }
        """).Playbook!);

    [Theory]
    [InlineData(Stage.Visitor, false, 0, 0, Stage.Visitor, null)]
    [InlineData(Stage.Visitor, false, 20, 30, Stage.Visitor, null)]
    [InlineData(Stage.Visitor, true, 0, 0, Stage.Lead, MoveReason.Identified)]
    [InlineData(Stage.Visitor, true, 0, 30, Stage.Mql, MoveReason.Qualified)]
    [InlineData(Stage.Lead, true, 20, 30, Stage.Sql, MoveReason.Qualified)]
    [InlineData(Stage.Sql, true, 20, 30, Stage.Sql, null)]
    [InlineData(Stage.Sql, true, 20, 0, Stage.Lead, MoveReason.Fell)]
    [InlineData(Stage.Mql, true, 0, 0, Stage.Lead, MoveReason.Fell)]
    public void The_score_moves_a_known_lead(Stage from, bool isKnown, int fit, int engagement, Stage to, MoveReason? reason)
    {
        var decision = Decide(LeadState.New with { Stage = from, IsKnown = isKnown }, fit > 0, engagement > 0, Now);

        decision.Stage.ShouldBe(to);
        decision.Score.Stage.ShouldBe(to);
        decision.Score.Total.ShouldBe(fit + engagement);
        decision.Moves.SingleOrDefault().ShouldBe(reason is { } why ? new StageMove(from, to, why) : null);
    }

    [Fact]
    public void What_sales_has_accepted_does_not_fade_away()
    {
        var accepted = LeadState.New with { Stage = Stage.Sql, IsKnown = true, Work = Work.None with { Accepted = new Acceptance(null, null, Now) } };

        Decide(accepted, isManager: true, hasAsked: false, Now).Stage.ShouldBe(Stage.Sql);
    }

    [Theory]
    [InlineData(Stage.Lead, DealState.Open, Stage.Opportunity)]
    [InlineData(Stage.Lead, DealState.Won, Stage.Customer)]
    [InlineData(Stage.Opportunity, DealState.Won, Stage.Customer)]
    [InlineData(Stage.Opportunity, DealState.Lost, Stage.Lost)]
    [InlineData(Stage.Customer, DealState.None, Stage.Lead)]
    public void A_deal_decides_before_the_score(Stage from, DealState deal, Stage to) =>
        Decide(LeadState.New with { Stage = from, IsKnown = true, Deal = deal }, isManager: true, hasAsked: false, Now).Moves
            .ShouldBe([new StageMove(from, to, MoveReason.Deal, to == Stage.Lost ? "deal_lost" : null)]);

    [Fact]
    public void A_lead_is_woken_on_the_day_on_which_its_points_expire()
    {
        var lead = LeadState.New with { Stage = Stage.Sql, IsKnown = true };

        var wakeAt = Decide(lead, isManager: true, hasAsked: true, Now).WakeAt;

        wakeAt.ShouldBe(Instant.FromUtc(2026, 4, 10, 0, 0));
        Decide(lead, isManager: true, hasAsked: true, Now, wakeAt!.Value - Duration.FromMilliseconds(1)).Stage.ShouldBe(Stage.Sql);
        Decide(lead, isManager: true, hasAsked: true, Now, wakeAt.Value).Stage.ShouldBe(Stage.Lead);
    }

    [Fact]
    public void A_decision_stands_until_the_lead_is_woken()
    {
        var lead = LeadState.New with { IsKnown = true };
        var first = Decide(lead, isManager: true, hasAsked: true, Now);

        var second = Decide(lead with { Stage = first.Stage }, isManager: true, hasAsked: true, Now);

        second.Happenings.ShouldBeEmpty();
        (second.Score, second.Work, second.WakeAt).ShouldBe((first.Score, first.Work, first.WakeAt));
    }

    private static Decision.Decided Decide(LeadState lead, bool isManager, bool hasAsked, Instant asked, Instant? now = null)
    {
        var edits = isManager ? [new Edit("1", Now - Duration.FromDays(1), [KeyValuePair.Create("title", Value.Of("Plant Manager"))])] : Array.Empty<Edit>();
        var events = hasAsked ? [new Event("2", "Quote Requested", asked, asked, [])] : Array.Empty<Event>();
        return LeadLifecycle.Decide(Scorer, lead, Scorer.RecordOf(new Facts([.. events], [.. edits], []), now ?? Now), now ?? Now).ShouldBeOfType<Decision.Decided>();
    }
}
