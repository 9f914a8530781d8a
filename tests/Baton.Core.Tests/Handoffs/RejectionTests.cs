using System.Globalization;
using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

public class RejectionTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 7, 1, 12, 0);

    [Theory]
    [InlineData("timeline_too_far", "18 months", "2027-07-01")] // Six months ahead.
    [InlineData("timeline_too_far", "≥ 18 months", "2027-07-01")]
    [InlineData("timeline_too_far", "18", "2027-07-01")]
    [InlineData("timeline_too_far", "2 Jahre", "2028-01-01")]
    [InlineData("timeline_too_far", "12 months", "2027-01-01")]
    [InlineData("timeline_too_far", "9 months", "2026-11-16")] // Half of it: 4 months and 15 days.
    [InlineData("timeline_too_far", "1 month", "2026-07-16")]
    [InlineData("timeline_too_far", "2028-07-01", "2028-01-01")]
    [InlineData("timeline_too_far", "2026-01-01", "2026-12-28")] // A time that is over says nothing: 180 days.
    [InlineData("timeline_too_far", "not soon", "2026-12-28")]
    [InlineData("timeline_too_far", null, "2026-12-28")]
    [InlineData("not_now", null, "2026-09-29")]
    [InlineData("not_now", "18 months", "2026-09-29")] // The reason is about no time.
    [InlineData("no_budget", null, "2026-12-28")]
    [InlineData("bad_fit", null, "never")]
    [InlineData("bad_fit", "18 months", "never")]
    public void A_lead_that_is_given_back_wakes_when_its_reason_says(string reason, string? value, string date)
    {
        var rejection = new Rejection(reason, null, null, value, null);

        var wakeAt = rejection.WakeAt(RejectionReason.Usual.Single(one => one.Name == reason), Now, Now);

        (wakeAt?.InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) ?? "never").ShouldBe(date);
    }

    [Theory]
    [InlineData("2026-07-01", "2027-07-01")]
    [InlineData("2026-02-01", "2027-02-01")] // Five months ago: thirteen are left, and it wakes six before.
    [InlineData("2025-12-01", "2026-12-17")] // Seven months ago: eleven are left, and half of those is later than six before.
    [InlineData("2024-07-01", "2026-12-28")] // It is over: 180 days.
    public void A_time_counts_from_when_the_lead_has_said_it(string said, string date)
    {
        var when = NodaTime.Text.LocalDatePattern.Iso.Parse(said).Value.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() + Duration.FromHours(12);

        var wakeAt = new Rejection("timeline_too_far", null, null, "18 months", null).WakeAt(RejectionReason.Usual.Single(one => one.Name == "timeline_too_far"), Now, when);

        wakeAt!.Value.InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture).ShouldBe(date);
    }

    [Fact]
    public void A_reason_without_days_wakes_only_where_the_lead_named_a_time()
    {
        var reason = new RejectionReason("lease_runs", "Lease runs", Ends: false, "lease", WakeDays: null, AheadMonths: 2);

        new Rejection("lease_runs", null, null, null, null).WakeAt(reason, Now, Now).ShouldBeNull();
        new Rejection("lease_runs", null, null, "8 months", null).WakeAt(reason, Now, Now).ShouldBe(Instant.FromUtc(2027, 1, 1, 12, 0));
    }
}
