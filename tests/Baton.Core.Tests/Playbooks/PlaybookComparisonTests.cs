using System.Globalization;
using Baton.Core.Documents;
using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class PlaybookComparisonTests
{
    private const string Yaml = """
        name: Machines
        fit:
          max: 60
          groups: { size: { pick: best } }
          rules:
            - { name: Manager, points: 15, when: { title: { contains: manager } } }
            - { name: Big, group: size, points: 10, when: { employees: { gte: 50 } } }
        engagement:
          rules:
            - { name: Quote, event: Quote Requested, points: 30, max: 2, decay: { percent: 50, every: 30d } }
        grades: { fit: { A: 20, B: 10, C: 0 }, engagement: { 1: 20, 2: 10, 3: 3 } }
        qualification: { budget: { ask: How much?, confirmed: { gte: 1000 } } }
        stages: { mql: { score: 30 }, sql: { score: 50 } }
        handoffs:
          mql:
            routes:
              - { name: South, when: { country: Italy }, team: South }
              - { name: Rest, team: North }
            fallback: Desk
            response: { within: 60 minutes, remind_at: 50 }
            cadence: { attempts: [{ kind: call, day: 0 }] }
        rejections: { not_now: }
        """;

    [Fact]
    public void A_playbook_is_no_different_from_itself_however_it_is_written() =>
        Compare(Yaml, "# the same\n" + Yaml.Replace("Quote Requested", "'Quote Requested'", StringComparison.Ordinal)).ShouldBeEmpty();

    [Theory]
    [InlineData("name: Machines", "name: Tools", "The playbook’s name changed: Machines becomes Tools.")]
    [InlineData("  max: 60", "  max: 70", "The limit of fit changed: at most 60 points becomes at most 70 points.")]
    [InlineData("pick: best", "pick: sum", "The fit group “size” changed: Only the one with the most points counts becomes All that apply count.")]
    [InlineData("points: 15", "points: 20", "The fit rule “Manager” changed: +15 becomes +20.")]
    [InlineData("gte: 50 ", "gte: 80 ", "The fit rule “Big” changed: where employees is at least 50 becomes where employees is at least 80.")]
    [InlineData("name: Big, group: size", "name: Big", "The fit rule “Big” changed: in the group size becomes nothing of that.")]
    [InlineData("max: 2", "max: 3", "The engagement rule “Quote” changed: counts at most 2 times becomes counts at most 3 times.")]
    [InlineData("percent: 50", "percent: 25", "The engagement rule “Quote” changed: loses 50% every 30 days becomes loses 25% every 30 days.")]
    [InlineData(
        "C: 0", "C: 5",
        "The table of grades changed: fit A from 20, B from 10, C from 0; engagement 1 from 20, 2 from 10, 3 from 3 becomes fit A from 20, B from 10, C from 5; engagement 1 from 20, 2 from 10, 3 from 3.")]
    [InlineData("gte: 1000", "gte: 2000", "The criterion “budget” changed: confirmed where budget is at least 1,000 becomes confirmed where budget is at least 2,000.")]
    [InlineData("sql: { score: 50 }", "sql: { score: 60 }", "The gate “SQL” changed: score of at least 50 becomes score of at least 60.")]
    [InlineData("{ gte: 1000 } }", "{ gte: 1000 }, answer: money }", "The criterion “budget” changed: nothing of that becomes answered by an amount.")]
    [InlineData("{ gte: 1000 } }", "{ gte: 1000 }, forms: [Quote] }", "The criterion “budget” changed: nothing of that becomes forms that count: Quote.")]
    [InlineData("within: 60", "within: 90",
        "The hand-off “MQL” changed: Response time: a person tries to reach the lead within 60 minutes of the team’s working time after the hand-off. Automatic mails and what comes in from the lead do not count. After 30 minutes (50%) the assignee is reminded "
        + "becomes Response time: a person tries to reach the lead within 90 minutes of the team’s working time after the hand-off. Automatic mails and what comes in from the lead do not count. After 45 minutes (50%) the assignee is reminded.")]
    [InlineData("team: South }", "team: South, assign: least_open }",
        "The hand-off “MQL” changed: South: where country is “Italy” to South, in turn becomes South: where country is “Italy” to South, to whoever has the fewest open hand-offs.")]
    [InlineData("fallback: Desk", "fallback: Sales", "The hand-off “MQL” changed: else to Desk becomes else to Sales.")]
    [InlineData("{ not_now: }", "{ not_now: { wake: 30d } }", "The rejection “not_now” changed: Not now: recycled; wakes after 90 days becomes Not now: recycled; wakes after 30 days.")]
    [InlineData("{ not_now: }", "{ not_now: }\nrecycling: { requalify: 5 }",
        "Recycling changed: A lead that was given back qualifies again before it wakes if it gains 20 points of engagement. A lead whose deal was lost does not wake by itself "
        + "becomes A lead that was given back qualifies again before it wakes if it gains 5 points of engagement. A lead whose deal was lost does not wake by itself.")]
    [InlineData(", sql: { score: 50 }", "", "The gate “SQL” is gone: score of at least 50.")]
    public void Each_difference_is_said_in_words(string was, string now, string words) =>
        Compare(Yaml, Yaml.Replace(was, now, StringComparison.Ordinal)).Select(change => change.Words).ShouldBe([words]);

    [Fact]
    public void The_order_of_routes_matters()
    {
        const string South = "      - { name: South, when: { country: Italy }, team: South }\n";
        var turned = Yaml.Replace(South, "", StringComparison.Ordinal).Replace("    fallback: Desk", South + "    fallback: Desk", StringComparison.Ordinal);

        Compare(Yaml, turned).Select(change => change.Words).ShouldBe(["The hand-off “MQL” changed: in the order South, Rest becomes in the order Rest, South."]);
    }

    [Fact]
    public void A_rule_of_another_name_is_one_gone_and_one_new()
    {
        var changes = Compare(Yaml, Yaml.Replace("name: Manager", "name: Boss", StringComparison.Ordinal));

        changes.Select(change => (change.Kind, change.Name)).ShouldBe([(ChangeKind.Added, "Boss"), (ChangeKind.Removed, "Manager")]);
        changes[0].Words.ShouldBe("The fit rule “Boss” is new: +15; where title contains the word “manager”.");
    }

    [Fact]
    public void Comparing_the_other_way_round_exchanges_new_and_gone()
    {
        var other = Yaml.Replace("name: Quote,", "name: Request,", StringComparison.Ordinal).Replace("points: 15", "points: 5", StringComparison.Ordinal);

        Compare(other, Yaml).Select(change => (change.Name, change.Was, change.Is)).Order()
            .ShouldBe(Compare(Yaml, other).Select(change => (change.Name, change.Is, change.Was)).Order());
    }

    [Fact]
    public void What_another_language_says_alike_is_different_all_the_same()
    {
        var german = new Wording(english => english == "No budget" ? "Kein Budget" : null, new NumberFormatInfo { NumberDecimalSeparator = "," });
        var (usual, named) = (Yaml.Replace("not_now:", "no_budget:", StringComparison.Ordinal), Yaml.Replace("not_now:", "no_budget: { title: Kein Budget }", StringComparison.Ordinal));

        PlaybookComparison.Compare(Read(usual), Read(named), german).ShouldHaveSingleItem();
        PlaybookComparison.Compare(Read(usual), Read(usual), german).ShouldBeEmpty();
    }

    [Fact]
    public void Ten_seconds_are_a_difference() => Compare(
        Yaml.Replace("{ title: { contains: manager } }", "{ since: { gt: 2026-03-31T12:00:10Z } }", StringComparison.Ordinal),
        Yaml.Replace("{ title: { contains: manager } }", "{ since: { gt: 2026-03-31T12:00:20.5Z } }", StringComparison.Ordinal))
        .ShouldHaveSingleItem().Words.ShouldBe("The fit rule “Manager” changed: where since is after 2026-03-31 12:00:10 UTC becomes where since is after 2026-03-31 12:00:20.5 UTC.");

    private static IReadOnlyList<PlaybookChange> Compare(string older, string newer) => PlaybookComparison.Compare(Read(older), Read(newer));

    private static Playbook Read(string yaml) => PlaybookReader.Read(yaml).Playbook.ShouldNotBeNull();
}
