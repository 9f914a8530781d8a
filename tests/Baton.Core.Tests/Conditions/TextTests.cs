using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class TextTests
{
    [Theory]
    [InlineData("it: Plant Manager", "Plant Manager", true)]
    [InlineData("it: plant manager", "  PLANT MANAGER ", true)]
    [InlineData("it: Plant Manager", "Plant", false)]
    [InlineData("it: { eq: Plant Manager }", "plant manager", true)]
    [InlineData("it: { neq: Plant Manager }", "Buyer", true)]
    [InlineData("it: { neq: Plant Manager }", "plant manager", false)]
    [InlineData("it: [coo, ceo]", "CEO", true)]
    [InlineData("it: [coo, ceo]", "CFO", false)]
    [InlineData("it: { in: [coo, 12] }", "12.0", true)]
    [InlineData("it: { in: coo }", "COO", true)]
    [InlineData("it: { not_in: [coo, ceo] }", "CFO", true)]
    [InlineData("it: { not_in: [coo, ceo] }", "coo", false)]
    [InlineData("it: { starts_with: /pricing }", "/Pricing/eu", true)]
    [InlineData("it: { starts_with: /pricing }", "/a/pricing", false)]
    [InlineData("it: { starts_with: [/pricing, /plans] }", "/plans", true)]
    [InlineData("it: { ends_with: '@gmail.com' }", "Jo@GMail.com", true)]
    [InlineData("it: { ends_with: ['@gmail.com', '@gmx.de'] }", "jo@gmx.de", true)]
    [InlineData("it: { ends_with: '@gmail.com' }", "jo@gmail.com.evil", false)]
    [InlineData(@"it: { matches: '\bhead of (production|packaging)\b' }", "Global HEAD of Packaging", true)]
    [InlineData(@"it: { matches: '^head$' }", "Head of Packaging", false)]
    public void A_text_compares_without_case_and_trimmed(string condition, string it, bool holds) => Asked.Of(it, condition).ShouldBe(holds);

    [Theory]
    [InlineData("intern", "Intern", true)]
    [InlineData("intern", "Sales intern, Ohio", true)]
    [InlineData("intern", "Intern/Student", true)]
    [InlineData("intern", "International Sales", false)]
    [InlineData("intern", "Internal intern", true)]
    [InlineData("intern", "Interns", false)]
    [InlineData("intern*", "International Sales", true)]
    [InlineData("'*manager'", "Submanager", true)]
    [InlineData("'*manager'", "Managers", false)]
    [InlineData("'*anage*'", "Managers", true)]
    [InlineData("vp of operations", "Regional VP of Operations", true)]
    [InlineData("vp of operations", "VP of sales operations", false)]
    [InlineData("c++", "Knows C++ well", true)]
    [InlineData("b2b", "B2B2C", false)]
    [InlineData("7", "Line 7 and 17", true)]
    [InlineData("7", "Line 17", false)]
    [InlineData("müller", "Herr MÜLLER", true)]
    [InlineData("a", "ba ab a", true)]
    [InlineData("[student, intern]", "intern", true)]
    [InlineData("[student, trainee]", "intern", false)]
    public void Contains_finds_whole_words(string words, string it, bool holds)
    {
        Asked.Of(it, $"it: {{ contains: {words} }}").ShouldBe(holds);
        Asked.Of(it, $"it: {{ not_contains: {words} }}").ShouldBe(!holds);
    }

    [Theory]
    [InlineData("it: 12")]
    [InlineData("it: { neq: x }")]
    [InlineData("it: { in: [x, y] }")]
    [InlineData("it: { not_in: [x, y] }")]
    [InlineData("it: { lt: 5 }")]
    [InlineData("it: { lte: 5 }")]
    [InlineData("it: { gt: -5 }")]
    [InlineData("it: { gte: -5 }")]
    [InlineData("it: { between: [-5, 5] }")]
    [InlineData("it: { lt: 2026-01-01 }")]
    [InlineData("it: { has: true }")]
    [InlineData("it: { contains: x }")]
    [InlineData("it: { not_contains: x }")]
    [InlineData("it: { starts_with: x }")]
    [InlineData("it: { ends_with: x }")]
    [InlineData("it: { matches: '.*' }")]
    [InlineData("it: false")]
    public void Every_operator_but_not_has_is_false_of_what_is_unknown(string condition)
    {
        Asked.Of(Value.Missing, condition).ShouldBeFalse();
        Asked.Of(Value.Of("  "), condition).ShouldBeFalse();
        Asked.Of([("another", Value.Of("x"))], condition).ShouldBeFalse();
    }

    [Fact]
    public void Not_has_holds_of_what_is_unknown_only()
    {
        Asked.Of(Value.Missing, "it: { not_has: true }").ShouldBeTrue();
        Asked.Of(" ", "it: { not_has: }").ShouldBeTrue();
        Asked.Of("x", "it: { not_has: true }").ShouldBeFalse();
        Asked.Of("x", "it: { has: yes }").ShouldBeTrue();
    }

    [Fact]
    public void Every_operator_is_read_and_spelled_the_same() =>
        Operators.Spellings.Select(s => Operators.TryParse(s, out var op) ? op.Spelling() : "?").ShouldBe(Operators.Spellings);

    [Fact]
    public void The_spellings_of_operators_never_change() =>
        Operators.Spellings.ShouldBe([
            "eq", "neq", "lt", "lte", "gt", "gte", "between", "in", "not_in", "has", "not_has", "contains", "not_contains", "starts_with", "ends_with", "matches",
        ]);
}
