using Baton.Core.Conditions;

namespace Baton.Core.Tests.Conditions;

public class YesNoTests
{
    [Theory]
    [InlineData("it: true", "Yes", true)]
    [InlineData("it: yes", "TRUE", true)]
    [InlineData("it: Yes", " y ", true)]
    [InlineData("it: true", "1", true)]
    [InlineData("it: true", "ja", true)]
    [InlineData("it: true", "perhaps", false)]
    [InlineData("it: false", "No", true)]
    [InlineData("it: no", "0", true)]
    [InlineData("it: no", "nein", true)]
    [InlineData("it: no", "yes", false)]
    [InlineData("it: { neq: true }", "no", true)]
    [InlineData("it: { neq: true }", "perhaps", true)]
    [InlineData("it: { in: [true, sometimes] }", "yes", true)]
    [InlineData("it: 'yes'", "TRUE", false)]
    public void The_words_for_yes_and_no_are_one_answer(string condition, string it, bool holds) => Asked.Of(it, condition).ShouldBe(holds);

    [Fact]
    public void Yes_and_no_from_JSON_are_the_same_answers()
    {
        Asked.Of(Value.Of(yes: true), "it: true").ShouldBeTrue();
        Asked.Of(Value.Of(yes: false), "it: true").ShouldBeFalse();
        Asked.Of(Value.Of(yes: false), "it: no").ShouldBeTrue();
        Asked.Of(Value.Of(1m), "it: yes").ShouldBeTrue();
        Asked.Of(Value.Of(0m), "it: no").ShouldBeTrue();
        Asked.Of(Value.Of(2m), "it: yes").ShouldBeFalse();
        Asked.Of(Value.Of(yes: true), "it: { has: true }").ShouldBeTrue();
        Asked.Of(Value.Of(yes: true), "it: 'true'").ShouldBeTrue("as a text it is what JSON writes");
        Asked.Of(Value.Of(yes: true), "it: 'yes'").ShouldBeFalse();
        Asked.Of(Value.Of(yes: true), "it: 1").ShouldBeFalse();
        Asked.Of(Value.Of(yes: true), "it: { gte: 1 }").ShouldBeFalse();
    }
}
