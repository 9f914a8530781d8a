using Baton.Server.Storage;
using Baton.Server.Tests.Delivery;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Handoffs;

/// <summary>A maker of packaging machines: inside sales phones every MQL, and only a large budget within a year makes an SQL, which a regional manager gets.</summary>
public class PracticalCaseTests
{
    private const int Leads = 200;

    [Theory]
    [EachDatabase]
    public async Task Two_hundred_leads_go_their_ways_and_every_one_tells_its_story(Dialect dialect)
    {
        await using var mails = await Receiver.StartAsync("mail-receiver.mjs");
        await using var sales = await SalesFloor.OpenAsync(dialect, mails);

        await sales.SendLeadsAsync(Leads);
        var open = await sales.ListAsync("/api/handoffs?state=open&stage=MQL&limit=200");
        open.Count.ShouldBe(Leads);
        var shares = open.CountBy(handoff => (string)handoff["person"]!["email"]!).ToDictionary();
        (shares.Values.Max() - shares.Values.Min()).ShouldBeLessThanOrEqualTo(1, "They take turns.");

        await sales.CallEverybodyAsync(open);

        var stages = await sales.StagesAsync();
        stages.ShouldBe(new Dictionary<string, int> { ["SAL"] = 40, ["Recycled"] = 80, ["SQL"] = 80 }, ignoreOrder: true);
        (await sales.ListAsync("/api/handoffs?stage=SQL&state=open&limit=200")).Count.ShouldBe(80);

        await sales.DecideAsRegionalManagersAsync();
        (await sales.StagesAsync()).ShouldBe(new Dictionary<string, int> { ["SAL"] = 40, ["Recycled"] = 90, ["Opportunity"] = 70 }, ignoreOrder: true);

        await sales.KeepTryingAsync();
        (await sales.StagesAsync()).ShouldBe(new Dictionary<string, int> { ["Unresponsive"] = 40, ["Recycled"] = 90, ["Opportunity"] = 70 }, ignoreOrder: true);

        await sales.CloseDealsAsync();
        (await sales.StagesAsync()).ShouldBe(
            new Dictionary<string, int> { ["Unresponsive"] = 40, ["Recycled"] = 90, ["Customer"] = 30, ["Lost"] = 20, ["Opportunity"] = 20 }, ignoreOrder: true);

        await sales.CheckMailsAsync();
        await sales.CheckWakingAsync();
        await sales.CheckStoriesAsync();
        await sales.CheckCountsAsync();
    }
}
