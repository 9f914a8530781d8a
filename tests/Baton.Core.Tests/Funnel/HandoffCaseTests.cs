using Baton.Core.Funnel;
using NodaTime;

namespace Baton.Core.Tests.Funnel;

public class HandoffCaseTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 5, 8, 0);
    private static readonly Interval Week = new(Start, Start + Duration.FromDays(7));
    private static readonly Instant Now = Start + Duration.FromHours(50);

    private static readonly HandoffCase[] Cases =
    [
        Case(opened: 0, due: 1, contacted: 0.5, minutes: 30, decided: 2, isAccepted: true),
        Case(opened: 1, due: 2, contacted: 3, minutes: 120, decided: 4, isAccepted: false),
        Case(opened: 2, due: 3, contacted: null, minutes: null, decided: null, isAccepted: false),
        Case(opened: 49.5, due: 50.5, contacted: null, minutes: null, decided: null, isAccepted: false),
        Case(opened: 3, due: null, contacted: 4, minutes: 60, decided: 5, isAccepted: true),
        Case(opened: -24, due: -23, contacted: -23.5, minutes: 30, decided: 6, isAccepted: true),
        Case(opened: 5, due: 6, contacted: 60, minutes: 700, decided: 61, isAccepted: true),
    ];

    [Fact]
    public void Acceptance_is_of_what_was_decided_in_the_period() => HandoffCase.Acceptance(Cases, Week, Now).ShouldBe(new Rate(3, 4));

    [Fact]
    public void Response_is_of_what_was_handed_over_in_the_period()
    {
        var times = ResponseTimes.Of(Cases, Week, Now);

        // In time the first; late the second; never the third, and the last, which will be tried later; the fourth still has half an hour, and to the fifth nothing was promised.
        times.InTime.ShouldBe(new Rate(1, 4));
        times.Minutes.ShouldBe(new Times(3, 60, 108, 70));
        times.Waiting.ShouldBe(3);
    }

    [Fact]
    public void Effort_is_wasted_on_leads_that_are_given_back_later()
    {
        var (ann, bo, cy) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var attempts = new[] { (ann, 1.0), (ann, 2), (ann, 9), (bo, 3), (cy, 4), (cy, 60), (bo, -5) }.Select(one => (one.Item1, At(one.Item2)));
        var lost = new[] { (ann, 5.0), (cy, 55) }.ToLookup(one => one.Item1, one => At(one.Item2));

        // Two of Ann's three attempts came before she was given back; Cy is given back later than now.
        Effort.Wasted(attempts, lost, Week, Now).ShouldBe(new Rate(2, 5));
    }

    [Fact]
    public void Reasons_have_their_share_of_all()
    {
        Effort.Reasons(["no_budget", "no_need", "no_budget", "no_budget", "bad_fit"]).ShouldBe([("no_budget", new Rate(3, 5)), ("bad_fit", new Rate(1, 5)), ("no_need", new Rate(1, 5))]);
        Effort.Reasons([]).ShouldBeEmpty();
    }

    private static HandoffCase Case(double opened, double? due, double? contacted, double? minutes, double? decided, bool isAccepted) =>
        new(Guid.Empty, At(opened), due is { } end ? At(end) : null, contacted is { } tried ? At(tried) : null, minutes, decided is { } then ? At(then) : null, isAccepted);

    private static Instant At(double hours) => Start + Duration.FromHours(hours);
}
