using Baton.Core.Conditions;
using Baton.Core.Qualification;
using Baton.Core.Tests.Handoffs;
using NodaTime;

namespace Baton.Core.Tests.Qualification;

public class AnswersTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 7, 1, 12, 0);
    private static readonly Criterion Budget = new(
        "budget", ["?"], AnswerType.Money, [], ConditionReader.Read("budget: { gte: 150000 EUR }").Condition!, ConditionReader.Read("budget: { lt: 100000 EUR }").Condition!, ["Quote Requested"]);

    [Fact]
    public void A_later_answer_holds_and_an_older_one_that_comes_late_does_not()
    {
        var answers = Answers.None.With(Of("90000 EUR", minute: 5)).With(Of("200000 EUR", minute: 9)).With(Of("1000 EUR", minute: 7));

        answers.To(Budget)!.Written.ShouldBe("200000 EUR");
        State(answers).ShouldBe(CriterionState.Confirmed);
    }

    [Fact]
    public void Of_two_answers_at_one_moment_the_greater_id_holds_in_whatever_order_they_come()
    {
        var one = Of("90000 EUR", minute: 5, id: "00000000-0000-7000-8000-000000000001");
        var other = Of("200000 EUR", minute: 5, id: "00000000-0000-7000-8000-000000000002");

        Answers.None.With(one).With(other).To(Budget).ShouldBe(other);
        Answers.None.With(other).With(one).To(Budget).ShouldBe(other);
    }

    [Fact]
    public void Forms_that_the_playbook_does_not_trust_are_kept_and_do_not_count()
    {
        var answers = Answers.None.With(Of("90000 EUR", minute: 1)).With(Of("200000 EUR", minute: 5, form: "Newsletter"));

        answers.All.Length.ShouldBe(2);
        State(answers).ShouldBe(CriterionState.Failed);
        State(answers.With(Of("200000 EUR", minute: 6, form: " quote requested "))).ShouldBe(CriterionState.Confirmed);
    }

    [Theory]
    [InlineData("150000 EUR", CriterionState.Confirmed)]
    [InlineData("150,000 €", CriterionState.Confirmed)]
    [InlineData("150000", CriterionState.Confirmed)]
    [InlineData("149999.99 EUR", CriterionState.Unknown)]
    [InlineData("99999 EUR", CriterionState.Failed)]
    [InlineData("200000 USD", CriterionState.Unknown)]
    [InlineData("", CriterionState.Unknown)]
    public void An_answer_confirms_fails_or_leaves_open(string written, CriterionState state) => State(Answers.None.With(Of(written, minute: 0))).ShouldBe(state);

    [Fact]
    public void Where_the_playbook_does_not_say_what_fails_every_other_answer_does()
    {
        var examiner = new Examiner([Budget with { Failed = null }]);

        examiner.Judge(Answers.None.With(Of("149999 EUR", minute: 0))).Single().State.ShouldBe(CriterionState.Failed);
        examiner.Judge(Answers.None.With(Of("", minute: 0))).Single().State.ShouldBe(CriterionState.Unknown, "It is no longer known.");
    }

    [Fact]
    public void Merging_gives_the_same_in_whatever_order_however_grouped_and_however_often()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var all = Enumerable.Range(0, random.Next(1, 60)).Select(i => Of($"{random.Next(300_000)} EUR", random.Next(20), RouterTests.Id($"{seed} {i}").ToString(), random.Next(3) == 0 ? null : $"Form {random.Next(15)}")
                with
            { Criterion = random.Next(3) == 0 ? "need" : random.Next(2) == 0 ? "budget" : "Budget" }).ToArray();
            var atOnce = all.Aggregate(Answers.None, (answers, answer) => answers.With(answer));

            random.Shuffle(all);
            var parts = all.Chunk(random.Next(1, 20)).Select(part => part.Aggregate(Answers.None, (answers, answer) => answers.With(answer))).ToList();
            var merged = parts.Aggregate((one, other) => random.Next(2) == 0 ? one.MergedWith(other) : other.MergedWith(one));

            merged.ShouldBe(atOnce, $"seed {seed}");
            merged.MergedWith(merged).ShouldBe(merged);
            merged.MergedWith(Answers.None).ShouldBe(merged);
            Answers.None.MergedWith(merged).ShouldBe(merged);
        }
    }

    private static CriterionState State(Answers answers) => new Examiner([Budget]).Judge(answers).Single().State;

    private static Answer Of(string written, int minute, string id = "00000000-0000-7000-8000-000000000000", string? form = null) => new(
        Guid.Parse(id), "budget", AnswerReader.Read(Budget, written, Now).Value, written, Now + Duration.FromMinutes(minute), "Ann", form is null ? AnswerSource.Call : AnswerSource.Form, form);
}
