using System.Globalization;
using Baton.Server.Shell;

namespace Baton.Server.Tests.Shell;

public class TypedNumberTests
{
    [Theory]
    [InlineData("200.000 €", "200000 €")]
    [InlineData("EUR 1.250", "EUR 1250")]
    [InlineData("-1.000", "-1000")]
    [InlineData("1.000", "1000")]
    [InlineData("1.200,50", "1.200,50")]
    [InlineData("1.200.000 €", "1.200.000 €")]
    [InlineData("0.125", "0.125")]
    [InlineData("1.25", "1.25")]
    [InlineData("12,5", "12,5")]
    [InlineData("Version 3.101", "Version 3.101")]
    [InlineData("", "")]
    public void On_german_pages_a_point_before_three_digits_is_of_thousands(string typed, string plain)
    {
        Languages.Use(CultureInfo.GetCultureInfo("de"));
        TypedNumber.Plain(typed).ShouldBe(plain);

        Languages.Use(CultureInfo.GetCultureInfo("en"));
        TypedNumber.Plain(typed).ShouldBe(typed);
    }
}
