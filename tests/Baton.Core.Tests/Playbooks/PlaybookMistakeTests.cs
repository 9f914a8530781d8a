using Baton.Core.Playbooks;

namespace Baton.Core.Tests.Playbooks;

public class PlaybookMistakeTests
{
    [Theory]
    [InlineData("points: NaN", "line 5, column 15: `points` takes a number, not `NaN`")]
    [InlineData("points: Infinity", "line 5, column 15: `points` takes a number, not `Infinity`")]
    [InlineData("points: 1e999", "line 5, column 15: `points` takes a number, not `1e999`")]
    [InlineData("points: many", "line 5, column 15: `points` takes a number, not `many`")]
    [InlineData("points: 5 EUR", "line 5, column 15: `points` takes a number, not `5 EUR`")]
    [InlineData("points: [5]", "line 5, column 15: `points` takes a number, not a list")]
    [InlineData("points: 10000000", "line 5, column 15: `points` must be from -1,000,000 to 1,000,000, and 10000000 is not")]
    [InlineData("points: 1.00001", "line 5, column 15: `points` takes at most 4 decimals, and `1.00001` has more")]
    [InlineData("points: 1e-400", "line 5, column 15: `points` takes at most 4 decimals, and `1e-400` has more")]
    [InlineData("points: -0.0000000000000000000000000000001", "line 5, column 15: `points` takes at most 4 decimals, and `-0.0000000000000000000000000000001` has more")]
    [InlineData("points:", "line 5, column 7: the rule needs `points`, such as `points: 10`")]
    [InlineData("poinst: 5", "line 5, column 7: the rule has no `poinst`; did you mean `points`?")]
    [InlineData("points: 5\n      colour: red", "line 6, column 7: the rule has no `colour`; it takes name, points, group, when")]
    [InlineData("points: 5\n      group: seniorty", "line 6, column 14: there is no group `seniorty`; did you mean `seniority`?")]
    [InlineData("points: 5\n      group: [seniority]", "line 6, column 14: `group` takes a text, not a list")]
    public void A_fit_rule_is_explained(string line, string mistake) =>
        Mistakes($"""
            name: X
            fit:
              rules:
                - name: Rule
                  {line}
                  when: {"{ a: 1 }"}
              groups: {"{ seniority: { pick: best } }"}
            """).ShouldBe([mistake]);

    [Theory]
    [InlineData("event: []", "`event` takes at least one event's name")]
    [InlineData("event: [a, ' ']", "`event` takes an event's name or a list of them, not ` `")]
    [InlineData("event: [a, A]", "the event `A` is already in this list")]
    [InlineData("event: { a: b }", "`event` takes an event's name or a list of them, not a section")]
    [InlineData("event:", "the rule needs `event`, such as `event: Quote Requested`")]
    [InlineData("event: a\n      max: 1.5", "`max` takes a whole number, not `1.5`")]
    [InlineData("event: a\n      max: 0", "`max` must be from 1 to 1,000,000, and 0 is not")]
    [InlineData("event: a\n      max_per_day: -1", "`max_per_day` must be from 1 to 1,000,000, and -1 is not")]
    [InlineData("event: a\n      when: { b: 1 }", "the rule has no `when`; it takes name, points, group, event, where, max_per_day, max, decay")]
    [InlineData("event: a\n      where: { b: { contians: x } }", "unknown operator `contians`; did you mean `contains`?")]
    [InlineData("event: a\n      decay: fast", "`decay` takes `percent`, `every`, `half_life`, not `fast`")]
    [InlineData("event: a\n      decay: { percent: 200, every: 30d }", "`percent` must be from 0.001 to 100, and 200 is not")]
    [InlineData("event: a\n      decay: { percent: 0, every: 30d }", "`percent` must be from 0.001 to 100, and 0 is not")]
    [InlineData("event: a\n      decay: { percent: 20 }", "`decay` needs `every`, such as `every: 30d`")]
    [InlineData("event: a\n      decay: { every: 20d }", "`decay` needs `percent`, such as `percent: 10`")]
    [InlineData("event: a\n      decay: { percent: 20, half_life: 30d }", "a decay has either `percent` with `every`, or `half_life`; keep one")]
    [InlineData("event: a\n      decay: { half_life: 30 }", "`half_life` takes 1 to 3,650 days, such as `30d` or `4w`, not `30`")]
    [InlineData("event: a\n      decay: { half_life: 0d }", "`half_life` takes 1 to 3,650 days, such as `30d` or `4w`, not `0d`")]
    [InlineData("event: a\n      decay: { half_life: 600w }", "`half_life` takes 1 to 3,650 days, such as `30d` or `4w`, not `600w`")]
    [InlineData("event: a\n      decay: { percent: 10, every: 30h }", "`every` takes 1 to 3,650 days, such as `30d` or `4w`, not `30h`")]
    [InlineData("event: a\n      decay: { percent: 10, every: 99999999999d }", "`every` takes 1 to 3,650 days, such as `30d` or `4w`, not `99999999999d`")]
    public void An_engagement_rule_is_explained(string line, string message) =>
        Messages($"""
            name: X
            engagement:
              rules:
                - name: Rule
                  points: 5
                  {line}
            """).ShouldBe([message]);

    [Theory]
    [InlineData("range: { min: 5, max: 5 }", "the range from 5 to 5 is empty; `max` must be above `min`")]
    [InlineData("range: 100", "`range` takes `min`, `max`, not `100`")]
    [InlineData("range: { max: 1.5 }", "`max` takes a whole number, not `1.5`")]
    [InlineData("engagment: { rules: [] }", "a playbook has no `engagment`; did you mean `engagement`?")]
    [InlineData("colours: 3", "a playbook has no `colours`; it takes name, range, fit, engagement, grades, qualification, stages, handoffs, rejections, recycling")]
    [InlineData("engagement: { rules: { a: 1 } }", "`rules` takes a list, each rule starting with `- name: …`, not a section")]
    [InlineData("engagement: { min: 5, max: 1 }", "`min` 5 is above `max` 1; exchange them")]
    [InlineData("engagement: { groups: [a] }", "`groups` takes names, each with its limits, such as `e-mail: { max: 10 }`, not a list")]
    [InlineData("engagement: { groups: { a: { min: 5, max: 4 } } }", "`min` 5 is above `max` 4; exchange them")]
    [InlineData("engagement: { groups: { a: { pick: bets } } }", "`pick` is `sum` or `best`, not `bets`")]
    [InlineData("engagement: { groups: { '': { max: 5 } } }", "a group's name is missing here")]
    [InlineData("engagement: { groups: { a: 5 }, rules: [ { name: G, event: e, points: 1, group: a } ] }", "the group `a` takes `pick`, `min`, `max`, not `5`")]
    [InlineData("engagement: { rules: [ { name: a, event: e, points: 1 } ] }", "a rule on line 4 is already called `a`; every rule needs a name of its own")]
    [InlineData("engagement: { rules: [ { name: ' ', event: e, points: 1 } ] }", "`name` takes a text, not ` `")]
    [InlineData("engagement: { rules: [ { name: G, event: e, points: 1, group: x } ] }", "there are no `groups` here yet; add `groups: { x: { max: 10 } }` above `rules`")]
    [InlineData("engagement: { rules: [ 5 ] }", "the rule takes `name`, `points`, `group`, `event`, `where`, `max_per_day`, `max`, `decay`, not `5`")]
    [InlineData("grades: { fit: { A: 3, B: 2, C: 1 } }", "`grades` needs `engagement`, such as `engagement: { 1: 40, 2: 20, 3: 5 }`")]
    [InlineData("grades: { fit: { A: 3, B: 3, C: 1 }, engagement: { 1: 3, 2: 2, 3: 1 } }", "`B` starts at 3, which is not below the band before it, 3")]
    [InlineData("grades: { fit: { A: 3, B: 2, C: 1, D: 0 }, engagement: { 1: 3, 2: 2, 3: 1 } }", "`grades` for fit has no `D`; it takes A, B, C")]
    [InlineData("qualification: [budget]", "`qualification` takes names, each with `ask` and `confirmed`, or `framework: BANT`, not a list")]
    [InlineData("qualification: { need: { ask: Which? } }", "the criterion `need` needs `confirmed`, such as `confirmed: { has: true }`")]
    [InlineData("qualification: { need: { confirmed: { has: true } } }", "the criterion `need` needs `ask`, such as `ask: Which budget is set aside?`")]
    [InlineData("qualification: { need: { ask: '', confirmed: { has: true } } }", "`ask` takes a text or a list of texts, not ``")]
    [InlineData("qualification: { need: { ask: Which?, confirmed: { gte: soon } } }", "`gte` needs a number, an amount such as `150000 EUR` or a date such as `2026-03-31`, and `soon` is none")]
    [InlineData("qualification: { ' ': { ask: Which?, confirmed: { has: true } } }", "a property's name is missing here")]
    [InlineData("stages: { won: { score: 5 } }", "`stages` has no `won`; it takes mql, sal, sql")]
    [InlineData("stages: { mql: 40 }", "the stage MQL takes `score`, `fit`, `engagement`, `when`, `confirmed`, not `40`")]
    [InlineData("stages: { sal: {} }", "the stage SAL needs `accepted_by`, such as `accepted_by: inside sales`")]
    [InlineData("stages: { sql: { score: 101 } }", "`score` must be from 0 to 100, and 101 is not")]
    [InlineData("stages: { mql: { score: 40 }, sql: { score: 39 } }", "`score` 39 is below the 40 that the stage before asks for; a later stage cannot ask for less")]
    [InlineData("stages: { mql: { fit: 40 }, sal: { accepted_by: x }, sql: { fit: 39 } }", "`fit` 39 is below the 40 that the stage before asks for; a later stage cannot ask for less")]
    [InlineData("stages: { sql: { fit: 62 } }", "`fit` 62 can never be reached: the limits under `fit` and `engagement` allow 61 at most")]
    [InlineData("engagement: { max: 20 }\nstages: { sql: { score: 82 } }", "`score` 82 can never be reached: the limits under `fit` and `engagement` allow 81 at most")]
    [InlineData("stages: { sql: { confirmed: budget } }", "`confirmed` takes a list of criteria, such as `[budget, timeline]`, not `budget`")]
    [InlineData("stages: { sql: { confirmed: [budget] } }", "there is no criterion `budget`; add it to `qualification` with `ask` and `confirmed`")]
    [InlineData("qualification: { need: { ask: Which?, confirmed: { has: true } } }\nstages: { sql: { confirmed: [nede] } }", "there is no criterion `nede`; did you mean `need`?")]
    [InlineData("qualification: { need: { ask: Which?, confirmed: { has: true } } }\nstages: { sql: { confirmed: [need, need] } }", "`need` is already in this list")]
    [InlineData("qualification: { need: { ask: Which? } }\nstages: { sql: { confirmed: [need] } }", "the criterion `need` needs `confirmed`, such as `confirmed: { has: true }`")]
    public void The_rest_of_a_playbook_is_explained(string lines, string message) =>
        Messages($"""
            name: X
            fit:
              max: 60.5
              rules: [ {"{ name: A, points: 5, when: { a: 1 } }"} ]
            {lines}
            """).ShouldBe([message]);

    [Theory]
    [InlineData("name: X", "a playbook needs at least one rule, under `fit` or under `engagement`")]
    [InlineData("fit: { rules: [ { name: A, points: 5, when: { a: 1 } } ] }", "a playbook needs `name`, such as `name: Packaging machines`")]
    [InlineData("- a", "a playbook takes `name`, `range`, `fit`, `engagement`, `grades`, `qualification`, `stages`, `handoffs`, `rejections`, `recycling`, not a list")]
    [InlineData("just a text", "a playbook takes `name`, `range`, `fit`, `engagement`, `grades`, `qualification`, `stages`, `handoffs`, `rejections`, `recycling`, not `just a text`")]
    public void What_is_no_playbook_says_what_one_needs(string yaml, string message) => Messages(yaml).ShouldBe([message]);

    [Fact]
    public void Ten_mistakes_are_ten_messages_in_the_order_of_the_text() =>
        Mistakes("""
            name: X
            range: { min: 100, max: 0 }
            fit:
              groups: { size: { pick: most } }
              rules:
                - name: Manager
                  points: lots
                  when: { title: { contians: manager } }
                - name: manager
                  points: 5
                  group: sise
                  when: { title: { matches: '(?<=x)y' } }
            engagement:
              rules:
                - { name: Asked, event: Quote Requested, pionts: 30, decay: { half_life: 2 months } }
            stages:
              sql: { score: 75, confirmed: [budget] }
            """).Select(m => m.Split(':')[0]).ShouldBe([
                "line 2, column 8", "line 4, column 27", "line 7, column 15", "line 8, column 24", "line 9, column 13",
                "line 11, column 14", "line 12, column 33", "line 15, column 46", "line 15, column 78", "line 17, column 33",
            ]);

    private static string[] Mistakes(string yaml)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        playbook.ShouldBeNull();
        return [.. mistakes.Select(m => m.ToString())];
    }

    private static string[] Messages(string yaml) => [.. PlaybookReader.Read(yaml).Mistakes.Select(m => m.Message)];
}
