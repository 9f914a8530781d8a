using System.Collections.Immutable;
using Baton.Core.Conditions;
using Baton.Core.Qualification;
using NodaTime;

namespace Baton.Core.Tests.Qualification;

public class AnswerReaderTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 7, 1, 12, 0);

    [Theory]
    [InlineData(AnswerType.Text, " less waste ", "less waste")]
    [InlineData(AnswerType.Money, "150000 EUR", "150000 EUR")]
    [InlineData(AnswerType.Money, "€150,000", "€150,000")]
    [InlineData(AnswerType.Money, "150.000,00", "150.000,00")]
    [InlineData(AnswerType.Number, "1,200", "1200")]
    [InlineData(AnswerType.Number, "12.5", "12.5")]
    [InlineData(AnswerType.Choice, "DECIDES", "decides")]
    [InlineData(AnswerType.Choice, " No Say ", "no say")]
    [InlineData(AnswerType.YesNo, "ja", "true")]
    [InlineData(AnswerType.YesNo, "No", "false")]
    [InlineData(AnswerType.Period, "18 months", "18")]
    [InlineData(AnswerType.Period, "in 18 Monaten", "18")]
    [InlineData(AnswerType.Period, "18", "18")]
    [InlineData(AnswerType.Period, "1 month", "1")]
    [InlineData(AnswerType.Period, "1.5 years", "18.0")]
    [InlineData(AnswerType.Period, "1,5 Jahre", "18.0")]
    [InlineData(AnswerType.Period, "2 Jahre", "24")]
    [InlineData(AnswerType.Period, "2y", "24")]
    [InlineData(AnswerType.Period, "6 Monaten", "6")]
    [InlineData(AnswerType.Period, "3 ans", "36")]
    [InlineData(AnswerType.Period, "6 mo.", "6")]
    [InlineData(AnswerType.Period, "2 quarters", "6")]
    [InlineData(AnswerType.Period, "6 weeks", "1.4")]
    [InlineData(AnswerType.Period, "90 days", "3.0")]
    [InlineData(AnswerType.Period, "~ 9 months", "9")]
    [InlineData(AnswerType.Period, "> 18 months", "18.1")] // More than 18 is not 18.
    [InlineData(AnswerType.Period, "≥12 months", "12.1")]
    [InlineData(AnswerType.Period, ">= 12 months", "12.1")]
    [InlineData(AnswerType.Period, "< 12 months", "11.9")]
    [InlineData(AnswerType.Period, "<= 12 months", "12")]
    [InlineData(AnswerType.Period, "≤ 12 months", "12")]
    [InlineData(AnswerType.Period, "~ 12 months", "12")]
    [InlineData(AnswerType.Period, "< 0 months", "0")]
    [InlineData(AnswerType.Period, "0 months", "0")]
    [InlineData(AnswerType.Period, "2027-07-01", "12.0")]
    [InlineData(AnswerType.Period, "30.06.2027", "11.9")]
    [InlineData(AnswerType.Period, "2026-10-01", "3.0")]
    [InlineData(AnswerType.Period, "2026-06-15", "0")] // A month ago is now.
    public void An_answer_is_read_as_its_criterion_compares_it(AnswerType type, string written, string value)
    {
        var (read, problem) = AnswerReader.Read(Criterion(type), written, Now);

        problem.ShouldBeNull();
        read.Text.ShouldBe(value);
    }

    [Theory]
    [InlineData(AnswerType.Money, "a lot", "`it` takes an amount such as `150000 EUR`, not `a lot`.")]
    [InlineData(AnswerType.Number, "12 EUR", "`it` takes a number, not `12 EUR`.")]
    [InlineData(AnswerType.Number, "dozens", "`it` takes a number, not `dozens`.")]
    [InlineData(AnswerType.Choice, "maybe", "`it` takes one of `decides`, `recommends`, `no say`, not `maybe`.")]
    [InlineData(AnswerType.YesNo, "perhaps", "`it` takes yes or no, not `perhaps`.")]
    [InlineData(AnswerType.Period, "soon", "`it` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `soon`.")]
    [InlineData(AnswerType.Period, "-3 months", "`it` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `-3 months`.")]
    [InlineData(AnswerType.Period, "101 years", "`it` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `101 years`.")]
    [InlineData(AnswerType.Period, "2027", "`it` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `2027`.")]
    [InlineData(AnswerType.Period, "99999999999999999999999999999999 years", "`it` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `99999999999999999999999999999999 years`.")]
    [InlineData(AnswerType.Period, "2026-01-01", "`it` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `2026-01-01`.")]
    [InlineData(AnswerType.Money, "-5 EUR", "`it` takes an amount such as `150000 EUR`, not `-5 EUR`.")]
    [InlineData(AnswerType.Period, ".", "`it` takes a time from now such as `18 months`, or a date ahead such as `2027-06-30`, not `.`.")]
    public void What_is_no_answer_says_what_one_is(AnswerType type, string written, string problem) =>
        AnswerReader.Read(Criterion(type), written, Now).ShouldBe((Value.Missing, problem));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(null)]
    public void Nothing_is_an_answer_of_every_type(string? written)
    {
        foreach (var type in Enum.GetValues<AnswerType>())
        {
            AnswerReader.Read(Criterion(type), written, Now).ShouldBe((Value.Missing, null));
        }
    }

    [Fact]
    public void Types_and_sources_keep_their_numbers_and_names()
    {
        Enum.GetValues<AnswerType>().Select(one => $"{(int)one} {one.Name()}").ShouldBe(["0 text", "1 money", "2 number", "3 period", "4 choice", "5 yes_no"]);
        Enum.GetValues<AnswerSource>().Select(one => $"{(int)one} {one.Name()}").ShouldBe(["0 call", "1 meeting", "2 email", "3 form", "4 import"]);
        Enum.GetValues<CriterionState>().Select(one => $"{(int)one} {one}").ShouldBe(["0 Unknown", "1 Confirmed", "2 Failed"]);
    }

    private static Criterion Criterion(AnswerType type) => new(
        "it", ["?"], type, type == AnswerType.Choice ? ["decides", "recommends", "no say"] : ImmutableArray<string>.Empty, ConditionReader.Read("it: { has: true }").Condition!, null, []);
}
