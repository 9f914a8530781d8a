using System.Globalization;
using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class AmountTests
{
    [Theory]
    [InlineData("1200", "1200")]
    [InlineData("+1200", "1200")]
    [InlineData(" -1200 ", "-1200")]
    [InlineData("−12", "-12")]
    [InlineData("1,200", "1200")]
    [InlineData("1 200", "1200")]
    [InlineData("1\u00A0200", "1200")]
    [InlineData("1'200", "1200")]
    [InlineData("1’200", "1200")]
    [InlineData("1,200,300", "1200300")]
    [InlineData("1.200.300", "1200300")]
    [InlineData("1,20,000", "120000")]
    [InlineData("1,200.50", "1200.50")]
    [InlineData("1.200,50", "1200.50")]
    [InlineData("12,5", "12.5")]
    [InlineData("0,500", "0.5")]
    [InlineData("1,2000", "1.2")]
    [InlineData(",5", "0.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1.200", "1.2")]
    [InlineData("1.5E+05", "150000")]
    [InlineData("2e-3", "0.002")]
    [InlineData("12 %", "12")]
    [InlineData("(1,200)", "-1200")]
    [InlineData("(-1,200)", "1200")]
    [InlineData("007", "7")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void A_number_is_read_as_people_write_it(string text, string number)
    {
        Amount.TryParse(text, out var amount).ShouldBeTrue();
        amount.ShouldBe(new Amount(decimal.Parse(number, CultureInfo.InvariantCulture), Currency: null));
    }

    [Theory]
    [InlineData("1 200 €", "1200", "EUR")]
    [InlineData("€1,200", "1200", "EUR")]
    [InlineData("-€5", "-5", "EUR")]
    [InlineData("€ -5", "-5", "EUR")]
    [InlineData("(€5)", "-5", "EUR")]
    [InlineData("1.200,50 EUR", "1200.50", "EUR")]
    [InlineData("eur 12", "12", "EUR")]
    [InlineData("CHF 1'200.-", "1200", "CHF")]
    [InlineData("Fr. 12,-", "12", "CHF")]
    [InlineData("US$ 12", "12", "USD")]
    [InlineData("12 R$", "12", "BRL")]
    [InlineData("R$ 12", "12", "BRL")]
    [InlineData("150000USD", "150000", "USD")]
    [InlineData("12 zł", "12", "PLN")]
    public void A_currency_may_stand_on_either_side(string text, string number, string currency)
    {
        Amount.TryParse(text, out var amount).ShouldBeTrue();
        amount.ShouldBe(new Amount(decimal.Parse(number, CultureInfo.InvariantCulture), currency));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("∞")]
    [InlineData("1e999")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("12 monkeys")]
    [InlineData("12x")]
    [InlineData("x12")]
    [InlineData("1.2.3")]
    [InlineData("1,2,3")]
    [InlineData("1200,300,400")]
    [InlineData("1.200,50.3")]
    [InlineData("1,200.50,300")]
    [InlineData("12 34")]
    [InlineData("31.03.2026")]
    [InlineData("2026-03-31")]
    [InlineData("1-2")]
    [InlineData("50-200")]
    [InlineData("--5")]
    [InlineData("+-5")]
    [InlineData("5-")]
    [InlineData("()")]
    [InlineData("(5")]
    [InlineData(".")]
    [InlineData(",")]
    [InlineData("-")]
    [InlineData("e5")]
    [InlineData("5e")]
    [InlineData("5e1.5")]
    [InlineData("0x10")]
    [InlineData("1_200")]
    [InlineData("EUR")]
    [InlineData("€")]
    [InlineData("€5$")]
    [InlineData("5 EUR USD")]
    [InlineData("٣٤")]
    [InlineData("11111111111111111111111111111111111111111111111111111111111111111")]
    public void What_is_no_number_is_none(string text) => Amount.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("it: 1200", "1,200", true)]
    [InlineData("it: 1200", "1 200 €", true)]
    [InlineData("it: { neq: 1200 }", "1,200", false)]
    [InlineData("it: { neq: 1200 }", "many", true)]
    [InlineData("it: { in: [5, 1200] }", "1,200.0", true)]
    [InlineData("it: { not_in: [5, 1200] }", "1,200.0", false)]
    [InlineData("it: { lt: 1200 }", "1,199", true)]
    [InlineData("it: { lt: 1200 }", "1,200", false)]
    [InlineData("it: { lte: 1200 }", "1,200", true)]
    [InlineData("it: { lte: 1200 }", "1,200.01", false)]
    [InlineData("it: { gt: 1200 }", "1,200", false)]
    [InlineData("it: { gt: 1200 }", "1,200.01", true)]
    [InlineData("it: { gte: 1200 }", "1,200", true)]
    [InlineData("it: { gte: 1200 }", "1,199.99", false)]
    [InlineData("it: { gte: 1200 }", "many", false)]
    [InlineData("it: { between: [50, 200] }", "50", true)]
    [InlineData("it: { between: [50, 200] }", "200", true)]
    [InlineData("it: { between: [50, 200] }", "201", false)]
    [InlineData("it: { gte: 9 }", "10", true)]
    public void Numbers_compare_as_numbers(string condition, string it, bool holds) => Asked.Of(it, condition).ShouldBe(holds);

    [Theory]
    [InlineData("it: { gte: 150000 EUR }", "150,000 €", true)]
    [InlineData("it: { gte: 150000 EUR }", "200,000", true)]
    [InlineData("it: { gte: 150000 EUR }", "200,000 USD", false)]
    [InlineData("it: { lt: 150000 EUR }", "20 USD", false)]
    [InlineData("it: { gte: 150000 }", "200,000 USD", true)]
    [InlineData("it: { between: [5 EUR, 10] }", "7 USD", false)]
    [InlineData("it: { between: [5, 10 EUR] }", "7 USD", false)]
    [InlineData("it: { between: [5, 10 EUR] }", "7 EUR", true)]
    [InlineData("it: 5 EUR", "5 USD", false)]
    [InlineData("it: { neq: 5 EUR }", "5 USD", true)]
    public void Amounts_in_different_currencies_do_not_compare(string condition, string it, bool holds) => Asked.Of(it, condition).ShouldBe(holds);

    [Fact]
    public void A_number_from_JSON_compares_like_one_from_a_file()
    {
        Asked.Of(Value.Of(1200m), "it: 1200").ShouldBeTrue();
        Asked.Of(Value.Of(1200.00m), "it: { lte: 1200 EUR }").ShouldBeTrue();
        Asked.Of(Value.Of(1200m), "it: '1200'").ShouldBeTrue();
        Asked.Of(Value.Of(1200m), "it: ['1200', x]").ShouldBeTrue();
        Asked.Of(Value.Of(1200m), "it: { starts_with: 12 }").ShouldBeTrue();
        Asked.Of(Value.Of(-1.5m), @"it: { matches: '^-1\.5$' }").ShouldBeTrue();
        Asked.Of(Value.Of(12m), "it: { contains: 1* }").ShouldBeTrue();
        Asked.Of(Value.Of(decimal.MinValue), "it: '-79228162514264337593543950335'").ShouldBeTrue();
        Asked.Of(Value.Of(-0.0000000000000000000000000001m), "it: '-0.0000000000000000000000000001'").ShouldBeTrue();
    }

    [Fact]
    public void A_quoted_number_is_a_text() => Asked.Of("01234", "it: '1234'").ShouldBeFalse();
}
