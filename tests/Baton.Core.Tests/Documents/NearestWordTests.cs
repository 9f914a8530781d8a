using Baton.Core.Documents;

namespace Baton.Core.Tests.Documents;

public class NearestWordTests
{
    [Theory]
    [InlineData("contians", "contains")]
    [InlineData("CONTAINS", "contains")]
    [InlineData("contain", "contains")]
    [InlineData("conttains", "contains")]
    [InlineData("startswith", "starts_with")]
    [InlineData("notin", "not_in")]
    [InlineData("entirely", null)]
    [InlineData("x", null)]
    [InlineData("a", "A")]
    [InlineData("", null)]
    public void The_nearest_word_is_the_one_with_the_fewest_slips(string written, string? meant) =>
        NearestWord.To(written, ["contains", "starts_with", "not_in", "between", "A"]).ShouldBe(meant);

    [Fact]
    public void Of_two_near_words_the_nearer_is_taken() => NearestWord.To("group", ["groups_", "grooup", "groups"]).ShouldBe("grooup");

    [Fact]
    public void A_very_long_word_takes_no_time() => NearestWord.To(new string('x', 1_000_000), ["contains"]).ShouldBeNull();
}
