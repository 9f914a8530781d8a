using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class PatternTests
{
    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(x+x+)+y")]
    [InlineData("(.*)*(.*)*(.*)*!")]
    [InlineData(@"\b(plant|operations) (manager|head)\b")]
    [InlineData("a{1000}")]
    public void A_pattern_meant_to_hang_other_engines_is_harmless(string pattern)
    {
        Patterns.TryBuild(pattern, out var problem).ShouldNotBeNull(problem).IsMatch(new string('a', 50_000) + "!").ShouldBe(pattern is "(.*)*(.*)*(.*)*!" or "a{1000}");
    }

    [Theory]
    [InlineData("((a{100}){100}){100}", "the pattern is too large once its repetitions are written out; make it shorter")]
    [InlineData("(((((a{9}){9}){9}){9}){9}){9}", "the pattern is too large once its repetitions are written out; make it shorter")]
    [InlineData("a{1,999999999}", "the pattern is too large once its repetitions are written out; make it shorter")]
    [InlineData("(?<=x)y", "the pattern uses look-around, back-references or atomic groups, which can hang and are not supported")]
    [InlineData("x(?!y)", "the pattern uses look-around, back-references or atomic groups, which can hang and are not supported")]
    [InlineData(@"(a)\1", "the pattern uses look-around, back-references or atomic groups, which can hang and are not supported")]
    [InlineData("(?>a+)b", "the pattern uses look-around, back-references or atomic groups, which can hang and are not supported")]
    [InlineData("(a", "the pattern is not a regular expression: Invalid pattern '(a' at offset 2. Not enough )'s")]
    [InlineData("[z-a]", "the pattern is not a regular expression: Invalid pattern '[z-a]' at offset 4. [x-y] range in reverse order")]
    [InlineData("*", "the pattern is not a regular expression: Invalid pattern '*' at offset 1. Quantifier '*' following nothing")]
    public void A_pattern_that_cannot_be_run_safely_says_why(string pattern, string problem)
    {
        Patterns.TryBuild(pattern, out var said).ShouldBeNull();
        said.ShouldBe(problem);
    }

    [Fact]
    public void A_pattern_that_grows_too_large_is_told_apart_from_one_that_is_not_supported() =>
        Problem("(" + new string('a', 900) + "){1000}").ShouldBe("the pattern is too large once its repetitions are written out; make it shorter");

    [Theory]
    [InlineData("end$", 997, "", true)]
    [InlineData("end$", 997, ", and more", true)]
    [InlineData("end$", 998, "", false)]
    [InlineData("end", 998, "", false)]
    [InlineData(@"end\b", 997, "less", true)]
    public void A_text_ends_after_a_thousand_characters_for_a_pattern(string pattern, int before, string behind, bool holds) =>
        Asked.Of(new string('x', before) + "end" + behind, $"it: {{ matches: '{pattern}' }}").ShouldBe(holds);

    [Fact]
    public void A_pattern_is_not_a_book() =>
        Problem(new string('a', 1_001)).ShouldBe("the pattern has 1,001 characters; 1,000 are allowed");

    [Fact]
    public void Deep_parentheses_are_no_trouble() => Problem(new string('(', 499) + "a" + new string(')', 499)).ShouldBeNull();

    private static string? Problem(string pattern)
    {
        Patterns.TryBuild(pattern, out var problem);
        return problem;
    }
}
