using Baton.Core.Lifecycle;
using Baton.Server.Deals;
using Baton.Server.Delivery;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;

namespace Baton.Server.Tests.Delivery;

public class EventTypeTests
{
    /// <summary>What is in a lead's timeline and nobody is told of, or is told under another name.</summary>
    private static readonly string[] NotTold =
        [ActivityKinds.StageChanged, ActivityKinds.Merged, ActivityKinds.Unmerged, ActivityKinds.AccountChanged, ActivityKinds.MarkChanged, ActivityKinds.AttributesFull];

    [Fact]
    public void All_that_is_told_is_in_the_list_once() => EventTypes.All.Select(one => one.Type).ShouldBe(
        [
            .. ActivityKinds.All.Except(NotTold),
            .. Enum.GetValues<Stage>().Select(EventTypes.OfStage),
            .. (string[])[DealNews.Opened, DealNews.Won, DealNews.Lost, EventTypes.Test],
        ],
        ignoreOrder: true);

    [Fact]
    public void The_page_has_every_type_with_what_it_tells()
    {
        var page = File.ReadAllText(Repository.File("docs/delivery.md"));

        page.ReplaceLineEndings("\n").ShouldContain("| type | tells |\n|---|---|\n" + string.Concat(EventTypes.All.Select(one => $"| `{one.Type}` | {one.Tells} |\n")) + "\n");
    }

    [Theory]
    [InlineData("*", null)]
    [InlineData("lead.*", null)]
    [InlineData("lead.sql", null)]
    [InlineData("webhook.test", null)]
    [InlineData("lead.sqll", "There are no events `lead.sqll`; did you mean `lead.sql`?")]
    [InlineData("leads.*", "There are no events `leads.*`; did you mean `lead.*`?")]
    [InlineData("Handoff.opened", "There are no events `Handoff.opened`; did you mean `handoff.opened`?")]
    [InlineData("lead", "There are no events `lead`.")]
    [InlineData("lead.", "There are no events `lead.`; did you mean `lead.*`?")]
    [InlineData("**", "There are no events `**`.")]
    public void A_pattern_that_never_matches_is_no_pattern(string pattern, string? mistake) => EventTypes.Mistake(pattern).ShouldBe(mistake);

    [Fact]
    public async Task A_type_that_is_misspelt_is_refused_with_all_there_are()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        foreach (var path in (string[])["/api/webhooks", "/api/slack"])
        {
            var problem = (await api.PostAsync(path, new { name = "CRM", url = "https://hooks.slack.com/x", types = new[] { "lead.sqll", "deal.*", "task.did" } })).Problem(400);
            problem.ShouldStartWith("`types`: There are no events `lead.sqll`; did you mean `lead.sql`? There are no events `task.did`; did you mean `task.due`? The types are `lead.visitor`, ");
            problem.ShouldNotContain("`deal.*`");
        }
    }
}
