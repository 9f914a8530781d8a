using Baton.Core.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Handoffs;

public class WorkingHoursTests
{
    [Theory]
    [InlineData("Mon-Fri 09:00-12:30, 13:00-17:00", "Mon-Fri 09:00-12:30, 13:00-17:00")]
    [InlineData("mon – fri 9-12:30,13-17", "Mon-Fri 09:00-12:30, 13:00-17:00")]
    [InlineData("Monday: 08:00-17:00\nTue 08:00-17:00\nFriday 08:00-14:00", "Mon-Tue 08:00-17:00; Fri 08:00-14:00")]
    [InlineData("Mon, Wed 09:00-12:00, 13:00-17:00; Sat 10:00-12:00", "Mon 09:00-12:00, 13:00-17:00; Wed 09:00-12:00, 13:00-17:00; Sat 10:00-12:00")]
    [InlineData("Sat-Mon 10:00-12:00", "Mon 10:00-12:00; Sat-Sun 10:00-12:00")]
    [InlineData("Mon 09:00-12:00; Mon 12:00-17:00", "Mon 09:00-17:00")]
    [InlineData("Mon-Fri 22:00-06:00", "Mon-Fri 22:00-06:00")]
    [InlineData("Sun 22:00-06:00", "Sun 22:00-06:00")]
    [InlineData("Mon 20:00-24:00", "Mon 20:00-24:00")]
    [InlineData("Mon 20:00-0:00", "Mon 20:00-24:00")]
    [InlineData("Mon 20-0", "Mon 20:00-24:00")]
    [InlineData("Mon 9:00-5", "Mon 09:00-05:00")]
    [InlineData("24x7", "Mon-Sun 00:00-24:00")]
    [InlineData("24/7", "Mon-Sun 00:00-24:00")]
    [InlineData("Mon 00:00-24:00; Tue 00:00-06:00, 22:00-24:00; Wed 00:00-02:00", "Mon 00:00-24:00; Tue 00:00-06:00, 22:00-02:00")]
    public void Hours_are_read_as_people_write_them_and_written_in_one_way(string text, string written)
    {
        var (hours, mistakes) = WorkingHours.Read(text);

        mistakes.ShouldBeEmpty();
        hours!.ToString().ShouldBe(written);
    }

    [Theory]
    [InlineData("", "There are no working hours; write them such as `Mon-Fri 09:00-12:30, 13:00-17:00`, or `24x7`.")]
    [InlineData("Mon-Fri", "Fri has no hours; write them behind the day, such as `Mon-Fri 09:00-12:30, 13:00-17:00`, and leave out days without work.")]
    [InlineData("09:00-17:00", "`09:00-17:00` belongs to no day; write the days before it, such as `Mon-Fri 09:00-12:30, 13:00-17:00`.")]
    [InlineData("Mno 09:00-17:00", "`Mno` is no day; did you mean `Mon`?")]
    [InlineData("Mo-Feiertag 09:00-17:00", "`Feiertag` is no day; days are Mon, Tue, Wed, Thu, Fri, Sat and Sun.")]
    [InlineData("Mon 09:00-25:00", "`09:00-25:00` are no hours; write them from and to by the 24-hour clock, such as `Mon-Fri 09:00-12:30, 13:00-17:00`.")]
    [InlineData("Mon 9am-5pm", "`9am-5pm` are no hours; write them from and to by the 24-hour clock, such as `Mon-Fri 09:00-12:30, 13:00-17:00`.")]
    [InlineData("Mon 09:00-09:00", "`09:00-09:00` ends when it begins; a whole day is `00:00-24:00`.")]
    [InlineData("Mon-Fri 9-5", "`9-5` ends before it begins; write `9-17`, or `21:00-05:00` for hours over midnight.")]
    [InlineData("Mon-Fri 8-12, 1-5, 11-3", "`11-3` ends before it begins; write `11-15`, or `23:00-03:00` for hours over midnight.")]
    [InlineData("Mon-Fri 12-4", "`12-4` ends before it begins; write `12-16`, or `12:00-04:00` for hours over midnight.")]
    [InlineData("Mon-Fri 22-6", "`22-6` ends before it begins; write `22:00-06:00` for hours over midnight.")]
    [InlineData("Mon-Fri 23-14", "`23-14` ends before it begins; write `23:00-14:00` for hours over midnight.")]
    [InlineData("Mon-Fri 09:00-17:00; Fri 08:00-14:00", "On Fri 08:00-14:00 and 09:00-17:00 overlap; write each time of a day once.")]
    [InlineData("Sun 22:00-06:00; Mon 05:00-09:00", "On Mon 00:00-06:00 and 05:00-09:00 overlap; write each time of a day once.")]
    [InlineData("Mon 9:60-10:00, Tues 7-, Fridai 8-9", "`9:60-10:00` are no hours; write them from and to by the 24-hour clock, such as `Mon-Fri 09:00-12:30, 13:00-17:00`.|`7-` are no hours; write them from and to by the 24-hour clock, such as `Mon-Fri 09:00-12:30, 13:00-17:00`.|`Fridai` is no day; did you mean `Friday`?")]
    public void Every_mistake_is_said_with_what_to_do(string text, string mistakes)
    {
        var (hours, found) = WorkingHours.Read(text);

        hours.ShouldBeNull();
        found.ShouldBe(mistakes.Split('|'));
    }

    [Fact]
    public void What_is_written_reads_as_what_it_was()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var hours = Calendars.Random(new Random(seed)).Hours;

            var (read, mistakes) = WorkingHours.Read(hours.ToString());

            mistakes.ShouldBeEmpty($"seed {seed}: {hours}");
            read.ShouldBe(hours, $"seed {seed}");
            read!.GetHashCode().ShouldBe(hours.GetHashCode());
        }
    }

    [Fact]
    public void A_week_has_hours_that_lie_within_its_days_and_apart()
    {
        Should.Throw<ArgumentException>(() => WorkingHours.Of([]));
        Should.Throw<ArgumentException>(() => WorkingHours.Of([(IsoDayOfWeek.Monday, new OpenHours(60, 60))]));
        Should.Throw<ArgumentException>(() => WorkingHours.Of([(IsoDayOfWeek.Monday, new OpenHours(60, 1441))]));
        Should.Throw<ArgumentException>(() => WorkingHours.Of([(IsoDayOfWeek.Monday, new OpenHours(60, 120)), (IsoDayOfWeek.Monday, new OpenHours(90, 180))]));
    }
}
