using System.Text.Json.Nodes;
using Baton.Server.Tests.Retention;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Api;

public class ExplanationTests
{
    private const int DaysKept = 30;

    [Theory]
    [EachDatabase]
    public async Task As_of_a_day_of_which_events_are_gone_an_explanation_says_what_it_lacks(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var id = await LeadOfAYearAsync(api);
        var exact = await AsOfAsync(api, id, "2026-02-01");
        (exact["complete"]!.GetValue<bool>(), exact["note"]).ShouldBe((true, null));
        (await api.GetAsync($"/api/leads/{id}/timeline")).Ok()["eventsFrom"].ShouldBeNull();

        await ForgetAsync(api.World);

        var partial = await AsOfAsync(api, id, "2026-02-01");
        partial["complete"]!.GetValue<bool>().ShouldBeFalse();
        partial["note"]!.ToString().ShouldBe(
            "What the lead did before 2026-03-01 is no longer kept event by event, so this score may not be the one of then. It has what the rules of now had counted by then, by whole days.");
        partial["score"]!["total"]!.ToString().ShouldBe(exact["score"]!["total"]!.ToString(), "The end of a day has all that was counted on it.");
        (await AsOfAsync(api, id, "2026-02-28T23:59:59Z"))["complete"]!.GetValue<bool>().ShouldBeFalse();
        foreach (var whole in (string[])["2026-03-01", "2026-03-01T00:00:00Z", "2026-03-31T12:00:00Z"])
        {
            ((await AsOfAsync(api, id, whole))["complete"]!.GetValue<bool>(), whole).ShouldBe((true, whole));
        }

        var now = (await api.GetAsync($"/api/leads/{id}/explanation")).Ok();
        (now["complete"]!.GetValue<bool>(), now["note"]).ShouldBe((true, null));
    }

    [Theory]
    [EachDatabase]
    public async Task Timelines_say_from_which_day_on_events_are_kept(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var id = await LeadOfAYearAsync(api);
        await ForgetAsync(api.World);

        foreach (var path in (string[])[$"/api/leads/{id}/timeline", "/api/events"])
        {
            var page = (await api.GetAsync(path)).Ok();
            page["eventsFrom"]!.ToString().ShouldBe("2026-03-01T00:00:00Z");
            page["items"]!.AsArray().Where(item => item!["kind"]!.ToString() == "track").ShouldAllBe(item => string.CompareOrdinal(item!["at"]!.ToString(), "2026-03-01") > 0);
        }
    }

    [Theory]
    [EachDatabase]
    public async Task As_of_any_time_the_version_that_the_lead_is_scored_by_explains_unless_another_is_named(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var id = await LeadOfAYearAsync(api);
        var first = await AsOfAsync(api, id, "2026-02-01");
        (first["score"]!["playbook"]!.GetValue<int>(), first["score"]!["fit"]!.GetValue<decimal>()).ShouldBe((1, 15));

        await api.World.PublishAsync(TestWorkspace.Playbook.Replace("points: 15", "points: 20", StringComparison.Ordinal));
        (await AsOfAsync(api, id, "2026-02-01"))["score"]!["playbook"]!.GetValue<int>().ShouldBe(1, "Its turn has not come.");
        await api.World.WakeAsync();

        var second = await AsOfAsync(api, id, "2026-02-01");
        (second["score"]!["playbook"]!.GetValue<int>(), second["score"]!["fit"]!.GetValue<decimal>()).ShouldBe((2, 20));
        (await AsOfAsync(api, id, "2026-02-01&playbook=1"))["score"]!.ToJsonString().ShouldBe(first["score"]!.ToJsonString(), "A score of then can be told again.");
        var otherwise = (await api.GetAsync($"/api/leads/{id}/explanation?playbook=1")).Ok();
        (otherwise["score"]!["playbook"]!.GetValue<int>(), otherwise["complete"]!.GetValue<bool>()).ShouldBe((1, true));
        (await api.GetAsync($"/api/leads/{id}/explanation?playbook=7")).Problem(404).ShouldBe("There is no version 7 of the playbook.");
        (await api.GetAsync($"/api/leads/{id}/explanation?playbook=0")).Problem(404);

        await ForgetAsync(api.World);
        var lacking = (await api.GetAsync($"/api/leads/{id}/explanation?playbook=1")).Ok();
        lacking["complete"]!.GetValue<bool>().ShouldBeFalse();
        lacking["note"]!.ToString().ShouldEndWith("Of those days it has only what rules count in this version of the playbook as they do in the lead's.");
    }

    private static async Task<JsonNode> AsOfAsync(TestApi api, Guid id, string asOf) => (await api.GetAsync($"/api/leads/{id}/explanation?asOf={asOf}")).Ok();

    /// <summary>A manager who asked for a quote on the first of each month.</summary>
    private static async Task<Guid> LeadOfAYearAsync(TestApi api)
    {
        foreach (var month in (int[])[1, 2, 3])
        {
            await api.World.SendAsync(new { type = "track", @event = "Quote Requested", userId = "u1", timestamp = Instant.FromUtc(2026, month, 1, 9, 0).ToUnixTimeMilliseconds() });
        }

        await api.World.SendAsync(new
        {
            type = "identify",
            userId = "u1",
            traits = new { email = "jo@acme.example", title = "Manager" },
            timestamp = Instant.FromUtc(2026, 1, 1, 0, 0).ToUnixTimeMilliseconds(),
        });
        return await api.LeadAsync("jo@acme.example");
    }

    private static async Task ForgetAsync(TestWorkspace world)
    {
        var events = OldEventsTests.Keeping(world, DaysKept);
        while (await events.WorkAsync(world.Id, TestContext.Current.CancellationToken) is not null)
        {
        }
    }
}
