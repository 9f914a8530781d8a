using Baton.Server.Shell;
using NodaTime;

namespace Baton.Server.Tests.Shell;

public class FormTimeTests
{
    [Theory]
    [InlineData("2026-03-31")]
    [InlineData(" 2026-03-31 ")]
    public void A_day_is_read_as_browsers_send_it(string text) => FormTime.DayOf(text).ShouldBe(new LocalDate(2026, 3, 31));

    [Theory]
    [InlineData("1970-01-01", true)]
    [InlineData("2200-12-31", true)]
    [InlineData("1969-12-31", false)]
    [InlineData("2201-01-01", false)]
    [InlineData("20260-03-31", false)]
    [InlineData("2026-02-30", false)]
    [InlineData("31.03.2026", false)]
    [InlineData("", false)]
    public void A_day_is_one_of_years_that_people_mean(string text, bool isDay) => (FormTime.DayOf(text) is not null).ShouldBe(isDay);
}
