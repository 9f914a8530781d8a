using Baton.Server.Handoffs;
using NodaTime;

namespace Baton.Server.Tests.Home;

/// <summary>What loses most by waiting comes first.</summary>
public class UrgencyTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 31, 12, 0);

    [Fact]
    public void The_clock_that_ends_first_comes_first_and_one_that_has_ended_before_it()
    {
        Urgency.Of(In(10), Now, 50).ShouldBeLessThan(Urgency.Of(In(20), Now, 50));
        Urgency.Of(In(-10), Now, 50).ShouldBeLessThan(Urgency.Of(In(10), Now, 50));
        Urgency.Of(In(-60), Now, 50).ShouldBeLessThan(Urgency.Of(In(-10), Now, 50));
    }

    [Fact]
    public void Every_point_counts_like_a_minute()
    {
        Urgency.Of(In(60), Now, 80).ShouldBeLessThan(Urgency.Of(In(30), Now, 20));
        Urgency.Of(In(60), Now, 40).ShouldBeGreaterThan(Urgency.Of(In(30), Now, 20));
        Urgency.Of(In(60), Now, 50).ShouldBe(Urgency.Of(In(30), Now, 20));
    }

    [Fact]
    public void Without_a_clock_it_is_as_if_one_ended_after_a_day() => Urgency.Of(null, Now, 30).ShouldBe(Urgency.Of(In(24 * 60), Now, 30));

    [Fact]
    public void What_is_hot_cools()
    {
        Urgency.OfHot(In(-10), 50).ShouldBeGreaterThan(Urgency.OfHot(In(-20), 50));
        Urgency.OfHot(In(-60), 90).ShouldBeGreaterThan(Urgency.OfHot(In(-30), 50));
    }

    private static Instant In(int minutes) => Now + Duration.FromMinutes(minutes);
}
