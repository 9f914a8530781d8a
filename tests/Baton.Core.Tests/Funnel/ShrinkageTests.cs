using Baton.Core.Funnel;

namespace Baton.Core.Tests.Funnel;

public class ShrinkageTests
{
    [Fact]
    public void One_of_one_is_not_the_best()
    {
        Rate[] campaigns = [new(1, 1), new(90, 300), new(20, 200), new(12, 400), new(0, 2)];
        var common = Shrinkage.Of(campaigns)!;

        campaigns.MaxBy(rate => common.BoundsOf(rate).Low).ShouldBe(new Rate(90, 300));
        campaigns.MinBy(rate => common.BoundsOf(rate).High).ShouldBe(new Rate(12, 400));
        common.Shrink(new Rate(1, 1)).ShouldBeInRange(common.Mean, 0.5);
        common.Shrink(new Rate(0, 2)).ShouldBeGreaterThan(common.Shrink(new Rate(12, 400)));
    }

    [Fact]
    public void What_differs_by_chance_alone_is_all_the_same()
    {
        Rate[] same = [new(10, 100), new(11, 100), new(9, 100), new(10, 100)];
        var common = Shrinkage.Of(same)!;

        same.Select(common.Shrink).ShouldAllBe(rate => rate == 0.1);
        Shrinkage.Of([new(0, 5), new(0, 9)])!.Shrink(new Rate(0, 5)).ShouldBe(0);
        Shrinkage.Of([new(3, 4)])!.Shrink(new Rate(3, 4)).ShouldBe(0.75);
        Shrinkage.Of([]).ShouldBeNull();
        Shrinkage.Of([new(0, 0)]).ShouldBeNull();
    }

    [Fact]
    public void A_rate_is_drawn_towards_the_mean_and_never_past_it()
    {
        var random = new Random(3);
        for (var turn = 0; turn < 500; turn++)
        {
            var rates = Enumerable.Range(0, random.Next(1, 20)).Select(_ => random.Next(0, 300)).Select(whole => new Rate(random.Next(whole + 1), whole)).ToArray();
            if (Shrinkage.Of(rates) is { } common)
            {
                foreach (var rate in rates)
                {
                    var (low, high) = rate.Value is { } value ? (Math.Min(value, common.Mean), Math.Max(value, common.Mean)) : (common.Mean, common.Mean);
                    common.Shrink(rate).ShouldBeInRange(low - 1e-9, high + 1e-9);
                    common.BoundsOf(rate).Low.ShouldBeLessThanOrEqualTo(common.Shrink(rate) + 1e-9);
                    common.BoundsOf(rate).High.ShouldBeGreaterThanOrEqualTo(common.Shrink(rate) - 1e-9);
                }
            }
        }
    }

    [Fact]
    public void It_is_nearer_to_what_holds_than_the_plain_rates_are()
    {
        var random = new Random(5);
        var (plain, shrunk) = (0.0, 0.0);
        for (var turn = 0; turn < 200; turn++)
        {
            var real = Enumerable.Range(0, 30).Select(_ => 0.02 + (random.NextDouble() * 0.2)).ToArray();
            var rates = real.Select(share => (Share: share, Whole: random.Next(3, 60))).Select(one => new Rate(Enumerable.Range(0, one.Whole).Count(_ => random.NextDouble() < one.Share), one.Whole)).ToArray();
            var common = Shrinkage.Of(rates)!;
            plain += real.Zip(rates).Sum(one => Math.Pow(one.First - one.Second.Value!.Value, 2));
            shrunk += real.Zip(rates).Sum(one => Math.Pow(one.First - common.Shrink(one.Second), 2));
        }

        shrunk.ShouldBeLessThan(plain / 2);
    }
}
