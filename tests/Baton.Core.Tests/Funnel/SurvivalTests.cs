using Baton.Core.Funnel;

namespace Baton.Core.Tests.Funnel;

public class SurvivalTests
{
    /// <summary>
    /// Weeks in remission of 21 patients who were given 6-mercaptopurine: E. J. Freireich and others, “The effect of 6-mercaptopurine on the duration of steroid-induced remissions in
    /// acute leukemia”, Blood 21 (1963). Those who were still in remission when last seen are negative.
    /// </summary>
    private static readonly int[] Remissions = [6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35];

    private static readonly Survival Curve = Survival.Of(Remissions.Select(weeks => new Spell(Math.Abs(weeks), weeks > 0)));

    /// <summary>Shares and errors as D. G. Kleinbaum and M. Klein, “Survival Analysis: A Self-Learning Text”, print them for these data.</summary>
    [Theory]
    [InlineData(6, 21, 3, 0.8571, 0.0764)]
    [InlineData(7, 17, 1, 0.8067, 0.0869)]
    [InlineData(10, 15, 1, 0.7529, 0.0963)]
    [InlineData(13, 12, 1, 0.6902, 0.1068)]
    [InlineData(16, 11, 1, 0.6275, 0.1141)]
    [InlineData(22, 7, 1, 0.5378, 0.1282)]
    [InlineData(23, 6, 1, 0.4482, 0.1346)]
    public void A_published_curve_is_found_again(int weeks, int atRisk, int done, double share, double error)
    {
        var step = Curve.Steps.Single(one => one.Days == weeks);

        (step.AtRisk, step.Done).ShouldBe((atRisk, done));
        step.Share.ShouldBe(share, 0.00005);
        step.Error.ShouldBe(error, 0.00005);
        step.Bounds.Contain(step.Share).ShouldBeTrue();
    }

    [Fact]
    public void It_says_what_share_has_done_it_and_nothing_of_what_nobody_saw()
    {
        Curve.Steps.Length.ShouldBe(7);
        Curve.DoneWithin(5)!.Value.Share.ShouldBe(0);
        Curve.DoneWithin(6)!.Value.Share.ShouldBe(0.1429, 0.00005);
        Curve.DoneWithin(6)!.Value.Bounds.Low.ShouldBe(0.0484, 0.0005);
        Curve.DoneWithin(6)!.Value.Bounds.High.ShouldBe(0.3803, 0.0005);
        Curve.DoneWithin(35)!.Value.Share.ShouldBe(0.5518, 0.00005);
        Curve.DoneWithin(36).ShouldBeNull();
        Curve.DaysUntil(0.5).ShouldBe(23);
        Curve.DaysUntil(0.6).ShouldBeNull();
    }

    [Fact]
    public void Where_everybody_was_watched_to_the_end_it_is_the_plain_share()
    {
        var random = new Random(7);
        for (var turn = 0; turn < 200; turn++)
        {
            var days = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(0, 200)).ToArray();
            var curve = Survival.Of(days.Select(day => new Spell(day, IsDone: true)));
            var within = random.Next(0, days.Max() + 1);

            curve.DoneWithin(within)!.Value.Share.ShouldBe((double)days.Count(day => day <= within) / days.Length, 1e-9);
            curve.DaysUntil(1).ShouldBe(days.Max());
        }
    }

    [Fact]
    public void It_is_the_same_in_any_order_and_as_computed_step_by_step()
    {
        var random = new Random(11);
        for (var turn = 0; turn < 200; turn++)
        {
            var spells = Enumerable.Range(0, random.Next(0, 60)).Select(_ => new Spell(random.Next(0, 25), random.Next(2) == 0)).ToArray();
            var curve = Survival.Of(spells);

            Survival.Of(spells.OrderBy(_ => random.Next())).Steps.ShouldBe(curve.Steps);
            foreach (var step in curve.Steps)
            {
                // Of each day on which somebody did it, the share of those still there who did not, all multiplied.
                var naive = spells.Where(spell => spell.IsDone && spell.Days <= step.Days).Select(spell => spell.Days).Distinct()
                    .Aggregate(1.0, (share, day) => share * (1 - ((double)spells.Count(one => one.IsDone && one.Days == day) / spells.Count(one => one.Days >= day))));
                step.Share.ShouldBe(naive, 1e-9);
            }
        }
    }

    [Fact]
    public void Nobody_is_no_curve()
    {
        Survival.Of([]).Steps.ShouldBeEmpty();
        Survival.Of([]).DoneWithin(0)!.Value.Share.ShouldBe(0);
        Survival.Of([new Spell(3, IsDone: false)]).DaysUntil(0.5).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => Survival.Of([new Spell(-1, IsDone: true)]));
        Should.Throw<ArgumentOutOfRangeException>(() => Survival.Of([new Spell(int.MaxValue, IsDone: true)]));
    }
}
