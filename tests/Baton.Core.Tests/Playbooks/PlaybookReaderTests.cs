using System.Text;
using Baton.Core.Conditions;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class PlaybookReaderTests
{
    public static TheoryData<string> Samples => [.. Directory.EnumerateFiles(Repository.File("samples/playbooks"), "*.yaml").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_is_read_without_a_mistake(string path)
    {
        var (playbook, mistakes) = PlaybookReader.Read(File.ReadAllText(path));

        mistakes.ShouldBeEmpty();
        playbook.ShouldNotBeNull();
    }

    [Fact]
    public void A_playbook_is_read_as_it_is_written()
    {
        var playbook = Read("""
            name: ' Packaging '
            range: { min: -10, max: 80 }
            fit:
              min: -20
              max: 60.5
              groups: { seniority: { pick: best }, data: { min: -15, max: 3 }, sum: { pick: sum } }
              rules:
                - { name: Manager, points: 1.2345, group: seniority, when: { title: { contains: manager } } }
            engagement:
              rules:
                - name: Asked
                  event: [ Quote Requested, Demo Requested ]
                  where: { budget: { gte: 150000 EUR } }
                  points: -30
                  max: 2
                  max_per_day: 1
                  decay: { percent: 12.5, every: 2 weeks }
                - { name: Page, event: page, points: 1, decay: { half_life: 14d } }
                - { name: Other, event: x, points: 1, decay: none }
            grades:
              fit: { A: 40, B: 25, C: -10 }
              engagement: { 1: 30, 2: 15, 3: 3 }
            qualification:
              budget: { ask: Which?, confirmed: { gte: 150000 EUR } }
            stages:
              mql: { score: 40, fit: 10, engagement: 5 }
              sal: { accepted_by: inside sales }
              sql: { score: 50, when: { country: Germany }, confirmed: [budget] }
            """);

        playbook.Name.ShouldBe("Packaging");
        playbook.Range.ShouldBe(new ScoreRange(-10, 80));
        playbook.Fit.Limits.ShouldBe(new Limits(-20, 60.5m));
        playbook.Fit.Groups.ShouldBe([
            new RuleGroup("seniority", Pick.Best, default), new RuleGroup("data", Pick.Sum, new Limits(-15, 3)), new RuleGroup("sum", Pick.Sum, default),
        ]);
        var manager = playbook.Fit.Rules.ShouldHaveSingleItem();
        (manager.Name, manager.Points, manager.Group).ShouldBe(("Manager", 1.2345m, "seniority"));
        manager.When.ShouldBeOfType<Condition.Comparison>().Operator.ShouldBe(Operator.Contains);
        var asked = playbook.Engagement.Rules[0];
        asked.Events.ShouldBe(["Quote Requested", "Demo Requested"]);
        (asked.Points, asked.Max, asked.MaxPerDay, asked.Group).ShouldBe((-30m, 2, 1, null));
        playbook.Engagement.Rules.Select(r => r.Decay).ShouldBe([new Decay.Linear(12.5m, 14), new Decay.HalfLife(14), new Decay.None()]);
        playbook.Grades.ShouldBe(new Grades(40, 25, -10, 30, 15, 3));
        playbook.Criteria.ShouldHaveSingleItem().Ask.ShouldBe(["Which?"]);
        playbook.Gates.Select(g => (g.Stage, g.Score, g.Fit, g.Engagement, g.AcceptedBy)).ShouldBe([
            (Stage.Mql, 40, 10, 5, null), (Stage.Sal, null, null, null, "inside sales"), (Stage.Sql, 50, null, null, null),
        ]);
        playbook.Gates[2].Confirmed.ShouldBe(["budget"]);
    }

    [Fact]
    public void What_a_playbook_leaves_out_has_its_usual_value()
    {
        var playbook = Read("""
            name: Short
            range:
            engagement: { rules: [ { name: Asked, event: Quote Requested, points: 30 } ] }
            """);

        playbook.Range.ShouldBe(new ScoreRange(0, 100));
        playbook.Fit.Rules.ShouldBeEmpty();
        playbook.Grades.ShouldBeNull();
        playbook.Criteria.ShouldBeEmpty();
        playbook.Gates.ShouldBeEmpty();
        playbook.Engagement.Rules[0].Decay.ShouldBe(new Decay.None());
    }

    [Fact]
    public void SQL_can_be_score_only_and_can_demand_all_of_BANT()
    {
        const string Rules = "name: X\nfit: { rules: [ { name: A, points: 1, when: { a: 1 } } ] }\n";

        Read(Rules + "stages: { sql: { score: 75, confirmed: [] } }").Gates.ShouldHaveSingleItem().Confirmed.ShouldBeEmpty();
        Read(Rules + """
            qualification:
              budget: { ask: How much?, confirmed: { gte: 5000 } }
              authority: { ask: Who?, confirmed: { in: [decides] } }
              need: { ask: What?, confirmed: { has: true } }
              timeline: { ask: When?, confirmed: { lte: 2027-12-31 } }
            stages: { sql: { confirmed: [budget, authority, need, timeline] } }
            """).Gates.ShouldHaveSingleItem().Confirmed.Length.ShouldBe(4);
    }

    [Fact]
    public void Ten_thousand_rules_are_read()
    {
        var text = new StringBuilder("name: Large\nfit:\n  rules:\n");
        for (var i = 0; i < 10_000; i++)
        {
            text.Append("    - name: Rule ").Append(i).Append("\n      points: 1\n      when: { title: { contains: word").Append(i).Append(" } }\n");
        }

        Read(text.ToString()).Fit.Rules.Length.ShouldBe(10_000);
    }

    [Fact]
    public void Ten_thousand_mistakes_are_found_in_the_order_of_the_text()
    {
        var rules = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"    - {{ name: R{i}, points: NaN, when: {{ a: 1 }} }}\n"));

        var (playbook, mistakes) = PlaybookReader.Read("name: Large\nfit:\n  rules:\n" + rules);

        playbook.ShouldBeNull();
        mistakes.Select(m => m.Line).ShouldBe(Enumerable.Range(4, 10_000));
    }

    private static Playbook Read(string yaml)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        mistakes.ShouldBeEmpty();
        return playbook.ShouldNotBeNull();
    }
}
