using Baton.Core.Funnel;
using NodaTime;

namespace Baton.Core.Tests.Funnel;

public class CurrenciesTests
{
    private static readonly Currencies Euros = new("EUR", [new("USD", new LocalDate(2026, 4, 1), 0.8m), new("USD", new LocalDate(2026, 1, 1), 0.9m), new("USD", new LocalDate(2026, 4, 1), 0.85m)]);

    [Theory]
    [InlineData("EUR", 1, 100)]
    [InlineData(null, 1, 100)]
    [InlineData("USD", 1, 90)]
    [InlineData("USD", 3, 90)]
    [InlineData("USD", 4, 85)]
    [InlineData("USD", 12, 85)]
    public void The_rate_of_the_day_holds(string? currency, int month, int worth) => Euros.Of(100, currency, new LocalDate(2026, month, 1)).ShouldBe(worth);

    [Fact]
    public void What_nobody_has_entered_is_not_guessed()
    {
        Euros.Of(100, "USD", new LocalDate(2025, 12, 31)).ShouldBeNull();
        Euros.Of(100, "CHF", new LocalDate(2026, 4, 1)).ShouldBeNull();
    }
}
