using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class CurrenciesTests
{
    [Fact]
    public void The_codes_that_playbooks_may_name_stay_what_they_are() => string.Join(' ', Codes()).ShouldBe(
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK "
        + "DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
        + "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
        + "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
        + "UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG ZWL");

    [Fact]
    public void Every_code_is_read_on_either_side_in_any_case()
    {
        foreach (var code in Codes())
        {
            Amount.TryParse($"1,200 {code}", out var behind).ShouldBeTrue(code);
            Amount.TryParse($"{code.ToLowerInvariant()}1200", out var before).ShouldBeTrue(code);
            (behind, before).ShouldBe((new Amount(1200, code), new Amount(1200, code)));
        }
    }

    [Theory]
    [InlineData("12 XXX")]
    [InlineData("12 XAU")]
    [InlineData("12 BTC")]
    [InlineData("12 pcs")]
    [InlineData("12 EUROS")]
    public void What_nobody_pays_in_is_no_currency(string text) => Amount.TryParse(text, out _).ShouldBeFalse();

    private static IEnumerable<string> Codes() => Currencies.Codes.Order(StringComparer.Ordinal);
}
