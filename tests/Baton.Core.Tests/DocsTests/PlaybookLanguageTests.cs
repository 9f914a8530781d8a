using System.Globalization;
using Baton.Core.Conditions;
using Baton.Core.Handoffs;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Qualification;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Tests.DocsTests;

/// <summary>Runs every example of <c>docs/playbook.md</c>: its conditions, rules and playbooks, the numbers of its tables and the mistakes it shows.</summary>
public class PlaybookLanguageTests
{
    private static readonly string Page = Repository.File("docs/playbook.md");

    public static TheoryData<int> Conditions => Lines("yaml condition");

    public static TheoryData<int> Rules => Lines("yaml rule");

    public static TheoryData<int> Playbooks => Lines("yaml playbook");

    public static TheoryData<int> Mistakes => Lines("yaml mistake");

    [Fact]
    public void Every_example_says_what_it_is() =>
        Example.In(Page).Select(e => e.Info).Distinct().ShouldBe(["yaml playbook", "yaml condition", "yaml rule", "yaml mistake"], ignoreOrder: true);

    [Fact]
    public void Every_condition_and_every_table_of_a_rule_says_what_it_comes_to()
    {
        foreach (var example in Example.In(Page).Where(e => e.Info is "yaml condition" or "yaml rule").Where(e => e.Info == "yaml condition" || e.Table.Count > 0))
        {
            example.Table[0][^1].ShouldBe(example.Info == "yaml rule" ? "Points" : "Holds", example.ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_holds_where_the_page_says_so(int line)
    {
        var example = At(line);
        var (condition, mistakes) = ConditionReader.Read(example.Text);
        mistakes.ShouldBeEmpty();
        var table = new TestTable();
        var compiled = CompiledCondition.From(condition, table, AttributeName.Of);
        foreach (var row in example.Table.Skip(1))
        {
            var known = example.Table[0].Zip(row).SkipLast(1).ToDictionary(pair => AttributeName.Of(pair.First), pair => Value.Of(pair.Second), StringComparer.Ordinal);

            var holds = compiled.Holds(new ValueAnswers(table, table.Properties.Select(name => known.GetValueOrDefault(name)).ToArray()));

            (holds ? "yes" : "no").ShouldBe(row[^1], $"{example}: {string.Join(" | ", row)}");
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_gives_the_points_that_the_page_says(int line)
    {
        var example = At(line);
        var isFit = example.Text.Contains("when:", StringComparison.Ordinal);
        var rule = string.Join("\n", example.Text.Split('\n').Select((text, i) => (i == 0 ? "    - " : "      ") + text));
        var playbook = Read($"name: Example\n{(isFit ? "fit" : "engagement")}:\n  rules:\n{rule}\n");
        var events = isFit ? "" : playbook.Engagement.Rules[0].Events[0];
        foreach (var row in example.Table.Skip(1))
        {
            var facts = isFit
                ? ExampleLead.From(string.Join("; ", example.Table[0].Zip(row).SkipLast(1).Select(pair => $"{pair.First}: {pair.Second}")), "")
                : ExampleLead.From("", string.Join(", ", row[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(age => $"{events} {age.Trim()}")));

            var points = new Scorer(playbook).Explain(facts, ExampleLead.Today).Lines.Where(l => l.Kind == LineKind.Rule).Sum(l => l.Points);

            AsWritten(points, row[^1]).ShouldBe(row[^1], $"{example}: {string.Join(" | ", row)}");
        }
    }

    [Theory]
    [MemberData(nameof(Playbooks))]
    public void A_playbook_scores_as_the_page_says(int line)
    {
        var example = At(line);
        var scorer = new Scorer(Read(example.Text));
        foreach (var row in example.Table.Skip(1))
        {
            var cells = example.Table[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            var facts = ExampleLead.From(cells.GetValueOrDefault("Attributes", ""), cells.GetValueOrDefault("Events, days ago", ""));
            var answers = cells.TryGetValue("Answers", out var said) ? ExampleLead.AnswersFrom(said, scorer.Playbook) : null;
            var confirmations = answers is null
                ? ExampleLead.ConfirmationsFrom(cells.GetValueOrDefault("Confirmed", ""))
                : new Confirmations(scorer.Examiner.Confirmed(answers), Accepted: false);
            var score = scorer.Score(facts, ExampleLead.Today, confirmations);
            foreach (var (column, expected) in cells)
            {
                var actual = column switch
                {
                    "Attributes" or "Events, days ago" or "Answers" => expected,
                    "Confirmed" => answers is null ? expected : Judged(scorer, answers, CriterionState.Confirmed),
                    "Failed" => Judged(scorer, answers!, CriterionState.Failed),
                    "Fit" => score.Fit.ToString(CultureInfo.InvariantCulture),
                    "Engagement" => score.Engagement.ToString(CultureInfo.InvariantCulture),
                    "Score" => score.Total.ToString(CultureInfo.InvariantCulture),
                    "Grade" => score.Grade.ToString(),
                    "Stage" => score.Stage.Title(),
                    "Still needs" => string.Join(", ", scorer.Standing(facts, ExampleLead.Today, confirmations).Needs),
                    "Falls in" => FallsIn(scorer.NextCrossing(facts, ExampleLead.Today, confirmations)),
                    _ => ExampleHandoff.Cell(column, scorer, facts, cells) ?? $"The test knows no column {column}.",
                };

                actual.ShouldBe(expected, $"{example}: {column} of {string.Join(" | ", row)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_explained_as_the_page_says(int line) =>
        PlaybookReader.Read(At(line).Text).Mistakes.Select(m => m.ToString()).ShouldBe(At(line).Answer);

    [Fact]
    public void Every_word_of_the_language_is_in_the_page()
    {
        var page = File.ReadAllText(Page);
        IEnumerable<string> words =
        [
            .. PlaybookReader.Sections, .. PlaybookReader.RangeNames, .. AxisReader.AxisNames, .. AxisReader.GroupNames, .. AxisReader.FitRuleNames,
            .. AxisReader.EngagementRuleNames, .. AxisReader.DecayNames, .. StagesReader.StageNames, .. StagesReader.GateNames,
            .. StagesReader.AcceptanceNames, .. QualificationReader.CriterionNames, QualificationReader.Framework, .. Frameworks.All.Keys, .. AnswerTypes.Names,
            .. HandoffsReader.StageNames, .. HandoffsReader.PlanNames, .. HandoffsReader.RouteNames, .. Assignments.Spellings, .. HandoffsReader.DeadlineNames,
            .. HandoffsReader.CadenceNames, .. HandoffsReader.AttemptNames, .. Enum.GetValues<ContactKind>().Select(kind => kind.Name()),
            .. RejectionsReader.ReasonNames, .. RejectionsReader.Outcomes, .. RejectionsReader.RecyclingNames, .. RejectionReason.Usual.Select(reason => reason.Name),
            .. ConditionReader.Combiners, .. Operators.Spellings,
        ];

        words.Distinct().Where(word => !page.Contains($"`{word}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static TheoryData<int> Lines(string info) => [.. Example.In(Page).Where(e => e.Info == info).Select(e => e.Line)];

    private static Example At(int line) => Example.In(Page).Single(e => e.Line == line);

    private static string Judged(Scorer scorer, Answers answers, CriterionState state) =>
        string.Join(", ", scorer.Examiner.Judge(answers).Where(judged => judged.State == state).Select(judged => judged.Criterion.Name));

    private static string FallsIn(LocalDate? day) =>
        day is { } date ? $"{Period.DaysBetween(ExampleLead.Today.InUtc().Date, date).ToString(CultureInfo.InvariantCulture)} days" : "never";

    /// <summary>The number with as many decimals as the page gives.</summary>
    private static string AsWritten(decimal points, string written)
    {
        var point = written.IndexOf('.', StringComparison.Ordinal);
        return points.ToString("F" + (point < 0 ? 0 : written.Length - point - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var text
            && (point >= 0 || decimal.IsInteger(points)) ? text : points.ToString(CultureInfo.InvariantCulture);
    }

    private static Playbook Read(string yaml)
    {
        var (playbook, mistakes) = PlaybookReader.Read(yaml);
        mistakes.ShouldBeEmpty();
        return playbook.ShouldNotBeNull();
    }
}
