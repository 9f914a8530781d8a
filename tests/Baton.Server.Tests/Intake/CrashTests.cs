using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Baton.Server.Intake;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Intake;

/// <summary>
/// Servers that are killed again and again under load: what was acknowledged is kept, what was not is sent again, and nothing counts twice. On PostgreSQL two
/// nodes share the database, and on both, new playbooks are published meanwhile. BATON_TEST_KILLS says how often, BATON_TEST_SEED what is sent and when.
/// </summary>
public class CrashTests
{
    private const int Senders = 8;
    private const int Known = 1_500;
    private const int KillsAPlaybook = 4;

    private static readonly int Kills = Number("BATON_TEST_KILLS", 20);
    private static readonly int Seed = Number("BATON_TEST_SEED", 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Servers_that_are_killed_lose_nothing_and_count_nothing_twice(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        world.Now = SystemClock.Instance.GetCurrentInstant();
        await world.SendAsync([.. Enumerable.Range(0, Known).Select(i => (object)new { type = "track", userId = $"known{i}", @event = "Email Opened", messageId = $"known{i}" })]);
        var key = await world.WriteKeyAsync();
        var ports = Enumerable.Range(0, dialect == Dialect.Postgres ? 2 : 1).Select(_ => LiveServer.FreePort()).ToList();
        var servers = ports.Select(port => LiveServer.Start(world.Database.Location, port)).ToArray();
        var acknowledged = new ConcurrentDictionary<string, byte>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        try
        {
            using var client = new HttpClient { DefaultRequestHeaders = { Authorization = LiveWorkspace.Basic(key) }, Timeout = TimeSpan.FromSeconds(20) };
            var senders = Enumerable.Range(0, Senders)
                .Select(sender => Task.Run(() => SendAsync(client, ports, (Seed * 100) + sender, acknowledged, enough.Token), Cancel)).ToList();
            var random = new Random(Seed);
            for (var kill = 0; kill < Kills; kill++)
            {
                await Task.Delay(random.Next(20, 500), Cancel);
                var killed = kill % servers.Length;
                servers[killed].Kill();
                servers[killed].Dispose();
                servers[killed] = LiveServer.Start(world.Database.Location, ports[killed]);
                if (kill % KillsAPlaybook == 1)
                {
                    // Its leads are being scored anew when the next server dies.
                    var clicked = kill / KillsAPlaybook % 2 == 0 ? "Email Opened" : "Email Link Clicked";
                    await world.PublishAsync(TestWorkspace.Playbook.Replace("Email Link Clicked", clicked, StringComparison.Ordinal).Replace("points: 15", $"points: {16 + kill}", StringComparison.Ordinal));
                }
            }

            await enough.CancelAsync();
            await Task.WhenAll(senders).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        }
        finally
        {
            Array.ForEach(servers, server => server.Dispose());
        }

        await world.CatchUpAsync();
        await using var connection = await world.Db.OpenReadAsync(Cancel);
        var kept = connection.Query<Guid>("SELECT event_id FROM event WHERE workspace_id = @Id", new { world.Id }).ToHashSet();
        acknowledged.Count.ShouldBeGreaterThan(Kills);
        for (var i = 0; i < Known; i++)
        {
            acknowledged[$"known{i}"] = 0;
        }

        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM lead WHERE workspace_id = @Id AND playbook < (SELECT playbook FROM workspace WHERE workspace_id = @Id)")).ShouldBe(0);
        acknowledged.Keys.Where(id => !kept.Contains(MessageId.ToEventId(id))).ShouldBeEmpty();
        kept.Count.ShouldBe(acknowledged.Count);
        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM rejected_call WHERE workspace_id = @Id")).ShouldBe(0);
        (await world.ReplayAsync()).Where(lead => lead.Stored != lead.Replayed).ShouldBeEmpty();
    }

    /// <summary>Sends one request after the other, each until it is acknowledged, to whichever node answers.</summary>
    private static async Task SendAsync(HttpClient client, List<int> ports, int seed, ConcurrentDictionary<string, byte> acknowledged, CancellationToken enough)
    {
        var calls = new RandomCalls(seed, people: 40);
        var random = new Random(seed);
        while (!enough.IsCancellationRequested)
        {
            var now = SystemClock.Instance.GetCurrentInstant();
            var batch = Enumerable.Range(0, random.Next(3) == 0 ? random.Next(2, 40) : 1).Select(_ => calls.Next(now)).ToList();
            var (path, body) = batch.Count == 1 ? ($"/v1/{batch[0]["type"]}", (object)batch[0]) : ("/v1/batch", new { batch });
            for (var attempt = 0; !await IsTakenAsync(client, FormattableString.Invariant($"http://127.0.0.1:{ports[attempt % ports.Count]}{path}"), body); attempt++)
            {
                attempt.ShouldBeLessThan(2_000);
                await Task.Delay(20, Cancel);
            }

            batch.ForEach(call => acknowledged[(string)call["messageId"]!] = 0);
        }
    }

    private static async Task<bool> IsTakenAsync(HttpClient client, string url, object body)
    {
        try
        {
            using var response = await client.SendAsync(url, body);
            response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
