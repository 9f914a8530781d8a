using System.Text;
using Baton.Core.Tests.Conditions;

namespace Baton.Core.Tests.Documents;

public class DocumentReaderTests
{
    [Theory]
    [InlineData("", "line 1, column 1: the document is empty")]
    [InlineData("\n\n", "line 1, column 1: the document is empty")]
    [InlineData("# only a comment\n", "line 1, column 1: the document is empty")]
    [InlineData("~", "line 1, column 1: the document is empty")]
    [InlineData("a: 1\n---\nb: 2", "line 2, column 1: a second document starts here (`---`); keep one document a file")]
    [InlineData("a: 1\na: 2", "line 2, column 1: `a` is already there, on line 1; keep one of them")]
    [InlineData("a: 1\n' a': 2", "line 2, column 1: ` a` is already there, on line 1; keep one of them")]
    [InlineData("a: *x", "line 1, column 4: `*x` is a YAML alias, which Baton does not read; write the value out")]
    [InlineData("a: &x 1\nb: { gt: *x }", "line 2, column 10: `*x` is a YAML alias, which Baton does not read; write the value out")]
    [InlineData("a: 1\n\tb: 2", "line 2, column 1: this line is indented with a tab; use spaces")]
    [InlineData("a:\n  b: 1\n  \tc: 2", "line 3, column 3: this line is indented with a tab; use spaces")]
    [InlineData("a:\n\tb: 2", "line 2, column 1: this line is indented with a tab; use spaces")]
    [InlineData("a: [b, c", "line 2, column 1: this is not valid YAML: While parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("a: \"b", "line 1, column 4: this is not valid YAML: While scanning a quoted scalar, found unexpected end of stream")]
    [InlineData("a: b: c", "line 1, column 5: this is not valid YAML: While scanning a plain scalar value, found invalid mapping")]
    [InlineData("a: @b", "line 1, column 4: this is not valid YAML: While scanning for the next token, found character that cannot start any token")]
    [InlineData("a: 1\n b: 2", "line 2, column 3: this is not valid YAML: While scanning a plain scalar value, found invalid mapping")]
    [InlineData("a: {\nb: ", "line 1, column 4: this is not valid YAML: what follows cannot be read; look for a bracket, brace or quote that is not closed")]
    [InlineData("- !![", "line 1, column 1: this is not valid YAML: what follows cannot be read; look for a bracket, brace or quote that is not closed")]
    public void What_Baton_does_not_read_of_YAML_is_one_mistake(string yaml, string mistake) => Asked.Mistakes(yaml).ShouldBe([mistake]);

    [Fact]
    public void A_name_that_is_a_list_is_a_mistake() =>
        Asked.Mistakes("b: 1\n? [a]\n: 2").ShouldBe(["line 2, column 3: a name is expected here, before the colon"]);

    [Fact]
    public void A_bomb_of_aliases_goes_off_as_one_mistake_an_alias()
    {
        var bomb = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var c = 'b'; c <= 'i'; c++)
        {
            var before = (char)(c - 1);
            bomb.Append(c).Append(": &").Append(c).Append(" [").AppendJoin(", ", Enumerable.Repeat($"*{before}", 9)).Append("]\n");
        }

        var mistakes = Asked.Mistakes(bomb.ToString());

        mistakes.Length.ShouldBe(72);
        mistakes[0].ShouldBe("line 2, column 8: `*a` is a YAML alias, which Baton does not read; write the value out");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("{not: ")]
    [InlineData("not: {all: [")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Ten_thousand_levels_are_one_mistake(string level)
    {
        var mistake = Asked.Mistakes("not: " + string.Concat(Enumerable.Repeat(level, 10_000))).ShouldHaveSingleItem();

        mistake.ShouldMatch("is nested more than 64 levels deep; make it flatter$|is not valid YAML");
    }

    [Fact]
    public void The_deepest_condition_that_is_read_runs()
    {
        var nested = string.Concat(Enumerable.Repeat("{not: ", 62)) + "{it: x}" + new string('}', 62);

        Asked.Of("x", nested).ShouldBeTrue();
    }

    [Fact]
    public void Text_that_is_spoiled_at_random_is_read_or_explained_and_never_throws()
    {
        var random = new Random(4711);
        const string Sample = "all:\n  - title: { contains: [manager, \"head\\u0020of\"] }\n  - any:\n      - { employees: { between: [50, 200] }, x: 'it''s' }\n      - not: { revenue: { gte: 20000 EUR } } # sizes\n";
        const string Spoilers = "{}[]:,-?&*!|>'\"%@`#\n\t \\~0aé\0\uFEFF\uD800";
        for (var round = 0; round < 4_000; round++)
        {
            var text = new StringBuilder(Sample);
            for (var slip = random.Next(1, 5); slip > 0; slip--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)),
                    1 => text.Insert(at, Spoilers[random.Next(Spoilers.Length)]),
                    _ => text.Insert(at, text.ToString(0, random.Next(text.Length))),
                };
            }

            Should.NotThrow(() => Asked.Mistakes(text.ToString()), text.ToString());
        }
    }
}
