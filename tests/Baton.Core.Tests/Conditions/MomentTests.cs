using Baton.Core.Conditions;
using NodaTime;
using NodaTime.Text;

namespace Baton.Core.Tests.Conditions;

public class MomentTests
{
    [Theory]
    [InlineData("2026-03-31", "2026-03-31T00:00:00Z")]
    [InlineData("2026/03/31", "2026-03-31T00:00:00Z")]
    [InlineData("2026-3-1", "2026-03-01T00:00:00Z")]
    [InlineData("31.03.2026", "2026-03-31T00:00:00Z")]
    [InlineData("31-03-2026", "2026-03-31T00:00:00Z")]
    [InlineData("03/31/2026", "2026-03-31T00:00:00Z")]
    [InlineData("04/03/2026", "2026-04-03T00:00:00Z")]
    [InlineData("31/03/2026", "2026-03-31T00:00:00Z")]
    [InlineData("2028-02-29", "2028-02-29T00:00:00Z")]
    [InlineData("0001-01-01", "0001-01-01T00:00:00Z")]
    public void A_date_is_a_whole_day(string text, string instant)
    {
        Moment.TryParse(text, out var moment).ShouldBeTrue();
        moment.ShouldBe(new Moment(InstantPattern.ExtendedIso.Parse(instant).Value, IsWholeDay: true));
    }

    [Theory]
    [InlineData("2026-03-31T14:05:09.5Z", "2026-03-31T14:05:09.5Z")]
    [InlineData("2026-03-31t14:05z", "2026-03-31T14:05:00Z")]
    [InlineData("2026-03-31 14:05", "2026-03-31T14:05:00Z")]
    [InlineData("2026-03-31 14:05 +02:00", "2026-03-31T12:05:00Z")]
    [InlineData("2026-03-31T14:05:09-0530", "2026-03-31T19:35:09Z")]
    [InlineData("2026-03-31T14:05+02", "2026-03-31T12:05:00Z")]
    [InlineData("31.03.2026 14:05", "2026-03-31T14:05:00Z")]
    [InlineData("03/31/2026 2:05 PM", "2026-03-31T14:05:00Z")]
    [InlineData("03/31/2026 12:05 am", "2026-03-31T00:05:00Z")]
    [InlineData("03/31/2026 12:05 PM", "2026-03-31T12:05:00Z")]
    [InlineData("2026-03-31T14:05:09.1234567891234Z", "2026-03-31T14:05:09.123456789Z")]
    [InlineData("2026-03-31 14:05 UTC", "2026-03-31T14:05:00Z")]
    [InlineData("1774965909", "2026-03-31T14:05:09Z")]
    [InlineData("1774965909500", "2026-03-31T14:05:09.5Z")]
    [InlineData("9999-12-31T23:59:59-18:00", "9999-12-31T23:59:59Z")]
    [InlineData("774965909", "1994-07-23T12:18:29Z")]
    [InlineData("774965909500", "1994-07-23T12:18:29.5Z")]
    [InlineData("1717236000.123", "2024-06-01T10:00:00.123Z")]
    [InlineData("1717236000.", "2024-06-01T10:00:00Z")]
    [InlineData("1717236000123.4567891", "2024-06-01T10:00:00.123456789Z")]
    [InlineData("9999999999", "2286-11-20T17:46:39Z")]
    [InlineData("9999999999999", "2286-11-20T17:46:39.999Z")]
    [InlineData("2026-03-31T24:00", "2026-04-01T00:00:00Z")]
    [InlineData("2026-12-31T24:00:00.000+01:00", "2026-12-31T23:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2017-01-01T05:29:60.5+05:30", "2017-01-01T00:00:00Z")]
    [InlineData("20260601T100000Z", "2026-06-01T10:00:00Z")]
    [InlineData("20260601t1000", "2026-06-01T10:00:00Z")]
    [InlineData("20260601T100000.25+0200", "2026-06-01T08:00:00.25Z")]
    [InlineData("20260601T240000Z", "2026-06-02T00:00:00Z")]
    public void A_time_is_in_UTC_unless_it_says_otherwise(string text, string instant)
    {
        Moment.TryParse(text, out var moment).ShouldBeTrue();
        moment.ShouldBe(new Moment(InstantPattern.ExtendedIso.Parse(instant).Value, IsWholeDay: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("2026")]
    [InlineData("2026-03")]
    [InlineData("2026-02-29")]
    [InlineData("2026-02-30")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-10")]
    [InlineData("2026-04-31")]
    [InlineData("0000-01-01")]
    [InlineData("10000-01-01")]
    [InlineData("31.03.26")]
    [InlineData("3/31/26")]
    [InlineData("2026-03/31")]
    [InlineData("2026-03-31T")]
    [InlineData("2026-03-31T14")]
    [InlineData("2026-03-31T14:")]
    [InlineData("2026-03-31T24:01")]
    [InlineData("2026-03-31T24:00:01")]
    [InlineData("2026-03-31T24:00:00.1")]
    [InlineData("2026-03-31T24:00:60")]
    [InlineData("2026-03-31T25:00")]
    [InlineData("2026-03-31 24:00 AM")]
    [InlineData("9999-12-31T24:00")]
    [InlineData("9999-12-31T23:59:60")]
    [InlineData("2026-03-31T14:60")]
    [InlineData("2026-03-31T14:05:")]
    [InlineData("2026-03-31T14:05:61")]
    [InlineData("2026-03-31 13:05 PM")]
    [InlineData("2026-03-31 0:05 PM")]
    [InlineData("2026-03-31T14:05 +")]
    [InlineData("2026-03-31T14:05 +19:00")]
    [InlineData("2026-03-31T14:05 +02:")]
    [InlineData("2026-03-31T14:05 CET")]
    [InlineData("2026-03-31 and more")]
    [InlineData("12345678")]
    [InlineData("12345678901")]
    [InlineData("12345678901234")]
    [InlineData("12345678.9")]
    [InlineData("12345678901.5")]
    [InlineData("0123456789")]
    [InlineData("-1717236000")]
    [InlineData("1717236000.123.4")]
    [InlineData("1717236000,123")]
    [InlineData("20260601")]
    [InlineData("20260631T100000Z")]
    [InlineData("20260601T10")]
    [InlineData("20260601T1000000")]
    [InlineData("20260601T10:00")]
    [InlineData("20260601 100000")]
    [InlineData("2026-06-01T100000Z")]
    [InlineData("20260601T250000Z")]
    [InlineData("99999999999999999999999999999999999999999.5")]
    public void What_is_no_date_is_none(string text) => Moment.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("it: 2026-03-31", "2026-03-31", true)]
    [InlineData("it: 2026-03-31", "31.03.2026 23:59", true)]
    [InlineData("it: 2026-03-31", "2026-04-01", false)]
    [InlineData("it: { neq: 2026-03-31 }", "2026-04-01", true)]
    [InlineData("it: { neq: 2026-03-31 }", "2026-03-31T10:00Z", false)]
    [InlineData("it: { lte: 2026-03-31 }", "2026-03-31T23:59:59.999Z", true)]
    [InlineData("it: { lte: 2026-03-31 }", "2026-04-01T00:00Z", false)]
    [InlineData("it: { lt: 2026-03-31 }", "2026-03-31", false)]
    [InlineData("it: { lt: 2026-03-31 }", "2026-03-30T23:59Z", true)]
    [InlineData("it: { gt: 2026-03-31 }", "2026-03-31T23:59Z", false)]
    [InlineData("it: { gt: 2026-03-31 }", "2026-04-01", true)]
    [InlineData("it: { gte: 2026-03-31 }", "2026-03-31", true)]
    [InlineData("it: { gte: 2026-03-31 }", "2026-03-30T23:59Z", false)]
    [InlineData("it: { between: [2026-01-01, 2026-03-31] }", "2026-03-31T23:00Z", true)]
    [InlineData("it: { between: [2026-01-01, 2026-03-31] }", "2025-12-31", false)]
    [InlineData("it: { in: [2026-01-01, 2026-03-31] }", "2026-03-31T23:00Z", true)]
    [InlineData("it: { gt: '2026-03-31T12:00Z' }", "2026-03-31T12:00Z", false)]
    [InlineData("it: { gt: '2026-03-31T12:00Z' }", "2026-03-31T12:00:00.001Z", true)]
    [InlineData("it: { lte: '2026-03-31T12:00Z' }", "2026-03-31T14:00+02:00", true)]
    [InlineData("it: { lte: 9999-12-31 }", "9999-12-31T12:00Z", true)]
    [InlineData("it: { gt: 9999-12-31 }", "9999-12-31T12:00Z", false)]
    [InlineData("it: { gte: 2026-01-01 }", "soon", false)]
    [InlineData("it: { gte: 2026-01-01 }", "1774965909", true)]
    public void A_date_without_a_time_is_its_whole_UTC_day(string condition, string it, bool holds) => Asked.Of(it, condition).ShouldBe(holds);

    [Fact]
    public void Unix_times_from_JSON_are_dates()
    {
        Asked.Of(Value.Of(1774965909m), "it: 2026-03-31").ShouldBeTrue();
        Asked.Of(Value.Of(1774965909500m), "it: 2026-03-31").ShouldBeTrue();
        Asked.Of(Value.Of(1774965909.5m), "it: { gt: '2026-03-31T14:05:09Z' }").ShouldBeTrue();
        Asked.Of(Value.Of(1774965909.5m), "it: { gte: '2026-03-31T14:05:10Z' }").ShouldBeFalse();
        Asked.Of(Value.Of(774965909m), "it: 1994-07-23").ShouldBeTrue();
        Asked.Of(Value.Of(20260331m), "it: 2026-03-31").ShouldBeFalse();
        Asked.Of(Value.Of(yes: true), "it: 2026-03-31").ShouldBeFalse();
    }

    [Fact]
    public void The_day_of_a_moment_is_the_UTC_day()
    {
        Moment.TryParse("2026-03-31T23:30-02:00", out var moment).ShouldBeTrue();
        moment.Day.ShouldBe(new LocalDate(2026, 4, 1));
    }
}
