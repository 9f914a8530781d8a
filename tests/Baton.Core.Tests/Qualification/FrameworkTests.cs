using Baton.Core.Conditions;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;

namespace Baton.Core.Tests.Qualification;

public class FrameworkTests
{
    public static TheoryData<string, string> Shipped => new()
    {
        { "BANT", "budget authority need timeline" },
        { "bant", "budget authority need timeline" },
        { "CHAMP", "challenges authority money prioritization" },
        { "GPCTBA/C&I", "goals plans challenges timeline budget authority consequences implications" },
        { "MEDDIC", "metrics economic_buyer decision_criteria decision_process identify_pain champion" },
    };

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_framework_is_read_without_a_mistake(string name, string criteria)
    {
        var read = Criteria($"framework: {name}");

        string.Join(' ', read.Select(criterion => criterion.Name)).ShouldBe(criteria);
        read.ShouldAllBe(criterion => !criterion.Ask.IsEmpty && criterion.Forms.IsEmpty);
        Frameworks.All.ContainsKey(name).ShouldBeTrue();
    }

    [Fact]
    public void Every_framework_that_ships_is_tested() => Frameworks.All.Count.ShouldBe(4);

    [Fact]
    public void A_criterion_says_what_is_different_and_the_rest_stays()
    {
        var read = Criteria("framework: BANT\n  budget: { confirmed: { gte: 150000 EUR }, forms: Quote Requested }\n  site: { ask: Is there room?, answer: yes_no, confirmed: yes }");

        read.Select(criterion => criterion.Name).ShouldBe(["budget", "authority", "need", "timeline", "site"]);
        (read[0].Type, read[0].Ask.Length, ConditionWords.Of(read[0].Confirmed), read[0].Forms.Single()).ShouldBe((AnswerType.Money, 2, "budget is at least 150,000 EUR", "Quote Requested"));
        (read[1].Type, ConditionWords.Of(read[1].Failed!)).ShouldBe((AnswerType.Choice, "authority is “no say”"));
    }

    [Fact]
    public void A_criterion_with_other_answers_says_what_confirms_it()
    {
        var read = Criteria("framework: BANT\n  authority: { answer: yes_no, confirmed: yes }\n  need: { choices: [big, small], confirmed: big }");

        (read[1].Type, read[1].Choices.Length, read[1].Failed, read[1].Ask.Length).ShouldBe((AnswerType.YesNo, 0, null, 2));
        (read[2].Type, read[2].Choices.Length).ShouldBe((AnswerType.Choice, 2));
        Mistakes("framework: BANT\n  authority: { answer: yes_no }").ShouldBe(["the criterion `authority` needs `confirmed`, such as `confirmed: { has: true }`"]);
        Criteria("framework: BANT\n  timeline: { answer: period, forms: [Quote Requested] }")[3].Type.ShouldBe(AnswerType.Period);
    }

    [Theory]
    [InlineData("framework: BANTT", "`framework` is one of `BANT`, `CHAMP`, `GPCTBA/C&I`, `MEDDIC`, not `BANTT`")]
    [InlineData("framework: [BANT]", "`framework` is one of `BANT`, `CHAMP`, `GPCTBA/C&I`, `MEDDIC`, not a list")]
    [InlineData("framwork: BANT", "the criterion `framwork` takes `ask`, `answer`, `choices`, `confirmed`, `failed`, `forms`, not `BANT`")]
    [InlineData("framework: BANT\n  Budget: { ask: Which?, confirmed: { has: true } }", "there is another criterion called `Budget`; each needs a name of its own")]
    [InlineData("need: { ask: Which?, confirmed: { has: true } }\n  NEED: { ask: Which?, confirmed: { has: true } }", "there is another criterion called `NEED`; each needs a name of its own")]
    [InlineData("need: { ask: Which?, answer: choice, confirmed: a }", "`answer: choice` needs `choices`, such as `choices: [decides, recommends]`")]
    [InlineData("need: { ask: Which?, answer: text, choices: [a], confirmed: a }", "`choices` are for `answer: choice`")]
    [InlineData("need: { ask: Which?, answer: words, confirmed: a }", "`answer` is one of `text`, `money`, `number`, `period`, `choice`, `yes_no`, not `words`")]
    [InlineData("need: { ask: [Which?, [a]], confirmed: a }", "`ask` takes a text or a list of texts, not a list")]
    [InlineData("need: { ask: Which?, confirmed: a, forms: { a: b } }", "`forms` takes a text or a list of texts, not a section")]
    [InlineData("need: { ask: Which?, confirmed: a, failed: { gte: soon } }", "`gte` needs a number, an amount such as `150000 EUR` or a date such as `2026-03-31`, and `soon` is none")]
    public void A_mistake_is_explained(string qualification, string message) => Mistakes(qualification).ShouldBe([message]);

    private static IReadOnlyList<Criterion> Criteria(string qualification)
    {
        var (playbook, mistakes) = PlaybookReader.Read(Yaml(qualification));
        mistakes.ShouldBeEmpty();
        return playbook!.Criteria;
    }

    private static string[] Mistakes(string qualification) => [.. PlaybookReader.Read(Yaml(qualification)).Mistakes.Select(mistake => mistake.Message)];

    private static string Yaml(string qualification) => $"name: X\nfit: {{ rules: [{{ name: A, points: 5, when: {{ a: 1 }} }}] }}\nqualification:\n  {qualification}\n";
}
