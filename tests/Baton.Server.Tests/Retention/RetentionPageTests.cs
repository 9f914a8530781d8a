using System.Net;
using Baton.Server.People;
using Baton.Server.Retention;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Baton.Server.Tests.Retention;

/// <summary>The page that says what is kept for how long.</summary>
public class RetentionPageTests
{
    private const string Path = "/settings/retention";

    [Theory, EachDatabase]
    public async Task What_would_go_is_shown_before_it_goes(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await SendAsync(api, days: 200);
        await SendAsync(api, days: 10);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        (await rita.GetAsync(Path)).Words.ShouldContain("Every event is kept. Now: 2.");
        var asked = await rita.GetAsync(Path + "?days=100");
        asked.Words.ShouldContain("Events from before 21 Dec 2025 would be deleted: 1.");
        await WorkAsync(api);
        (await CountAsync(api)).ShouldBe(2, "Nothing goes by looking.");

        (await rita.PostAsync(Path, ("days", "100"))).GoesTo.ShouldBe(Path + "?done=1");
        (await rita.GetAsync(Path)).Words.ShouldContain("Events of the last 100 days are kept.");
        await WorkAsync(api);
        (await CountAsync(api)).ShouldBe(1);
        (await rita.GetAsync(Path)).Words.ShouldContain("Those from before 21 Dec 2025 are gone; the points that they gave are kept.");
        (await rita.GetAsync("/settings/audit")).Words.ShouldContain("Retention changed");

        (await rita.GetAsync(Path + "?days=")).Words.ShouldContain("What is gone stays gone.");
        (await rita.PostAsync(Path, ("days", ""))).Ok();
        (await rita.GetAsync(Path)).Words.ShouldContain("Every event is kept.");
    }

    [Fact]
    public async Task Fewer_days_than_the_playbook_needs_cannot_be_kept()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        (await rita.GetAsync(Path)).Words.ShouldContain("The fewest are 90 days: so long the playbook's rule “Click” gives points for what somebody did.");
        foreach (var days in (string[])["89", "0", "-1", "99999999999", "<b>"])
        {
            (await rita.GetAsync($"{Path}?days={Uri.EscapeDataString(days)}")).Status.ShouldBe(HttpStatusCode.BadRequest);
            (await rita.PostAsync(Path, ("days", days))).Status.ShouldBe(HttpStatusCode.BadRequest);
        }

        (await api.Services.GetRequiredService<EventRetention>().DaysAsync(api.World.Id, TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_playbook_needs_beyond_what_was_chosen_is_said()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        await api.Services.GetRequiredService<EventRetention>().SetAsync(api.World.Id, 40, TestActs.Some, TestContext.Current.CancellationToken);

        var page = (await rita.GetAsync(Path)).Words;
        page.ShouldContain("Events of the last 90 days are kept.");
        page.ShouldContain("You chose 40 days. The playbook in force needs more: for 90 days its rule “Click” gives points for what somebody did.");
    }

    [Fact]
    public async Task What_the_playbook_needs_beyond_what_the_server_keeps_is_said_and_not_promised()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--DaysToKeepEvents=40");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");

        await api.Services.GetRequiredService<EventRetention>().SetAsync(api.World.Id, 35, TestActs.Some, TestContext.Current.CancellationToken);

        var page = (await rita.GetAsync(Path)).Words;
        page.ShouldContain("Events of the last 40 days are kept.");
        page.ShouldContain("This server keeps no more than 40 days. For 90 the rule “Click” of the playbook in force gives points for what somebody did");
        page.ShouldNotContain("kept as long as it is in force");
    }

    [Fact]
    public async Task A_workspace_keeps_no_more_than_the_server()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--DaysToKeepEvents=120");
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        var retention = api.Services.GetRequiredService<EventRetention>();

        (await rita.GetAsync(Path)).Words.ShouldContain("Whoever operates this server keeps at most 120 days. You can keep less.");
        (await rita.PostAsync(Path, ("days", "121"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await retention.DaysAsync(api.World.Id, TestContext.Current.CancellationToken)).ShouldBe(120);
        (await rita.PostAsync(Path, ("days", "95"))).Ok();
        (await retention.DaysAsync(api.World.Id, TestContext.Current.CancellationToken)).ShouldBe(95);
    }

    [Theory, EachDatabase]
    public async Task It_is_looked_through_so_many_events_and_no_more_is_said_than_is_known(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        for (var day = 0; day < 5; day++)
        {
            await SendAsync(api, days: 200 + day);
        }

        await SendAsync(api, days: 10);
        var retention = api.Services.GetRequiredService<EventRetention>();

        (await retention.CountOlderAsync(api.World.Id, 100, TestContext.Current.CancellationToken)).ShouldBe(new OlderEvents(5, IsAll: true));
        (await CountAsync(most: 6, mostOlder: 5)).ShouldBe(new OlderEvents(5, IsAll: true));
        (await CountAsync(most: 6, mostOlder: 3)).ShouldBe(new OlderEvents(4, IsAll: false));
        (await CountAsync(most: 5, mostOlder: 5)).ShouldBe(new OlderEvents(0, IsAll: false), "All six are one lead's.");

        Task<OlderEvents> CountAsync(int most, int mostOlder) => retention.CountOlderAsync(api.World.Id, 100, most, mostOlder, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Events_that_stay_are_not_read_to_count_those_that_would_go()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await using var connection = await api.World.Db.OpenReadAsync(TestContext.Current.CancellationToken);

        Plan(EventRetention.OlderSql).ShouldContain("event USING INDEX event_lead (workspace_id=? AND lead_id<?)");
        Plan(EventRetention.LastLookedThroughSql).ShouldContain("event USING COVERING INDEX event_lead");

        string Plan(string sql) => string.Join('\n', connection.Query($"EXPLAIN QUERY PLAN {sql}", new { workspaceId = api.World.Id, last = Guid.AllBitsSet, from = 1L, most = 10 }).Select(row => (string)row.detail));
    }

    private static Task SendAsync(TestApi api, int days) => api.World.SendAsync(
        new { type = "track", userId = "1", @event = "Quote Requested", timestamp = NodaTime.Text.InstantPattern.General.Format(api.World.Now - Duration.FromDays(days)) });

    private static Task<long> CountAsync(TestApi api) => api.World.ScalarAsync<long>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id");

    private static async Task WorkAsync(TestApi api)
    {
        var loop = api.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<RetentionLoop>().Single();
        while (await loop.WorkAsync(api.World.Id, TestContext.Current.CancellationToken))
        {
        }
    }
}
