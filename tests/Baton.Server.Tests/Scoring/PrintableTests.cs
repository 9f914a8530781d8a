using Baton.Server.Scoring;

namespace Baton.Server.Tests.Scoring;

public class PrintableTests
{
    [Theory]
    [InlineData("\u001B[2J", " [2J")]
    [InlineData("a\u009Bb\0c\rd\u2028e", "a b c d e")]
    [InlineData("\u202Evsc.exe\u202C \u2066x\u2069 \u200Fy \u061Cz", " vsc.exe   x   y  z")]
    [InlineData("Zoë, 中文, עברית, 👩‍🏭", "Zoë, 中文, עברית, 👩‍🏭")]
    public void What_moves_the_cursor_or_turns_letters_round_is_a_blank(string text, string printable) => ScoreText.Printable(text).ShouldBe(printable);
}
