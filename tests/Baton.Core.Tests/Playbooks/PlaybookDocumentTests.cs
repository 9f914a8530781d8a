using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class PlaybookDocumentTests
{
    /// <summary>After a change that is meant: run the tests with <c>BATON_REWRITE_GOLDEN=1</c>, look at the difference, commit it.</summary>
    [Fact]
    public void The_document_of_the_packaging_machines_sample_reads_as_it_always_has()
    {
        var golden = Repository.File("tests/Baton.Core.Tests/Playbooks/PackagingMachines.md");
        var document = PlaybookDocument.ToMarkdown(Read(File.ReadAllText(Repository.File("samples/playbooks/packaging-machines.yaml"))));
        if (Environment.GetEnvironmentVariable("BATON_REWRITE_GOLDEN") == "1")
        {
            File.WriteAllText(golden, document);
        }

        document.ShouldBe(File.ReadAllText(golden));
    }

    [Fact]
    public void The_smallest_playbook_has_no_empty_sections() =>
        PlaybookDocument.ToMarkdown(Read("name: Small\nengagement: { rules: [ { name: Asked, event: Quote Requested, points: 30 } ] }")).ShouldBe("""
            # Small

            This is what marketing and sales agree a qualified lead to be. A lead has points for who it is (**fit**) and for what it does (**engagement**). Together they are its **score**, from 0 to 100.

            Where a condition says *is not* or *does not*, it also holds where nothing is known.

            ## What the lead does

            Engagement is rounded to whole points at the end. The newest events count first, and points fade by whole days.

            | Points | Rule | For each event | Counts | Fades |
            | --: | --- | --- | --- | --- |
            | +30 | Asked | “Quote Requested” | every time | never |

            ## Agreed

            |  | Name | Date | Signature |
            | --- | --- | --- | --- |
            | For marketing |  |  |  |
            | For sales |  |  |  |

            """.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("", "every time")]
    [InlineData("max: 1", "once")]
    [InlineData("max: 1, max_per_day: 1", "once")]
    [InlineData("max_per_day: 1", "once a day")]
    [InlineData("max_per_day: 3", "at most 3 a day")]
    [InlineData("max: 1200", "at most 1,200 times")]
    [InlineData("max: 10, max_per_day: 1", "at most 10 times, once a day")]
    [InlineData("max: 10, max_per_day: 3", "at most 10 times, 3 a day")]
    public void Caps_are_words(string caps, string words) => Document(caps, "x").ShouldContain($"| {words} | never |");

    [Theory]
    [InlineData("{ half_life: 1d }", "halves every day")]
    [InlineData("{ half_life: 2w }", "halves every 14 days")]
    [InlineData("{ percent: 100, every: 30d }", "expires after 30 days")]
    [InlineData("{ percent: 12.5, every: 7d }", "loses 12.5% every 7 days")]
    [InlineData("none", "never")]
    public void Decay_is_words(string decay, string words) => Document($"decay: {decay}", "x").ShouldContain($"| every time | {words} |");

    [Theory]
    [InlineData("a|b", @"| a\|b |")]
    [InlineData("*bold* _it_", @"| \*bold\* \_it\_ |")]
    [InlineData("`code`", @"| \`code\` |")]
    [InlineData("<script>alert(1)</script>", @"| \<script\>alert(1)\</script\> |")]
    [InlineData("[x](javascript:alert(1))", @"| \[x\](javascript:alert(1)) |")]
    [InlineData("![x](y)", @"| \!\[x\](y) |")]
    [InlineData("&lt;b&gt;", @"| \&lt;b\&gt; |")]
    [InlineData("two\\nlines\\r\\n# no heading", @"| two lines  \# no heading |")]
    [InlineData(@"back\\slash\\", @"| back\\slash\\ |")]
    [InlineData("turned\\u202E round", "| turned round |")]
    [InlineData("~~gone~~", @"| \~\~gone\~\~ |")]
    public void Names_stay_text(string name, string cell) => Document("max: 1", name).ShouldContain(cell);

    private static string Document(string more, string name) => PlaybookDocument.ToMarkdown(Read(
        $"name: \"{name}\"\nengagement: {{ rules: [ {{ name: \"{name}\", event: e, points: 1{(more.Length > 0 ? ", " + more : "")} }} ] }}"));

    private static Playbook Read(string yaml)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        mistakes.ShouldBeEmpty();
        return playbook.ShouldNotBeNull();
    }
}
