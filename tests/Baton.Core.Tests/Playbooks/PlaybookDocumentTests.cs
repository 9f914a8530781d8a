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

    [Theory]
    [InlineData("response: { within: 60 minutes }", "**Response time:** a person tries to reach the lead within 60 minutes of the team’s working time after the hand-off. Automatic mails and what comes in from the lead do not count.")]
    [InlineData("response: { within: 1 minute }", "within 1 minute of")]
    [InlineData("response: { within: 61 minutes }", "within 61 minutes of")]
    [InlineData("response: { within: 2 h }", "within 2 hours of")]
    [InlineData("response: { within: 2000 h }", "within 2,000 hours of")]
    [InlineData("decision: { within: 16 hours, escalate_at: 100 }", "**Decision time:** the lead is accepted or given back within 16 hours of the team’s working time after the hand-off. After 16 hours (100%) the manager is told.")]
    [InlineData("response: { within: 50 minutes, remind_at: 33, reassign_at: 150 }", "After 16.5 minutes (33%) the assignee is reminded and after 75 minutes (150%) somebody else gets the lead.")]
    [InlineData("response: { within: 1 h, remind_at: 100, escalate_at: 50, reassign_at: 150 }", "After 30 minutes (50%) the manager is told, after 60 minutes (100%) the assignee is reminded and after 90 minutes (150%) somebody else gets the lead.")]
    [InlineData("cadence: { attempts: [{ kind: email, day: 0 }], grace: 1d }", "**Follow-up:** 1 attempt: an e-mail at once. It ends as soon as the lead is reached. A lead that has not answered 1 day after the last one is unresponsive and goes back to marketing.")]
    [InlineData("cadence: { attempts: [{ kind: call, day: 0 }, { kind: meeting, day: 7 }], wake: 90d }", "**Follow-up:** 2 attempts: a call at once and a meeting on day 7. It ends as soon as the lead is reached. A lead that has not answered 3 days after the last one is unresponsive and goes back to marketing; it wakes after 90 days.")]
    [InlineData("routes: []", "Every MQL waits at **Desk** for somebody who takes it.")]
    [InlineData("routes: [{ name: a, team: T, assign: weighted }]", "| a | always | T, in turn by weight |")]
    [InlineData("routes: [{ name: a, owner_first: yes, when: { b: 1 } }]", "| a | b is 1, and the account has an owner who is not away | the owner of the account |")]
    [InlineData("routes: [{ name: a, owner_first: yes, team: T }]", "| a | always | the owner of the account, else T, in turn |")]
    public void Hand_offs_are_words(string plan, string words) => PlaybookDocument.ToMarkdown(Read(
        $"name: X\nengagement: {{ rules: [ {{ name: r, event: e, points: 1 }} ] }}\nstages: {{ mql: {{ score: 1 }} }}\nhandoffs: {{ mql: {{ fallback: Desk, {plan} }} }}")).ShouldContain(words);

    private static string Document(string more, string name) => PlaybookDocument.ToMarkdown(Read(
        $"name: \"{name}\"\nengagement: {{ rules: [ {{ name: \"{name}\", event: e, points: 1{(more.Length > 0 ? ", " + more : "")} }} ] }}"));

    private static Playbook Read(string yaml)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        mistakes.ShouldBeEmpty();
        return playbook.ShouldNotBeNull();
    }
}
