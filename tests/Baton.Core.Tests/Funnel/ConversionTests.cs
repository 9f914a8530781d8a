using Baton.Core.Funnel;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Tests.Funnel;

public class ConversionTests
{
    private static readonly Instant January = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant February = Instant.FromUtc(2026, 2, 1, 0, 0);
    private static readonly Interval InJanuary = new(January, February);
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 0, 0);

    /// <summary>
    /// Eight MQLs of January: three came to SQL after 2, 10 and 40 days, one before it was an MQL, and four did not, one of which is an MQL since the last day of January. Of one more, an
    /// MQL of February, nothing counts.
    /// </summary>
    private static readonly LeadPath[] Leads =
    [
        Path((Stage.Lead, 1), (Stage.Mql, 2), (Stage.Sql, 4)),
        Path((Stage.Mql, 5), (Stage.Sql, 15)),
        Path((Stage.Mql, 10), (Stage.Recycled, 20), (Stage.Mql, 45), (Stage.Sql, 50)),
        Path((Stage.Sql, 3), (Stage.Recycled, 4), (Stage.Mql, 12)),
        Path((Stage.Mql, 7)),
        Path((Stage.Mql, 8), (Stage.Disqualified, 9)),
        Path((Stage.Mql, 9)),
        Path((Stage.Lead, 1), (Stage.Mql, 31)),
        Path((Stage.Lead, 1), (Stage.Mql, 33), (Stage.Sql, 34)),
    ];

    [Fact]
    public void A_cohort_counts_each_lead_once_by_when_it_first_came_to_a_stage()
    {
        var ever = Conversion.Of(Leads, Stage.Mql, Stage.Sql, InJanuary, within: null, Now);

        ever.Rate.ShouldBe(new Rate(4, 8));
        (ever.TooYoung, ever.Backwards).ShouldBe((0, 1));
        ever.Times.ShouldBe(new Times(3, 10, 34, 52 / 3.0));
    }

    [Fact]
    public void Within_a_window_only_those_count_who_have_had_the_time()
    {
        var month = Conversion.Of(Leads, Stage.Mql, Stage.Sql, InJanuary, Duration.FromDays(30), Now);

        // The lead of 31 January has been an MQL for 29 days; the third one took 40.
        month.Rate.ShouldBe(new Rate(3, 7));
        month.TooYoung.ShouldBe(1);
        month.Times.ShouldBe(new Times(2, 6, 9.2, 6));
    }

    [Fact]
    public void The_curve_knows_who_may_still_come()
    {
        var curve = Conversion.Of(Leads, Stage.Mql, Stage.Sql, InJanuary, within: null, Now).Curve;

        // Seven are watched from the start; before 40 days one is no longer, who was an MQL for 29.
        curve.Steps.Select(step => (step.Days, step.AtRisk)).ShouldBe([(2, 7), (10, 6), (40, 4)]);
        curve.DoneWithin(40)!.Value.Share.ShouldBe(1 - (6 / 7.0 * 5 / 6.0 * 3 / 4.0), 1e-12);
    }

    [Fact]
    public void What_is_later_has_not_happened()
    {
        var then = Conversion.Of(Leads, Stage.Mql, Stage.Sql, InJanuary, within: null, January + Duration.FromDays(9.5));

        then.Rate.ShouldBe(new Rate(1, 6));
    }

    [Fact]
    public void Any_history_counts_as_it_does_told_plainly()
    {
        var random = new Random(17);
        for (var turn = 0; turn < 300; turn++)
        {
            var leads = Enumerable.Range(0, random.Next(0, 40)).Select(_ => RandomPath(random)).ToArray();
            var now = January + Duration.FromDays(random.Next(0, 120));
            Duration? within = random.Next(2) == 0 ? null : Duration.FromDays(random.Next(0, 40));
            var period = new Interval(January + Duration.FromDays(random.Next(0, 30)), January + Duration.FromDays(random.Next(30, 90)));

            var cohort = leads.Select(lead => (Mql: First(lead, Stage.Mql), Sql: First(lead, Stage.Sql))).Where(lead => lead.Mql >= period.Start && lead.Mql < period.End && lead.Mql <= now).ToList();
            var old = cohort.Where(lead => within is null || now >= lead.Mql + within).ToList();
            var came = old.Where(lead => lead.Sql <= now && (within is null || lead.Sql <= lead.Mql + within)).ToList();
            var counted = Conversion.Of(leads, Stage.Mql, Stage.Sql, period, within, now);

            counted.Rate.ShouldBe(new Rate(came.Count, old.Count));
            counted.TooYoung.ShouldBe(cohort.Count - old.Count);
            counted.Backwards.ShouldBe(cohort.Count(lead => lead.Sql < lead.Mql));
            counted.Times.Count.ShouldBe(came.Count(lead => lead.Sql >= lead.Mql));
            (counted.Curve.Steps.LastOrDefault()?.Share ?? 1).ShouldBeInRange(0, 1);
        }

        static Instant? First(LeadPath lead, Stage stage) => lead.Entries.Where(entry => entry.Stage == stage).Select(entry => (Instant?)entry.At).Min();
    }

    private static LeadPath RandomPath(Random random)
    {
        var at = January;
        return new LeadPath(Guid.Empty, [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => new StageEntry(random.Next(3) switch { 0 => Stage.Mql, 1 => Stage.Sql, _ => Stage.Recycled }, at += Duration.FromDays(random.Next(0, 25))))]);
    }

    private static LeadPath Path(params (Stage Stage, int Day)[] entries) =>
        new(Guid.Empty, [.. entries.Select(entry => new StageEntry(entry.Stage, January + Duration.FromDays(entry.Day - 1)))]);
}
