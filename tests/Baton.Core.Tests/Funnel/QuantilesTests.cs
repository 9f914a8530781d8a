using Baton.Core.Funnel;

namespace Baton.Core.Tests.Funnel;

public class QuantilesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.9, 3.7)]
    [InlineData(1, 4)]
    public void A_quantile_lies_between_its_neighbours(double share, double value) => Quantiles.Of([1, 2, 3, 4], share)!.Value.ShouldBe(value, 1e-12);

    [Fact]
    public void Of_nothing_there_is_none_and_of_one_it_is_that()
    {
        Quantiles.Of([], 0.5).ShouldBeNull();
        Quantiles.Of([7], 0.9).ShouldBe(7);
        Should.Throw<ArgumentOutOfRangeException>(() => Quantiles.Of([1], 1.1));
    }
}
