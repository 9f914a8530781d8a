using Baton.Core.Handoffs;
using Baton.Core.Lifecycle;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

/// <summary>When the points of clocks are, worked out by hand.</summary>
public class HandoffClockTests
{
    private static readonly Dictionary<string, BusinessCalendar> Teams = new(StringComparer.Ordinal)
    {
        ["Berlin"] = Calendars.In("Europe/Berlin", "Mon-Fri 09:00-17:00", "2026-05-01", "2026-12-25", "2026-12-26"),
        ["New York"] = Calendars.In("America/New_York", "Mon-Fri 09:00-17:00", "2026-07-03", "2026-11-26"),
        ["London, lunch"] = Calendars.In("Europe/London", "Mon-Fri 09:00-12:30, 13:30-17:00"),
        ["Berlin, nights"] = Calendars.In("Europe/Berlin", "Mon-Sun 22:00-06:00"),
        ["Sydney"] = Calendars.In("Australia/Sydney", "Mon-Fri 09:00-17:00"),
        ["Kathmandu"] = Calendars.In("Asia/Kathmandu", "Sun-Fri 10:00-16:00"),
        ["always"] = BusinessCalendar.Always,
    };

    [Theory]
    [InlineData("Berlin", "2026-06-01 10:00 +02", 60, 50, "2026-06-01 10:30 +02")] // A Monday.
    [InlineData("Berlin", "2026-06-01 10:00 +02", 60, 100, "2026-06-01 11:00 +02")]
    [InlineData("Berlin", "2026-06-01 10:00 +02", 60, 150, "2026-06-01 11:30 +02")]
    [InlineData("Berlin", "2026-06-01 10:00 +02", 960, 10, "2026-06-01 11:36 +02")]
    [InlineData("Berlin", "2026-06-01 10:00 +02", 60, 1000, "2026-06-02 12:00 +02")]
    [InlineData("Berlin", "2026-06-01 10:00 +02", 2400, 100, "2026-06-08 10:00 +02")]
    [InlineData("Berlin", "2026-06-05 16:45 +02", 60, 25, "2026-06-05 17:00 +02")] // A Friday: the end of hours belongs to them.
    [InlineData("Berlin", "2026-06-05 16:45 +02", 60, 50, "2026-06-08 09:15 +02")]
    [InlineData("Berlin", "2026-06-05 16:45 +02", 60, 100, "2026-06-08 09:45 +02")]
    [InlineData("Berlin", "2026-06-05 16:45 +02", 60, 150, "2026-06-08 10:15 +02")]
    [InlineData("Berlin", "2026-06-05 17:00 +02", 60, 100, "2026-06-08 10:00 +02")]
    [InlineData("Berlin", "2026-06-06 12:00 +02", 60, 50, "2026-06-08 09:30 +02")] // A Saturday.
    [InlineData("Berlin", "2026-06-07 23:59 +02", 60, 100, "2026-06-08 10:00 +02")]
    [InlineData("Berlin", "2026-06-08 08:59 +02", 60, 100, "2026-06-08 10:00 +02")]
    [InlineData("Berlin", "2026-06-08 09:00 +02", 480, 100, "2026-06-08 17:00 +02")]
    [InlineData("Berlin", "2026-06-08 09:00 +02", 960, 100, "2026-06-09 17:00 +02")]
    [InlineData("Berlin", "2026-06-08 09:01 +02", 480, 100, "2026-06-09 09:01 +02")]
    [InlineData("Berlin", "2026-04-30 16:30 +02", 60, 100, "2026-05-04 09:30 +02")] // 1 May is a Friday and a holiday.
    [InlineData("Berlin", "2026-04-30 16:30 +02", 60, 150, "2026-05-04 10:00 +02")]
    [InlineData("Berlin", "2026-05-01 10:00 +02", 60, 50, "2026-05-04 09:30 +02")]
    [InlineData("Berlin", "2026-12-24 16:30 +01", 60, 100, "2026-12-28 09:30 +01")]
    [InlineData("Berlin", "2026-03-27 16:45 +01", 60, 100, "2026-03-30 09:45 +02")] // Clocks go forward on Sunday.
    [InlineData("Berlin", "2026-10-23 16:45 +02", 60, 100, "2026-10-26 09:45 +01")] // Clocks go back on Sunday.
    [InlineData("New York", "2026-03-06 16:45 -05", 60, 100, "2026-03-09 09:45 -04")]
    [InlineData("New York", "2026-10-30 16:45 -04", 60, 100, "2026-11-02 09:45 -05")]
    [InlineData("New York", "2026-07-02 16:45 -04", 60, 100, "2026-07-06 09:45 -04")] // 3 July is a holiday there, not in Berlin.
    [InlineData("Berlin", "2026-07-02 16:45 +02", 60, 100, "2026-07-03 09:45 +02")]
    [InlineData("New York", "2026-11-25 16:00 -05", 120, 100, "2026-11-27 10:00 -05")] // Thanksgiving.
    [InlineData("New York", "2026-06-05 18:30 +02", 60, 100, "2026-06-05 13:30 -04")] // Evening in Berlin is noon there.
    [InlineData("London, lunch", "2026-06-05 18:30 +02", 60, 100, "2026-06-08 10:00 +01")] // And after hours here.
    [InlineData("London, lunch", "2026-06-01 12:00 +01", 60, 50, "2026-06-01 12:30 +01")]
    [InlineData("London, lunch", "2026-06-01 12:00 +01", 60, 100, "2026-06-01 14:00 +01")]
    [InlineData("London, lunch", "2026-06-01 12:30 +01", 60, 100, "2026-06-01 14:30 +01")]
    [InlineData("London, lunch", "2026-06-05 16:45 +01", 60, 150, "2026-06-08 10:15 +01")]
    [InlineData("Berlin, nights", "2026-06-05 12:00 +02", 60, 50, "2026-06-05 22:30 +02")]
    [InlineData("Berlin, nights", "2026-03-28 22:00 +01", 420, 100, "2026-03-29 06:00 +02")] // This night has seven hours.
    [InlineData("Berlin, nights", "2026-03-28 22:00 +01", 480, 100, "2026-03-29 23:00 +02")]
    [InlineData("Berlin, nights", "2026-03-29 01:30 +01", 60, 100, "2026-03-29 03:30 +02")]
    [InlineData("Berlin, nights", "2026-10-24 22:00 +02", 300, 100, "2026-10-25 02:00 +01")] // And this one nine.
    [InlineData("Berlin, nights", "2026-10-24 22:00 +02", 480, 100, "2026-10-25 05:00 +01")]
    [InlineData("Berlin, nights", "2026-10-25 02:30 +02", 60, 100, "2026-10-25 02:30 +01")]
    [InlineData("Sydney", "2026-06-05 16:30 +10", 60, 100, "2026-06-08 09:30 +10")]
    [InlineData("Sydney", "2026-10-02 16:30 +10", 60, 100, "2026-10-05 09:30 +11")]
    [InlineData("Sydney", "2026-04-03 16:30 +11", 60, 100, "2026-04-06 09:30 +10")]
    [InlineData("Kathmandu", "2026-06-05 15:30 +05:45", 60, 100, "2026-06-07 10:30 +05:45")] // Friday, and on Sunday they work.
    [InlineData("always", "2026-06-06 23:30 +00", 60, 100, "2026-06-07 00:30 +00")]
    [InlineData("always", "2026-12-31 23:45 +00", 60, 100, "2027-01-01 00:45 +00")]
    public void A_clock_comes_to_its_points_in_the_working_time_of_the_team(string team, string handedOver, int minutes, int percent, string at)
    {
        var calendar = Teams[team];
        var plan = new HandoffPlan(Stage.Mql, [], "Desk", new Deadline(Duration.FromMinutes(minutes), null, percent, null), null, null);

        var step = Passing.StepsOf(plan, calendar, Calendars.At(handedOver), isContacted: false, isAccepted: false).Single(step => step.Kind == StepKind.Escalate);

        Calendars.Say(step.At, calendar).ShouldBe(at);
        step.Percent.ShouldBe(percent);
    }

    [Fact]
    public void What_falls_together_is_done_in_one_order()
    {
        var plan = new HandoffPlan(Stage.Mql, [], "Desk", new Deadline(Duration.FromMinutes(60), 100, 100, 100), new Deadline(Duration.FromMinutes(60), null, 100, null), null);

        var steps = Passing.StepsOf(plan, Teams["Berlin"], Calendars.At("2026-06-01 10:00 +02"), isContacted: false, isAccepted: false);

        steps.Select(step => $"{step.Clock} {step.Kind}").ShouldBe(["Response Remind", "Response Breach", "Response Escalate", "Response Reassign", "Decision Breach", "Decision Escalate"]);
    }

    [Fact]
    public void Names_and_numbers_that_are_kept_stay()
    {
        Enum.GetValues<StepKind>().Select(one => $"{(int)one} {one.Name()}").ShouldBe(["0 remind", "1 breach", "2 escalate", "3 reassign"]);
        Enum.GetValues<ClockKind>().Select(one => $"{(int)one} {one.Name()}").ShouldBe(["0 response", "1 decision"]);
        Enum.GetValues<ContactKind>().Select(one => $"{(int)one} {one.Name()}").ShouldBe(["0 call", "1 email", "2 meeting", "3 message"]);
        Enum.GetValues<ContactOutcome>().Select(one => $"{(int)one} {one.Name()}").ShouldBe(["0 reached", "1 meeting_agreed", "2 no_answer", "3 left_message", "4 sent", "5 wrong_address"]);
        Enum.GetValues<HandoffEnd>().Select(one => $"{(int)one} {one.Name()}").ShouldBe(["0 accepted", "1 rejected", "2 overtaken", "3 withdrawn", "4 unresponsive"]);
        Enum.GetValues<DealState>().Select(one => $"{(int)one} {one}").ShouldBe(["0 None", "1 Lost", "2 Open", "3 Won"]);
        Enum.GetValues<MoveReason>().Select(one => $"{(int)one} {one.Name()}").ShouldBe([
            "0 identified", "1 qualified", "2 fell", "3 deal", "4 accepted", "5 rejected", "6 unresponsive", "7 woken", "8 requalified", "9 by_hand",
        ]);
    }
}
