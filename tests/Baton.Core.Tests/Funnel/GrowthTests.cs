using Baton.Core.Funnel;

namespace Baton.Core.Tests.Funnel;

public class GrowthTests
{
    [Fact]
    public void Lead_velocity_from_100_to_115_is_15_percent()
    {
        Growth.LeadVelocity(115, 100)!.Value.ShouldBe(0.15, 1e-12);
        Growth.LeadVelocity(80, 100)!.Value.ShouldBe(-0.2, 1e-12);
        Growth.LeadVelocity(5, 0).ShouldBeNull();
    }

    [Fact]
    public void A_customer_costs_what_both_teams_spent_by_customers()
    {
        Growth.CustomerAcquisitionCost(60_000, 40_000, 8).ShouldBe(12_500);
        Growth.CustomerAcquisitionCost(60_000, 40_000, 0).ShouldBeNull();
    }

    [Fact]
    public void A_campaign_returns_what_it_won_beyond_its_cost()
    {
        Growth.ReturnOnInvestment(30_000, 10_000).ShouldBe(2);
        Growth.ReturnOnInvestment(0, 10_000).ShouldBe(-1);
        Growth.ReturnOnInvestment(5_000, 0).ShouldBeNull();
    }
}
