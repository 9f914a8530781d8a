using Baton.Core.Funnel;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Tests.Funnel;

public class ThroughputTests
{
    private static readonly Instant January = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 0, 0);

    /// <summary>Three SQLs of February; won in February are two of them, one of January and one that was never an SQL. What was won in March and what was won twice counts no more than once.</summary>
    private static readonly LeadPath[] Leads =
    [
        Path((Stage.Sql, 35), (Stage.Customer, 45)),
        Path((Stage.Sql, 36), (Stage.Customer, 40), (Stage.Lost, 50), (Stage.Customer, 55)),
        Path((Stage.Sql, 37), (Stage.Customer, 70)),
        Path((Stage.Sql, 10), (Stage.Customer, 40)),
        Path((Stage.Lead, 20), (Stage.Customer, 41)),
        Path((Stage.Lead, 20)),
    ];

    [Fact]
    public void A_period_counts_who_came_in_and_who_came_through()
    {
        var february = Throughput.Of(Leads, Stage.Sql, Stage.Customer, Days(31, 59), Now);

        (february.Entered, february.Reached).ShouldBe((3, 4));
        february.Times.ShouldBe(new Times(3, 10, 26, 44 / 3.0));
    }

    [Fact]
    public void More_may_come_through_than_come_in()
    {
        var february = Throughput.Of(Leads, Stage.Sql, Stage.Customer, Days(31, 59), Now);
        var all = Throughput.Of(Leads, Stage.Sql, Stage.Mql, Days(0, 100), Now);

        february.Ratio!.Value.ShouldBe(4 / 3.0, 1e-12);
        february.Bounds.ShouldBeNull();
        all.Ratio.ShouldBe(0);
        all.Bounds.ShouldBe(new Rate(0, 4).Bounds);
        Throughput.Of([], Stage.Sql, Stage.Customer, Days(0, 100), Now).Ratio.ShouldBeNull();
    }

    [Fact]
    public void What_is_later_has_not_happened()
    {
        var then = Throughput.Of(Leads, Stage.Sql, Stage.Customer, Days(31, 59), January + Duration.FromDays(40));

        (then.Entered, then.Reached, then.Times.Count).ShouldBe((3, 2, 2));
    }

    [Fact]
    public void Any_history_counts_as_it_does_told_plainly()
    {
        var random = new Random(23);
        for (var turn = 0; turn < 300; turn++)
        {
            var leads = Enumerable.Range(0, random.Next(0, 40)).Select(_ => RandomPath(random)).ToArray();
            var (now, begin) = (January + Duration.FromDays(random.Next(0, 120)), random.Next(0, 60));
            var period = Days(begin, begin + random.Next(0, 60));

            var first = leads.Select(lead => (Sql: First(lead, Stage.Sql), Won: First(lead, Stage.Customer))).ToList();
            var won = first.Where(lead => lead.Won >= period.Start && lead.Won < period.End && lead.Won <= now).ToList();
            var counted = Throughput.Of(leads, Stage.Sql, Stage.Customer, period, now);

            counted.Entered.ShouldBe(first.Count(lead => lead.Sql >= period.Start && lead.Sql < period.End && lead.Sql <= now));
            counted.Reached.ShouldBe(won.Count);
            counted.Times.ShouldBe(Times.Of(won.Where(lead => lead.Sql <= lead.Won).Select(lead => (lead.Won - lead.Sql)!.Value.TotalDays)));
        }
    }

    [Fact]
    public void Months_are_those_of_the_zone_and_the_one_that_goes_on_has_no_velocity()
    {
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

        // 100 in April, 115 in May, of which one came in the last hour of April by UTC, and 3 in June so far; one comes later.
        LeadPath[] leads =
        [
            .. At(100, Instant.FromUtc(2026, 4, 10, 8, 0)),
            .. At(114, Instant.FromUtc(2026, 5, 10, 8, 0)),
            .. At(1, Instant.FromUtc(2026, 4, 30, 22, 30)),
            .. At(3, Instant.FromUtc(2026, 6, 2, 8, 0)),
            .. At(1, Instant.FromUtc(2026, 6, 20, 8, 0)),
            .. At(7, Instant.FromUtc(2025, 1, 1, 8, 0)),
        ];

        var months = MonthOfLeads.Of(leads, Stage.Mql, berlin, months: 3, Instant.FromUtc(2026, 6, 10, 0, 0));

        months.Select(month => (month.Month, month.Count, month.IsOver)).ShouldBe(
            [(new YearMonth(2026, 4), 100, true), (new YearMonth(2026, 5), 115, true), (new YearMonth(2026, 6), 3, false)]);
        months[0].Velocity.ShouldBeNull();
        months[1].Velocity!.Value.ShouldBe(0.15, 1e-12);
        months[2].Velocity.ShouldBeNull();
    }

    [Fact]
    public void Any_history_has_the_months_that_its_dates_say()
    {
        var random = new Random(29);
        var zone = DateTimeZoneProviders.Tzdb["America/Sao_Paulo"];
        for (var turn = 0; turn < 200; turn++)
        {
            var leads = Enumerable.Range(0, random.Next(0, 60)).Select(_ => RandomPath(random)).ToArray();
            var now = January + Duration.FromHours(random.Next(0, 3_000));
            var came = leads.Select(lead => First(lead, Stage.Sql)).OfType<Instant>().Where(at => at <= now).Select(at => at.InZone(zone).Date.ToYearMonth()).ToList();

            foreach (var month in MonthOfLeads.Of(leads, Stage.Sql, zone, random.Next(1, 9), now))
            {
                month.Count.ShouldBe(came.Count(of => of == month.Month));
                month.Velocity.ShouldBe(month.IsOver ? Growth.LeadVelocity(month.Count, came.Count(of => of == month.Month.PlusMonths(-1))) : null);
            }
        }
    }

    [Fact]
    public void Months_are_one_or_more() =>
        Should.Throw<ArgumentOutOfRangeException>(() => MonthOfLeads.Of([], Stage.Mql, DateTimeZone.Utc, months: 0, Now));

    private static Instant? First(LeadPath lead, Stage stage) => lead.Entries.Where(entry => entry.Stage == stage).Select(entry => (Instant?)entry.At).Min();

    private static IEnumerable<LeadPath> At(int count, Instant at) => Enumerable.Range(0, count).Select(_ => new LeadPath(Guid.Empty, [new StageEntry(Stage.Mql, at)]));

    private static LeadPath RandomPath(Random random)
    {
        var at = January;
        return new LeadPath(Guid.Empty, [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => new StageEntry(random.Next(3) switch { 0 => Stage.Customer, 1 => Stage.Sql, _ => Stage.Lost }, at += Duration.FromHours(random.Next(0, 600))))]);
    }

    private static Interval Days(int from, int to) => new(January + Duration.FromDays(from), January + Duration.FromDays(to));

    private static LeadPath Path(params (Stage Stage, int Day)[] entries) =>
        new(Guid.Empty, [.. entries.Select(entry => new StageEntry(entry.Stage, January + Duration.FromDays(entry.Day)))]);
}
