using Baton.Core.Documents;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Core.Tests.Documents;

public class DocumentTextTests
{
    private const string Rules = """
        # Ours.
        name: Machines   # what we call it

        fit:
          max: 60
          rules:
            - name: Manager # Anna asked for it
              points: 15
              when: { title: { contains: manager } }

            # About size.
            - { name: Big, points: 10, when: { employees: { gte: 50 } } }
        engagement:
          rules:
          - name: "Quote"
            event: [Quote Requested, Demo]
            points: 30
            decay: { percent: 25, every: 30d }   # by quarters
          - name: Click
            event: Click
            points:
            where:
              any:
                - kind: sales
        stages: { mql: { score: 40 }, sal: {} }
        recycling:
        """;

    private static readonly string[] Ways =
    [
        "/name", "/fit/max", "/fit/rules/0/name", "/fit/rules/0/points", "/fit/rules/1/name", "/fit/rules/1/points", "/engagement/rules/0/name", "/engagement/rules/0/event/1",
        "/engagement/rules/0/decay/every", "/engagement/rules/1/points", "/engagement/rules/1/where/any/0/kind", "/stages/mql/score",
    ];

    private static readonly string[] NewWays =
    [
        "/grades", "/fit/min", "/fit/rules/0/group", "/fit/rules/1/group", "/engagement/max", "/engagement/rules/0/max", "/engagement/rules/0/decay/half_life", "/engagement/rules/1/max",
        "/stages/sql", "/stages/sal/accepted_by", "/stages/mql/fit", "/recycling/lost", "/handoffs/mql/response/within",
    ];

    [Fact]
    public void Every_value_that_is_set_is_read_back_and_all_else_stays() =>
        Prop.ForAll(Values().ToArbitrary(), Gen.Elements(Ways).ToArbitrary(), Gen.Elements("\n", "\r\n").ToArbitrary(), (value, way, newLine) =>
        {
            var text = Rules.ReplaceLineEndings(newLine);
            var before = DocumentText.Read(text).ShouldNotBeNull();

            var after = before.Set(way, value).ShouldNotBeNull($"{way}: {value}");

            after.At(way).ShouldBeOfType<ScalarNode>().Text.ShouldBe(value);
            Comments(after.Text).ShouldBe(Comments(text));
            foreach (var other in Ways.Where(other => other != way))
            {
                after.ValueAt(other).ShouldBe(before.ValueAt(other));
            }

            Lines(after.Text).Length.ShouldBe(Lines(text).Length);
            Lines(after.Text).Except(Lines(text)).Count().ShouldBeLessThanOrEqualTo(1);
            if (before.ValueAt(way) is { } was)
            {
                after.Set(way, was).ShouldNotBeNull().ValueAt(way).ShouldBe(was);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_name_that_was_not_there_is_written_and_removed_again() =>
        Prop.ForAll(Values().ToArbitrary(), Gen.Elements(NewWays).ToArbitrary(), Gen.Elements("\n", "\r\n").ToArbitrary(), (value, way, newLine) =>
        {
            var before = DocumentText.Read(Rules.ReplaceLineEndings(newLine)).ShouldNotBeNull();

            var after = before.Set(way, value).ShouldNotBeNull($"{way}: {value}");

            after.At(way).ShouldBeOfType<ScalarNode>().Text.ShouldBe(value);
            Comments(after.Text).ShouldBe(Comments(Rules));
            Ways.Select(after.ValueAt).ShouldBe(Ways.Select(before.ValueAt));
            after.Remove(way).ShouldNotBeNull().At(way).ShouldBeNull();
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("/fit/rules/0", "- name: Manager", "- { name: Big")]
    [InlineData("/fit/rules/1", "- { name: Big", "- name: Manager # Anna")]
    [InlineData("/engagement/rules/0", "Quote Requested", "- name: Click")]
    [InlineData("/engagement/rules/1", "kind: sales", "# by quarters")]
    [InlineData("/fit/max", "max: 60", "- name: Manager")]
    [InlineData("/stages/mql", "score", "sal: {}")]
    [InlineData("/stages", "score", "recycling:")]
    public void What_is_removed_goes_with_its_lines(string way, string gone, string stays)
    {
        var text = DocumentText.Read(Rules)!.Remove(way).ShouldNotBeNull().Text;

        text.ShouldNotContain(gone);
        text.ShouldContain(stays);
    }

    [Fact]
    public void An_item_is_added_in_the_form_of_the_one_before_it()
    {
        var both = DocumentText.Read(Rules)!.Append("/fit/rules", [("name", "Steel"), ("points", "5")])!.Append("/engagement/rules", [("name", "Call"), ("event", "[Call]")])!;

        both.Text.ShouldContain("    - { name: Big, points: 10, when: { employees: { gte: 50 } } }\n    - { name: Steel, points: 5 }\nengagement:".ReplaceLineEndings());
        both.Text.ShouldContain("        - kind: sales\n  - name: Call\n    event: [Call]\nstages:".ReplaceLineEndings());
        DocumentText.Read("a: []")!.Append("/a", [("b", "1")])!.Text.ShouldBe("a: [{ b: 1 }]");
        DocumentText.Read("a: [{ b: 1 }]")!.Append("/a", [("b", "2")])!.Text.ShouldBe("a: [{ b: 1 }, { b: 2 }]");
        DocumentText.Read("b: 1")!.Append("/a", [("b", "2")])!.Text.ShouldBe("b: 1\na: [{ b: 2 }]".ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("a: { b: 1 }", "/a/c", "2", "a: { b: 1, c: 2 }")]
    [InlineData("a:\n  x: 1\n  b: 1 # one\nd: 3", "/a/c", "2", "a:\n  x: 1\n  b: 1 # one\n  c: 2\nd: 3")]
    [InlineData("a:\n  d: 1", "/a/b", "2", "a:\n  b: 2\n  d: 1")]
    [InlineData("a:", "/a", "2", "a: 2")]
    [InlineData("a:\n  b:\n    - 1\n    - 2\nz: 1", "/a/b", "{ k: 1 }", "a:\n  b: { k: 1 }\nz: 1")]
    [InlineData("a:\n  b:\n    x: 1\nz: 1", "/a/b", "{ k: 1 }", "a:\n  b: { k: 1 }\nz: 1")]
    [InlineData("a: 1\nz: 1", "/b", "\nk: 1\nl: 2\n", "a: 1\nb:\n  k: 1\n  l: 2\nz: 1")]
    public void Pieces_are_put_where_they_belong(string text, string way, string yaml, string expected) =>
        DocumentText.Read(text)!.Put(way, yaml.StartsWith('\n') ? yaml.TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal) : yaml, ["a", "b", "c", "d", "z"])!.Text.ShouldBe(expected);

    [Theory]
    [InlineData("a: |\n  lines\nb: 1", "/a")]
    [InlineData("a: !!str 1", "/a")]
    [InlineData("a:\n  # why\n  - 1\n  # this\n  - 2", "/a")]
    public void What_cannot_be_exchanged_without_loss_is_left_alone(string text, string way) => DocumentText.Read(text)!.Put(way, "{ x: 1 }").ShouldBeNull();

    [Fact]
    public void A_text_that_is_changed_at_random_places_stays_readable_or_is_refused()
    {
        var random = new Random(4711);
        for (var round = 0; round < 2_000; round++)
        {
            var text = Rules.Remove(random.Next(Rules.Length - 3), random.Next(3)).Insert(random.Next(Rules.Length - 3), "{}[]:,-#'\"\n ab"[random.Next(13)..][..1]);
            if (DocumentText.Read(text) is { } document)
            {
                foreach (var way in Ways)
                {
                    if (document.Set(way, "x: y") is { } changed)
                    {
                        changed.ValueAt(way).ShouldBe("x: y");
                    }

                    _ = document.Remove(way);
                }
            }
        }
    }

    private static Gen<string> Values() => Gen.OneOf(
        Gen.Elements("", " ", "null", "~", "yes", "12", "-5", "- a", "a: b", "a #b", "'", "\"", "{", "[a]", "*x", "&x", "!x", "%", "@", "`", "a\nb", "a\r\nb", "\u202E", "\uFEFF", "😀", "\t", "\\", "#", "a,b", "x:", "---", "...", "?", "|", ">", "\u0085", "\u2028", "\0"),
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null && !text.Any(char.IsSurrogate)));

    private static string[] Comments(string text) => [.. new[] { "# Ours.", "# what we call it", "# Anna asked for it", "# About size.", "# by quarters" }.Where(comment => text.Contains(comment, StringComparison.Ordinal))];

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
