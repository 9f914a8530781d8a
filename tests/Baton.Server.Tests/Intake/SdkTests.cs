using System.Globalization;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Baton.Server.Tests.Intake;

/// <summary>
/// The SDKs of Segment and RudderStack, as they are published, send what a person does to a server of Baton's. All of it arrives at one lead, at the time at
/// which it happened, once.
/// </summary>
public sealed class SdkTests
{
    /// <summary>The sender's clock is an hour fast.</summary>
    private static readonly Duration Ahead = Duration.FromHours(1);

    [Theory]
    [InlineData("segment")]
    [InlineData("rudder")]
    public async Task An_sdk_for_servers_brings_everything_once_though_the_server_starts_late(string sdk)
    {
        await using var world = await WorldAsync();
        var port = LiveServer.FreePort();
        var began = world.Now;

        var client = RunAsync($"{sdk}-node.mjs", FormattableString.Invariant($"http://127.0.0.1:{port}"), await world.WriteKeyAsync());
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        using var server = LiveServer.Start(world.Database.Location, port);
        var sent = await client;

        await ShouldHaveArrivedAsync(world, sdk, sent, began);
    }

    [Fact]
    public async Task An_sdk_for_servers_sends_again_what_was_refused_while_the_database_was_stuck()
    {
        await using var world = await WorldAsync();
        using var server = LiveServer.Start(world.Database.Location);
        var began = world.Now;
        var key = await world.WriteKeyAsync();
        await using var other = new SqliteConnection($"Data Source={world.Database.Location};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);

        await other.ExecuteAsync("BEGIN IMMEDIATE");
        var client = RunAsync("segment-node.mjs", server.Url.ToString(), key);
        using (var impatient = server.Client(key))
        {
            using var refused = await impatient.SendAsync("/v1/track", new { userId = "impatient", @event = "Email Opened" });
            ((int)refused.StatusCode, refused.Headers.RetryAfter?.Delta).ShouldBe((503, TimeSpan.FromSeconds(2)));
        }

        await other.ExecuteAsync("ROLLBACK");

        await ShouldHaveArrivedAsync(world, "segment", await client, began);
    }

    [Theory]
    [InlineData("one by one")]
    [InlineData("batching")]
    public async Task The_sdk_for_websites_brings_everything_once_from_a_page_of_another_origin(string strategy)
    {
        var chromium = Sdk.Chromium();
        await using var world = await WorldAsync();
        using var server = LiveServer.Start(world.Database.Location);
        var began = world.Now;

        var sent = await RunAsync(
            "browser.mjs", server.Url.ToString().TrimEnd('/'), await world.WriteKeyAsync(), ("CHROMIUM", chromium), ("STRATEGY", strategy), ("PERSON", "browser"));

        await ShouldHaveArrivedAsync(world, "browser", sent, began);
    }

    private static async Task<TestWorkspace> WorldAsync()
    {
        Sdk.Require();
        var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        world.Now = SystemClock.Instance.GetCurrentInstant();
        return world;
    }

    private static Task<int> RunAsync(string script, string url, string key, params (string Name, string Value)[] more) =>
        Sdk.RunAsync(script, [("BATON_URL", url), ("BATON_KEY", key), ("CLOCK_AHEAD", ((long)Ahead.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)), .. more]);

    private static async Task ShouldHaveArrivedAsync(TestWorkspace world, string name, int sent, Instant began)
    {
        await world.CatchUpAsync();
        await using var connection = await world.Db.OpenReadAsync(default);
        var events = connection.Query<(string Name, long Occurred, string Payload)>(
            "SELECT name, occurred_at, CAST(payload AS text) FROM event WHERE workspace_id = @Id", new { world.Id }).ToList();
        events.Count.ShouldBe(sent);
        events.Count(e => e.Name == "Email Opened").ShouldBe(20);
        events.Single(e => e.Name == "Quote Requested").Payload.ShouldContain("Größe 5 – “Ω” 🚀");

        // Right to a minute, whatever the sender's clock says; and the click a day before.
        foreach (var (what, occurred, _) in events)
        {
            var expected = what == "Email Link Clicked" ? began - Duration.FromDays(1) : began;
            (Instant.FromUnixTimeMilliseconds(occurred) - expected).TotalSeconds.ShouldBeInRange(-1, 60, what);
        }

        // Manager 15, employees 10, Steel 5; quote 30, pricing page 7, click 2.
        var lead = (await world.UserAsync($"{name}-user")).ShouldNotBeNull();
        (lead.Score.Total, lead.Score.Fit, lead.Score.Engagement).ShouldBe((69, 30, 39));
        (await world.EmailAsync($"{name}@acme.example"))!.Id.ShouldBe(lead.Id);
        (await world.VisitorAsync($"{name}-device"))!.Id.ShouldBe(lead.Id);
        (await world.UserAsync($"{name}-old"))!.Id.ShouldBe(lead.Id);
        (await world.ReplayAsync()).ShouldAllBe(row => row.Stored == row.Replayed);
    }
}
