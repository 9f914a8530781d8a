using Baton.Core.Conditions;
using Baton.Core.Leads;
using Baton.Core.Lifecycle;
using Baton.Core.Playbooks;
using Baton.Core.Scoring;
using NodaTime;

namespace Baton.Core.Tests.Scoring;

/// <summary>The model that Baton grew from, as the sample playbook states it.</summary>
public class TestVectorTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 4, 12, 0);
    private static readonly Scorer Scorer = new(PlaybookReader.Read(File.ReadAllText(Repository.File("samples/playbooks/metal-fabrication.yaml"))).Playbook!);

    [Fact]
    public void A_plant_manager_in_metal_fabrication_with_120_employees_who_asks_for_a_quote_scores_75_and_is_an_SQL()
    {
        var score = Scorer.Score(Asking("Plant Manager"), Now);

        score.Total.ShouldBe(75);
        score.Stage.ShouldBe(Stage.Sql);
    }

    [Fact]
    public void An_intern_there_who_asks_scores_50_and_is_not()
    {
        var score = Scorer.Score(Asking("Intern"), Now);

        score.Total.ShouldBe(50);
        score.Stage.ShouldBe(Stage.Mql);
    }

    [Fact]
    public void The_intern_needs_25_more_points()
    {
        var standing = Scorer.Standing(Asking("Intern"), Now);

        standing.Next.ShouldBe(Stage.Sql);
        standing.Needs.ShouldBe(["25 more points"]);
    }

    [Theory]
    [InlineData("Quote Requested", null, null, 30)]
    [InlineData("demo requested", null, null, 30)]
    [InlineData("page", "path", "/pricing", 15)]
    [InlineData("Case Study Downloaded", "funnel_stage", "bottom", 10)]
    [InlineData("Case Study Downloaded", "funnel_stage", "top", 0)]
    [InlineData("Email Opened", "kind", "sales", 3)]
    [InlineData("Unsubscribed", null, null, -5)]
    public void Each_behaviour_has_its_points(string name, string? property, string? value, int points)
    {
        KeyValuePair<string, Value>[] properties = property is null ? [] : [KeyValuePair.Create(property, Value.Of(value))];
        var facts = Facts.None with { Events = [new Event("1", name, Now, Now, properties)] };

        Scorer.Score(facts, Now).Engagement.ShouldBe(points);
    }

    [Fact]
    public void A_crossing_after_the_last_year_there_is_is_no_crossing()
    {
        var (playbook, _) = PlaybookReader.Read(
            "{ name: Slow, engagement: { rules: [ { name: q, event: q, points: 30, decay: { percent: 0.1, every: 3650d } } ] }, stages: { mql: { score: 1 } } }");

        new Scorer(playbook!).NextCrossing(Facts.None with { Events = [new Event("1", "q", Now, Now, [])] }, Now).ShouldBeNull();
    }

    private static Facts Asking(string title) => new(
        [new Event("1", "Quote Requested", Now, Now, [])],
        [new Edit("1", Now, new Dictionary<string, Value>
        {
            ["Job Title"] = Value.Of(title),
            ["Industry"] = Value.Of("metal fabrication"),
            ["NumberOfEmployees"] = Value.Of("120"),
            ["State"] = Value.Of("Texas"),
        })],
        []);
}
