using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Tests.Scoring;

public class ExplanationTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 30, 12, 0);

    [Fact]
    public void A_group_says_which_rule_counts_and_which_do_not() => Lines("""
        name: Best
        fit:
          groups: { seniority: { pick: best, max: 15 } }
          rules:
            - { name: Manager, group: seniority, points: 6, when: { title: { contains: manager } } }
            - { name: Director, group: seniority, points: 20, when: { title: { contains: director } } }
            - { name: Operations, group: seniority, points: 20, when: { title: { contains: operations } } }
            - { name: Chief, group: seniority, points: 30, when: { title: { contains: chief } } }
        """, ("title", "Director and Manager, Operations")).ShouldBe([
            "+6 Manager", "+20 Director", "+20 Operations",
            "-26 seniority: only “Director” counts, not “Manager”, “Operations”",
            "-5 seniority: at most 15 for “Director”",
        ]);

    [Fact]
    public void A_groups_limit_says_what_it_limits() => Lines("""
        name: Sum
        fit:
          groups: { data: { min: -1500 }, everybody: { min: 5 } }
          rules:
            - { name: No phone, group: data, points: -1000, when: { phone: { not_has: true } } }
            - { name: Free mail, group: data, points: -1000, when: { email: { ends_with: '@gmail.com' } } }
            - { name: Large, group: everybody, points: 9, when: { employees: 900 } }
            - { name: Rich, points: 1495, when: { email: { has: true } } }
        """, ("email", "jo@gmail.com")).ShouldBe([
            "-1000 No phone", "-1000 Free mail", "+1495 Rich",
            "+500 data: at least −1,500 for “No phone”, “Free mail”",
            "+5 everybody: at least 5",
        ]);

    [Fact]
    public void A_rule_says_what_it_was_read_from_whether_it_holds_or_not()
    {
        var explanation = Explain("""
            name: Values
            fit:
              rules:
                - { name: Manager, points: 5, when: { Job Title: { contains: manager }, not: { any: [ { job_title: Intern }, { account.industry: Food } ] } } }
                - { name: Large, points: 10, when: { employees: { gte: 100 } } }
            engagement:
              rules:
                - { name: Visit, points: 3, event: page, where: { path: /pricing } }
            """, ("title", " Plant Manager "));

        explanation.Lines.ShouldHaveSingleItem().Values.ShouldBe([new AskedValue("Job Title", "Plant Manager"), new AskedValue("account.industry", null)]);
        explanation.NotHeld.Select(r => (r.Part, r.Rule.Name, r.Rule.Points, r.Rule.Asks())).ShouldBe([
            (ScorePart.Fit, "Large", 10m, "employees is at least 100"), (ScorePart.Engagement, "Visit", 3m, "“page” where path is “/pricing”"),
        ]);
        explanation.NotHeld[0].Values.ShouldBe([new AskedValue("employees", null)]);
    }

    [Fact]
    public void An_engagement_rule_says_what_it_would_give_unfaded()
    {
        var (playbook, _) = PlaybookReader.Read("{ name: X, engagement: { rules: [ { name: Visit, event: page, points: 8, max: 2, decay: { half_life: 10d } } ] } }");
        var visits = Enumerable.Range(0, 4).Select(i => new Event($"{i}", "page", Now - Duration.FromDays(10 * (i + 1)), Now, []));

        var line = new Scorer(playbook!).Explain(Facts.None with { Events = [.. visits] }, Now).Lines.Single();

        (line.Seen, line.Counted, line.Points, line.Unfaded).ShouldBe((4, 2, 6m, 16m));
    }

    [Theory]
    [InlineData("1.005 2.005", "Rounding -0.01", "1.01 2.01 -0.02")]
    [InlineData("40.123456789 0.876543211", "Limit -1", "40.12 0.88 -1")]
    [InlineData("41.999999999", "Limit -1.999999999", "42 -2")]
    [InlineData("41.994 0.000000001 3.003", "Limit -4.997000001", "41.99 3 -4.99")]
    [InlineData("0.335 0.335 0.33", null, "0.335 0.335 0.33")]
    [InlineData("0.3335 0.3335 0.333", null, "0.3335 0.3335 0.333")]
    [InlineData("7.614 2.386", null, "7.61 2.39")]
    [InlineData("0.333333333 0.333333333 0.333333334", null, "0.3333 0.3333 0.3333 0.0001")]
    [InlineData("5 0", null, "5")]
    [InlineData("5.003", "Rounding -0.003", "5")]
    public void Shown_lines_add_up_with_as_few_decimals_as_that_takes(string rules, string? other, string shown)
    {
        var lines = rules.Split(' ').Select(points => new ExplanationLine(ScorePart.Fit, LineKind.Rule, "rule", Decimal(points))).ToList();
        if (other?.Split(' ') is [var kind, var points])
        {
            lines.Add(new ExplanationLine(ScorePart.Fit, Enum.Parse<LineKind>(kind), "other", Decimal(points)));
        }

        var exact = new Explanation(default, [.. lines], []);

        string.Join(' ', ShownLines.Of(exact).Select(line => line.Points.ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture))).ShouldBe(shown);
    }

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Lines(string yaml, params (string Name, string Value)[] attributes) =>
        [.. Explain(yaml, attributes).Lines.Where(l => l.Part == ScorePart.Fit).Select(l => FormattableString.Invariant($"{l.Points:+0;-0} {l.Text}"))];

    private static Explanation Explain(string yaml, params (string Name, string Value)[] attributes)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        mistakes.ShouldBeEmpty();
        var edit = new Edit("1", Now, attributes.Select(a => KeyValuePair.Create(a.Name, Value.Of(a.Value))));
        return new Scorer(playbook!).Explain(Facts.None with { Edits = [edit] }, Now);
    }
}
