using System.Text;
using Baton.Core.Documents;

namespace Baton.Core.Tests.Documents;

public class ShorteningTests
{
    [Theory]
    [InlineData("", 5, "")]
    [InlineData("Maier", 5, "Maier")]
    [InlineData("Maiers", 5, "Maie…")]
    [InlineData("ab👋", 4, "ab👋")]
    [InlineData("ab👋c", 4, "ab…")]
    [InlineData("👋👋", 1, "…")]
    public void What_is_too_long_ends_in_an_ellipsis_within_the_length(string text, int longest, string expected) => text.Shortened(longest).ShouldBe(expected);

    [Theory]
    [InlineData("ab👋", 3, "ab")]
    [InlineData("ab👋", 4, "ab👋")]
    [InlineData("abc", 2, "ab")]
    public void A_cut_keeps_whole_characters(string text, int longest, string expected) => text.CutAt(longest).ShouldBe(expected);

    [Fact]
    public void No_cut_halves_an_emoji()
    {
        var text = string.Concat(Enumerable.Repeat("a👩‍🏭", 20));
        for (var longest = 1; longest <= text.Length; longest++)
        {
            var cut = text.Shortened(longest);
            cut.Length.ShouldBeLessThanOrEqualTo(longest);
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(cut).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Words_in_a_message_are_one_line_of_sixty_characters() => ("one\ntwo " + new string('x', 100)).Shortened().ShouldBe("one two " + new string('x', 51) + "…");
}
