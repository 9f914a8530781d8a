using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Intake;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Leads;

/// <summary>Leads of whom there is far more than anybody would think.</summary>
public class LargeLeadTests
{
    /// <summary>200,000,000 bytes, in hexadecimal.</summary>
    private const string Memory = "BEBC200";

    private const int Events = 300_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_lead_with_more_events_than_memory_holds_is_counted_anew(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        world.Now = SystemClock.Instance.GetCurrentInstant();
        await world.SendAsync(new { type = "identify", userId = "u1", traits = new { title = "Plant Manager" } });
        var lead = (await world.UserAsync("u1"))!;
        await AddEventsAsync(world, lead.Id);
        using var server = LiveServer.Start(world.Database.Location, memory: Memory);

        await world.PublishAsync(TestWorkspace.Playbook.Replace("name: Quote, event: Quote Requested, points: 30", "name: Look, event: Looked, points: 3", StringComparison.Ordinal));
        for (var waits = 0; await world.ScalarAsync<int>("SELECT COUNT(*) FROM rescore WHERE workspace_id = @Id AND finished_at IS NULL") > 0; waits++)
        {
            waits.ShouldBeLessThan(1_200);
            await Task.Delay(100, Cancel);
        }

        server.HasExited.ShouldBeFalse();
        var after = (await world.LeadAsync(lead.Id))!;
        after.Tallies.IsEmpty.ShouldBeFalse();
        after.Score.Total.ShouldBe(15 + 6);
        TestContext.Current.TestOutputHelper?.WriteLine($"{server.WorkingSet >> 20} MB");
    }

    [Theory, EachDatabase]
    public async Task Ever_new_traits_do_not_make_a_lead_or_an_account_larger_without_end(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var random = new Random(1);
        var calls = Enumerable.Range(0, 40).SelectMany(round => new[] { "identify", "group" }.Select(type => (object)new
        {
            type,
            userId = string.Create(CultureInfo.InvariantCulture, $"u{random.Next(3)}"),
            groupId = "g1",
            timestamp = (world.Now - Duration.FromMinutes(random.Next(10_000))).ToUnixTimeMilliseconds(),
            traits = Traits(round, random),
        })).ToList();
        foreach (var some in calls.Chunk(7))
        {
            await world.SendAsync(some);
        }

        // The three are one person, and one of them is somebody else after all.
        await world.SendAsync(new { type = "alias", userId = "u0", previousId = "u1" }, new { type = "alias", userId = "u0", previousId = "u2" });
        await world.WakeAsync();

        var lead = (await world.UserAsync("u0"))!;
        lead.Edits.Sum(edit => edit.Attributes.Count).ShouldBe(1_000);
        (await world.ScalarAsync<int>("SELECT MAX(LENGTH(edits)) FROM account WHERE workspace_id = @Id")).ShouldBeLessThan(200_000);
        (await world.ActivitiesAsync(lead.Id)).Count(kind => kind == ActivityKinds.AttributesFull).ShouldBe(1);
        (await world.ReplayAsync()).ShouldAllBe(found => found.Stored == found.Replayed);
        lead.Edits.SelectMany(edit => edit.Attributes).Select(set => set.Key).ShouldContain("title");
    }

    [Fact]
    public async Task A_call_with_more_traits_than_a_lead_may_have_is_refused_and_the_answer_says_so()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(await world.WriteKeyAsync());
        var traits = Enumerable.Range(0, 1_001).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"t{i}"), _ => 1);

        using var answer = await client.SendAsync("/v1/identify", new { userId = "u1", traits });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["rejected"]![0]!["reason"]).ShouldBe("has more than 1,000 traits");
        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM rejected_call WHERE workspace_id = @Id")).ShouldBe(1);
        traits.Remove("t0");
        (await client.StatusAsync("/v1/identify", new { userId = "u1", traits })).ShouldBe(HttpStatusCode.OK);
        (await world.UserAsync("u1"))!.Edits.Single().Attributes.Count.ShouldBe(1_000);
    }

    /// <summary>Many that nobody has seen before, and now and then one that a rule asks for.</summary>
    private static Dictionary<string, object> Traits(int round, Random random)
    {
        var traits = Enumerable.Range(0, 400).ToDictionary(i => string.Create(CultureInfo.InvariantCulture, $"r{round}n{i}"), _ => (object)random.Next(100));
        traits["title"] = random.Next(2) == 0 ? "Plant Manager" : "Intern";
        traits["employees"] = random.Next(100);
        traits["industry"] = random.Next(2) == 0 ? "Steel" : "Wood";
        return traits;
    }

    /// <summary>Straight into the table: a kilobyte each.</summary>
    private static Task<int> AddEventsAsync(TestWorkspace world, Guid lead) => world.Db.WriteAsync(
        transaction => transaction.Connection!.Execute(
            $"""
            INSERT INTO event (workspace_id, event_id, lead_id, account_id, kind, name, occurred_at, received_at, mark, payload)
            {(transaction is Npgsql.NpgsqlTransaction
                ? $"SELECT @Id, gen_random_uuid(), @lead, NULL, 0, 'Looked', @at - n, @at, 0, @payload FROM generate_series(1, {Events}) AS n"
                : $"WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {Events}) SELECT @Id, randomblob(16), @lead, NULL, 0, 'Looked', @at - n, @at, 0, @payload FROM number")}
            """,
            new { world.Id, lead, at = world.Now.ToUnixTimeMilliseconds(), payload = JsonSerializer.SerializeToUtf8Bytes(new { type = "track", userId = "u1", @event = "Looked", properties = new { x = new string('x', 1_000) } }) },
            transaction,
            commandTimeout: 0),
        Cancel);
}
