using Baton.Core.Funnel;

namespace Baton.Core.Tests.Funnel;

public class RateTests
{
    [Theory]
    [InlineData(16, 20, 0.5840, 0.9193)]
    [InlineData(31, 1_004, 0.0218, 0.0435)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(0, 0, 0, 1)]
    public void A_rate_has_Wilsons_interval(long part, long whole, double low, double high)
    {
        var bounds = new Rate(part, whole).Bounds;

        bounds.Low.ShouldBe(low, 0.00005);
        bounds.High.ShouldBe(high, 0.00005);
    }

    [Fact]
    public void An_interval_holds_its_rate_and_gets_narrower_with_more()
    {
        var random = new Random(1);
        for (var turn = 0; turn < 1_000; turn++)
        {
            var whole = random.Next(1, 5_000);
            var rate = new Rate(random.Next(whole + 1), whole);
            var more = new Rate(rate.Part * 10, rate.Whole * 10).Bounds;

            rate.Bounds.Contain(rate.Value!.Value).ShouldBeTrue();
            rate.Bounds.Low.ShouldBeGreaterThanOrEqualTo(0);
            rate.Bounds.High.ShouldBeLessThanOrEqualTo(1);
            (more.High - more.Low).ShouldBeLessThan(rate.Bounds.High - rate.Bounds.Low);
        }
    }

    [Fact]
    public void Nothing_of_nothing_has_no_value() => new Rate(0, 0).Value.ShouldBeNull();

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void A_part_is_no_more_than_the_whole(long part, long whole) => Should.Throw<ArgumentOutOfRangeException>(() => new Rate(part, whole));
}
