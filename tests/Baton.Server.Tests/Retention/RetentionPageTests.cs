using System.Net;
using Baton.Server.People;
using Baton.Server.Retention;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
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
