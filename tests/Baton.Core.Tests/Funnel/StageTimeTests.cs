using Baton.Core.Funnel;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Tests.Funnel;

public class StageTimeTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    [Fact]
    public void Leads_wait_where_most_of_the_days_to_a_customer_go()
    {
        LeadPath[] leads =
        [
            Path((Stage.Lead, 0), (Stage.Mql, 10), (Stage.Sal, 12), (Stage.Sql, 20), (Stage.Opportunity, 21), (Stage.Customer, 30)),
            Path((Stage.Mql, 0), (Stage.Sal, 4), (Stage.Sql, 20), (Stage.Opportunity, 21), (Stage.Customer, 31)),
            Path((Stage.Mql, 1), (Stage.Recycled, 3)),
            Path((Stage.Mql, 5)),
        ];

        var times = StageTime.Of(leads, new Interval(Start, Start + Duration.FromDays(60)), Start + Duration.FromDays(50));

        times.Select(time => (time.Stage, time.Times.Count, time.Times.Median)).ShouldBe(
            [(Stage.Lead, 1, 10), (Stage.Mql, 3, 2), (Stage.Sal, 2, 12), (Stage.Sql, 2, 1), (Stage.Opportunity, 2, 9.5)]);

        // Of 20 + 31 days between MQL and won: 6 as MQL, 24 as SAL, 2 as SQL, 19 as opportunity; days as a lead are none of the cycle.
        times.Select(time => time.ShareOfCycle).ShouldBe([0, 6 / 51.0, 24 / 51.0, 2 / 51.0, 19 / 51.0]);
        StageTime.Bottleneck(times)!.Stage.ShouldBe(Stage.Sal);
    }

    [Fact]
    public void Where_nobody_was_won_there_is_no_bottleneck() =>
        StageTime.Bottleneck(StageTime.Of([Path((Stage.Mql, 0), (Stage.Sal, 4))], new Interval(Start, null), Start + Duration.FromDays(9))).ShouldBeNull();

    private static LeadPath Path(params (Stage Stage, int Day)[] entries) => new(Guid.Empty, [.. entries.Select(entry => new StageEntry(entry.Stage, Start + Duration.FromDays(entry.Day)))]);
}
