using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

public class BusinessCalendarTests
{
    private const string Office = "Mon-Fri 09:00-17:00";
    private const string WithLunch = "Mon-Fri 09:00-12:30, 13:00-17:00";
    private const string Shift = "Mon-Sun 22:00-06:00";

    [Theory]

    // Ordinary days.
    [InlineData("within hours", "Europe/Berlin", Office, "", "2026-06-10 10:00 +02", 60, "2026-06-10 11:00 +02")]
    [InlineData("Friday evening", "Europe/Berlin", Office, "", "2026-06-12 16:45 +02", 60, "2026-06-15 09:45 +02")]
    [InlineData("up to closing time exactly", "Europe/Berlin", Office, "", "2026-06-12 16:00 +02", 60, "2026-06-12 17:00 +02")]
    [InlineData("from closing time", "Europe/Berlin", Office, "", "2026-06-12 17:00 +02", 60, "2026-06-15 10:00 +02")]
    [InlineData("from Saturday", "Europe/Berlin", Office, "", "2026-06-13 11:00 +02", 30, "2026-06-15 09:30 +02")]
    [InlineData("before hours", "Europe/Berlin", Office, "", "2026-06-10 06:00 +02", 15, "2026-06-10 09:15 +02")]
    [InlineData("no time, open", "Europe/Berlin", Office, "", "2026-06-10 10:07 +02", 0, "2026-06-10 10:07 +02")]
    [InlineData("no time, closed", "Europe/Berlin", Office, "", "2026-06-10 17:00 +02", 0, "2026-06-11 09:00 +02")]
    [InlineData("three days", "Europe/Berlin", Office, "", "2026-06-09 12:00 +02", 3 * 480, "2026-06-12 12:00 +02")]
    [InlineData("a week", "Europe/Berlin", Office, "", "2026-06-10 12:00 +02", 5 * 480, "2026-06-17 12:00 +02")]
    [InlineData("over lunch", "Europe/Berlin", WithLunch, "", "2026-06-10 12:15 +02", 60, "2026-06-10 13:45 +02")]
    [InlineData("within lunch", "Europe/Berlin", WithLunch, "", "2026-06-10 12:40 +02", 60, "2026-06-10 14:00 +02")]
    [InlineData("up to lunch exactly", "Europe/Berlin", WithLunch, "", "2026-06-10 11:30 +02", 60, "2026-06-10 12:30 +02")]
    [InlineData("two days with lunch", "Europe/Berlin", WithLunch, "", "2026-06-10 09:00 +02", 2 * 450, "2026-06-11 17:00 +02")]
    [InlineData("a shorter Friday", "Europe/Berlin", "Mon-Thu 08:00-17:00; Fri 08:00-14:00", "", "2026-06-12 13:30 +02", 60, "2026-06-15 08:30 +02")]
    [InlineData("one day a week", "Europe/Berlin", "Wed 10:00-11:00", "", "2026-06-10 10:30 +02", 120, "2026-06-24 10:30 +02")]
    [InlineData("until midnight and on", "Europe/Berlin", "Mon 20:00-24:00; Tue 00:00-02:00", "", "2026-06-08 23:30 +02", 60, "2026-06-09 00:30 +02")]
    [InlineData("a shift over midnight", "Europe/Berlin", Shift, "", "2026-06-10 23:00 +02", 120, "2026-06-11 01:00 +02")]
    [InlineData("from the day to the shift", "Europe/Berlin", Shift, "", "2026-06-10 12:00 +02", 30, "2026-06-10 22:30 +02")]
    [InlineData("always", "UTC", "24x7", "", "2026-06-13 23:50 +00", 60, "2026-06-14 00:50 +00")]

    // Holidays.
    [InlineData("a holiday", "Europe/Berlin", Office, "2026-05-14", "2026-05-13 16:30 +02", 60, "2026-05-15 09:30 +02")]
    [InlineData("Easter in Germany", "Europe/Berlin", Office, "2026-04-03 2026-04-06", "2026-04-02 16:45 +02", 60, "2026-04-07 09:45 +02")]
    [InlineData("Easter elsewhere", "Europe/Paris", Office, "2026-04-06", "2026-04-02 16:45 +02", 60, "2026-04-03 09:45 +02")]
    [InlineData("a holiday begins by the wall clock", "America/New_York", Office, "2026-07-03", "2026-07-02 16:45 -04", 30, "2026-07-06 09:15 -04")]
    [InlineData("Christmas to New Year", "Europe/Berlin", Office, "2026-12-24 2026-12-25 2026-12-28 2026-12-29 2026-12-30 2026-12-31 2027-01-01", "2026-12-23 16:00 +01", 120, "2027-01-04 10:00 +01")]
    [InlineData("the change of years", "Europe/Berlin", Office, "2027-01-01", "2026-12-31 16:45 +01", 60, "2027-01-04 09:45 +01")]
    [InlineData("New Year, open", "UTC", "24x7", "", "2026-12-31 23:30 +00", 60, "2027-01-01 00:30 +00")]
    [InlineData("a holiday ends a shift at midnight", "Europe/Berlin", Shift, "2026-05-01", "2026-04-30 23:30 +02", 60, "2026-05-02 00:30 +02")]
    [InlineData("from within a holiday", "Europe/London", Office, "2026-08-31", "2026-08-31 10:00 +01", 5, "2026-09-01 09:05 +01")]
    [InlineData("a leap day", "Europe/Berlin", "Mon-Sun 09:00-17:00", "", "2028-02-28 16:30 +01", 60, "2028-02-29 09:30 +01")]

    // Clocks go forward: the hour that they leave out does not pass.
    [InlineData("Berlin, weekend between", "Europe/Berlin", Office, "", "2026-03-27 16:45 +01", 60, "2026-03-30 09:45 +02")]
    [InlineData("Berlin, a shift", "Europe/Berlin", Shift, "", "2026-03-29 01:30 +01", 60, "2026-03-29 03:30 +02")]
    [InlineData("Berlin, a whole shift is seven hours", "Europe/Berlin", Shift, "", "2026-03-28 22:00 +01", 7 * 60, "2026-03-29 06:00 +02")]
    [InlineData("Berlin, the eighth hour is in the next shift", "Europe/Berlin", Shift, "", "2026-03-28 22:00 +01", 8 * 60, "2026-03-29 23:00 +02")]
    [InlineData("Berlin, hours that the clocks leave out", "Europe/Berlin", "Sun 02:00-03:00", "", "2026-03-29 00:00 +01", 30, "2026-04-05 02:30 +02")]
    [InlineData("Berlin, hours that begin in the gap", "Europe/Berlin", "Sun 02:30-04:00", "", "2026-03-29 00:00 +01", 60, "2026-03-29 04:00 +02")]
    [InlineData("New York", "America/New_York", Shift, "", "2026-03-08 01:30 -05", 60, "2026-03-08 03:30 -04")]
    [InlineData("London", "Europe/London", Shift, "", "2026-03-29 00:30 +00", 60, "2026-03-29 02:30 +01")]
    [InlineData("Sydney", "Australia/Sydney", Shift, "", "2026-10-04 01:30 +10", 60, "2026-10-04 03:30 +11")]
    [InlineData("Lord Howe, by half an hour", "Australia/Lord_Howe", Shift, "", "2026-10-04 01:45 +10:30", 30, "2026-10-04 02:45 +11")]
    [InlineData("Casablanca, after Ramadan", "Africa/Casablanca", Shift, "", "2026-03-22 01:30 +00", 60, "2026-03-22 03:30 +01")]

    // Clocks go back: the hour that they show twice passes twice.
    [InlineData("Berlin, weekend between, back", "Europe/Berlin", Office, "", "2026-10-23 16:45 +02", 60, "2026-10-26 09:45 +01")]
    [InlineData("Berlin, a shift, back", "Europe/Berlin", Shift, "", "2026-10-25 02:30 +02", 60, "2026-10-25 02:30 +01")]
    [InlineData("Berlin, a whole shift is nine hours", "Europe/Berlin", Shift, "", "2026-10-24 22:00 +02", 9 * 60, "2026-10-25 06:00 +01")]
    [InlineData("Berlin, hours shown twice are open twice", "Europe/Berlin", "Sun 02:00-02:30", "", "2026-10-25 02:15 +02", 30, "2026-10-25 02:15 +01")]
    [InlineData("New York, back", "America/New_York", Shift, "", "2026-11-01 01:30 -04", 60, "2026-11-01 01:30 -05")]
    [InlineData("London, back", "Europe/London", Shift, "", "2026-10-25 01:30 +01", 90, "2026-10-25 02:00 +00")]
    [InlineData("Sydney, back", "Australia/Sydney", Shift, "", "2026-04-05 02:30 +11", 60, "2026-04-05 02:30 +10")]
    [InlineData("Lord Howe, back by half an hour", "Australia/Lord_Howe", Shift, "", "2026-04-05 01:45 +11", 30, "2026-04-05 01:45 +10:30")]
    [InlineData("Casablanca, before Ramadan", "Africa/Casablanca", Shift, "", "2026-02-15 02:30 +01", 60, "2026-02-15 02:30 +00")]
    [InlineData("always, by a clock that changes", "Europe/Berlin", "Mon-Sun 00:00-24:00", "", "2026-10-24 12:00 +02", 24 * 60, "2026-10-25 11:00 +01")]
    public void Time_passes_while_it_is_open(string because, string zone, string hours, string holidays, string start, int minutes, string end)
    {
        var calendar = Calendars.In(zone, hours, holidays.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var from = Calendars.At(start);

        var to = calendar.Add(from, Duration.FromMinutes(minutes));

        Calendars.Say(to, calendar).ShouldBe(end, because);
        calendar.Between(from, to).ShouldBe(Duration.FromMinutes(minutes), because);
    }

    [Theory]
    [InlineData("the same time of day", "Europe/Berlin", "2026-06-10 10:15 +02", 1, "2026-06-11 10:15 +02")]
    [InlineData("at once", "Europe/Berlin", "2026-06-10 10:15 +02", 0, "2026-06-10 10:15 +02")]
    [InlineData("at once, closed", "Europe/Berlin", "2026-06-10 19:15 +02", 0, "2026-06-11 09:00 +02")]
    [InlineData("on a weekend", "Europe/Berlin", "2026-06-10 10:15 +02", 3, "2026-06-15 09:00 +02")]
    [InlineData("in the evening", "Europe/Berlin", "2026-06-09 19:15 +02", 1, "2026-06-11 09:00 +02")]
    [InlineData("over a change of clocks", "Europe/Berlin", "2026-03-26 10:15 +01", 5, "2026-03-31 10:15 +02")]
    [InlineData("a holiday", "Europe/Berlin", "2026-04-30 10:15 +02", 1, "2026-05-04 09:00 +02")]
    [InlineData("days of the wall clock, not of UTC", "Australia/Sydney", "2026-06-10 09:15 +10", 1, "2026-06-11 09:15 +10")]
    public void A_step_is_due_so_many_days_later_when_somebody_works(string because, string zone, string start, int days, string due)
    {
        var calendar = Calendars.In(zone, Office, "2026-05-01");

        Calendars.Say(calendar.OnDay(Calendars.At(start), days), calendar).ShouldBe(due, because);
    }

    [Fact]
    public void A_time_that_clocks_leave_out_is_moved_and_of_one_shown_twice_the_first_counts()
    {
        var calendar = Calendars.In("Europe/Berlin", "24x7");

        Calendars.Say(calendar.OnDay(Calendars.At("2026-03-28 02:30 +01"), 1), calendar).ShouldBe("2026-03-29 03:30 +02");
        Calendars.Say(calendar.OnDay(Calendars.At("2026-10-24 02:30 +02"), 1), calendar).ShouldBe("2026-10-25 02:30 +02");
    }

    [Theory]
    [InlineData("2026-06-10 08:59 +02", false)]
    [InlineData("2026-06-10 09:00 +02", true)]
    [InlineData("2026-06-10 16:59 +02", true)]
    [InlineData("2026-06-10 17:00 +02", false)]
    [InlineData("2026-06-13 12:00 +02", false)]
    [InlineData("2026-05-01 12:00 +02", false)]
    public void It_is_open_within_hours_without_their_end(string at, bool open) =>
        Calendars.In("Europe/Berlin", Office, "2026-05-01").IsOpen(Calendars.At(at)).ShouldBe(open);

    [Fact]
    public void Always_is_open_always()
    {
        var at = Instant.FromUtc(2026, 12, 24, 23, 0);

        BusinessCalendar.Always.IsOpen(at).ShouldBeTrue();
        BusinessCalendar.Always.Add(at, Duration.FromDays(400)).ShouldBe(at + Duration.FromDays(400));
        BusinessCalendar.Always.Between(at, at + Duration.FromDays(400)).ShouldBe(Duration.FromDays(400));
        BusinessCalendar.Always.Between(at, at - Duration.FromDays(1)).ShouldBe(Duration.Zero);
    }

    [Fact]
    public void Time_without_end_ends_at_the_end_of_time()
    {
        Calendars.In("Europe/Berlin", "Sun 02:00-02:01").Add(Instant.FromUtc(2026, 1, 1, 0, 0), Duration.FromDays(365)).ShouldBe(Instant.MaxValue);
        Should.Throw<ArgumentOutOfRangeException>(() => BusinessCalendar.Always.Add(default, -Duration.Epsilon));
    }

    [Fact]
    public void Calendars_that_say_the_same_are_equal()
    {
        var one = Calendars.In("Europe/Berlin", Office, "2026-05-01", "2026-12-25");

        one.ShouldBe(Calendars.In("Europe/Berlin", "Mon-Thu 09-17; Fri 9-17", "2026-12-25", "2026-05-01"));
        one.GetHashCode().ShouldBe(Calendars.In("Europe/Berlin", Office, "2026-12-25", "2026-05-01").GetHashCode());
        one.ShouldNotBe(Calendars.In("Europe/Berlin", Office, "2026-05-01"));
        one.ShouldNotBe(Calendars.In("Europe/Paris", Office, "2026-05-01", "2026-12-25"));
    }
}
