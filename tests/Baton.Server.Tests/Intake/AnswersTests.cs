using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Server.Accounts;
using Baton.Server.Intake;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Intake;

/// <summary>What Segment's API answers, and what it makes of calls as people write them.</summary>
public class AnswersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_call_is_what_its_address_says_and_one_bad_call_of_a_batch_is_refused_alone(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(await world.WriteKeyAsync());

        // Without `type`, as in every example of Segment's.
        (await client.StatusAsync("/v1/identify", new { userId = "u1", traits = new { email = "ada@acme.example" } })).ShouldBe(HttpStatusCode.OK);
        (await world.EmailAsync("ada@acme.example"))!.Id.ShouldBe((await world.UserAsync("u1"))!.Id);

        var deep = new string('[', 1_000) + new string(']', 1_000);
        var batch = """{"batch":[{"type":"track","userId":"u1","event":"Quote Requested","properties":{"x":@deep@}},{"type":"\u0000","userId":"u1"},{"type":"track","userId":"u1","event":"Quote Requested"}]}""".Replace("@deep@", deep, StringComparison.Ordinal);
        using var answer = await client.SendAsync("/v1/batch", Encoding.UTF8.GetBytes(batch));
        var told = (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        told["rejected"]!.AsArray().Select(item => (int)item!["index"]!).ShouldBe([0, 1]);
        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id AND name = 'Quote Requested'")).ShouldBe(1);
        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM rejected_call WHERE workspace_id = @Id")).ShouldBe(2);
    }

    [Fact]
    public async Task Websites_may_read_every_answer_also_that_of_a_failure()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(await world.WriteKeyAsync());
        using var stranger = new HttpClient { BaseAddress = server.Url };
        await using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={world.Database.Location};Pooling=False"))
        {
            await other.OpenAsync(Cancel);
            await Dapper.SqlMapper.ExecuteAsync(other, "BEGIN IMMEDIATE");
            using var stuck = await client.SendAsync("/v1/track", new { userId = "u1", @event = "x" });
            stuck.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            stuck.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
            stuck.Headers.GetValues("Access-Control-Expose-Headers").ShouldBe(["Retry-After"]);
        }

        using var unknown = await stranger.SendAsync("/v1/track", new { userId = "u1", @event = "x" });
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        unknown.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
        using var ask = new HttpRequestMessage(HttpMethod.Options, "/v1/t") { Headers = { { "Access-Control-Request-Headers", "authorization,x-retry-count" } } };
        using var preflight = await stranger.SendAsync(ask, Cancel);
        (preflight.StatusCode, preflight.Headers.GetValues("Access-Control-Allow-Headers").Single()).ShouldBe((HttpStatusCode.NoContent, "authorization,x-retry-count"));
    }

    [Fact]
    public async Task The_write_key_is_found_wherever_senders_put_it_and_limits_are_told()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        using var server = LiveServer.Start(world.Database.Location);
        var key = await world.WriteKeyAsync();
        using var client = new HttpClient { BaseAddress = server.Url };
        (await client.StatusAsync("/v1/track", new { userId = "u", @event = "x", writeKey = key })).ShouldBe(HttpStatusCode.OK);
        (await client.StatusAsync("/v1/batch", new { batch = Array.Empty<int>(), writeKey = key })).ShouldBe(HttpStatusCode.OK);
        foreach (var value in new[] { $"Bearer {key}", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key)), "basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track") { Content = JsonContent.Create(new { userId = "u", @event = "x" }) };
            request.Headers.TryAddWithoutValidation("Authorization", value).ShouldBeTrue();
            using var taken = await client.SendAsync(request, Cancel);
            taken.StatusCode.ShouldBe(HttpStatusCode.OK, value);
        }

        client.DefaultRequestHeaders.Authorization = LiveWorkspace.Basic(key);
        var call = new { userId = "u", type = "track", @event = "x" };
        (await client.StatusAsync("/v1/track", new { userId = "u", @event = "x", properties = new string('x', 32 << 10) })).ShouldBe(HttpStatusCode.BadRequest);
        (await client.StatusAsync("/v1/batch", new { batch = Enumerable.Repeat(call, 2_501) })).ShouldBe(HttpStatusCode.BadRequest);
        (await client.StatusAsync("/v1/batch", new { batch = Enumerable.Repeat(call, 2_500) })).ShouldBe(HttpStatusCode.OK);
        (await client.StatusAsync("/v1/batch", new { batch = Enumerable.Repeat(call, 2_000), context = new { x = new string('x', 100_000) } })).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void Message_ids_make_the_same_event_ids_for_good() =>
        (MessageId.ToEventId("m1").ToString(), MessageId.ToEventId("Größe").ToString()).ShouldBe(("ca0df2c9-5aa1-84c1-90ff-2ff3c8f967fd", "aedc3f80-989a-8546-9627-05852b2f4a48"));

    [Fact]
    public void Accounts_with_long_ids_that_begin_alike_are_two_and_an_address_without_a_company_has_none()
    {
        AccountKey.Group(new string('g', 400) + "1").ShouldNotBe(AccountKey.Group(new string('g', 400) + "2"));
        AccountKey.Group(string.Concat(Enumerable.Repeat("x😀", 200))).Value.ShouldStartWith("sha256:");
        AccountKey.Group(" acme ").Value.ShouldBe("acme");
        Domains.OfAddress("ada@.").ShouldBeNull();
        Domains.OfAddress("ada@com.").ShouldBeNull();
        Domains.OfAddress("ada@Acme.Example.").ShouldBe("acme.example");
    }

    [Theory, EachDatabase]
    public async Task Clicks_of_a_scanner_are_told_in_whatever_order_they_come(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        int[][] orders = [[0, 4, 9], [9, 4, 0], [4, 0, 9], [4, 9, 0]];
        for (var i = 0; i < orders.Length; i++)
        {
            foreach (var second in orders[i])
            {
                await world.SendAsync(new { type = "track", userId = $"u{i}", @event = "Email Link Clicked", timestamp = (world.Now - NodaTime.Duration.FromSeconds(100 - second)).ToUnixTimeMilliseconds() });
            }

            await world.SendAsync(new { type = "track", userId = $"u{i}", @event = "Email Link Clicked", timestamp = (world.Now - NodaTime.Duration.FromSeconds(50)).ToUnixTimeMilliseconds() });
            (await world.UserAsync($"u{i}"))!.Score.Total.ShouldBe(2);
        }

        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id AND mark = 2")).ShouldBe(12);
    }

    [Theory, EachDatabase]
    public async Task What_a_scanner_clicked_is_taken_back_as_if_it_had_never_counted(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        foreach (var (user, clicks) in new[] { ("same", 3), ("apart", 3), ("none", 0) })
        {
            // The last visit before the clicks is more events ago than are looked at first.
            await world.SendAsync(Click(user, 5_000), Click(user, 4_000));
            await world.SendAsync([.. Enumerable.Range(0, 40).Select(i => (object)new { type = "page", userId = user, timestamp = At(world, 3_000 - i) })]);
            var burst = Enumerable.Range(0, clicks).Select(i => Click(user, 9 - i)).ToList();
            foreach (var one in user == "apart" ? burst.Select(one => (object[])[one]) : [[.. burst]])
            {
                await world.SendAsync(one);
            }
        }

        var tallies = await world.QueryAsync<byte[]>("SELECT tallies FROM lead WHERE workspace_id = @Id");
        tallies.Select(Convert.ToHexString).Distinct().ShouldHaveSingleItem();
        tallies.Count.ShouldBe(3);

        object Click(string user, int secondsAgo) => new { type = "track", userId = user, @event = "Email Link Clicked", timestamp = At(world, secondsAgo) };
        static long At(TestWorkspace world, int secondsAgo) => (world.Now - NodaTime.Duration.FromSeconds(secondsAgo)).ToUnixTimeMilliseconds();
    }
}
