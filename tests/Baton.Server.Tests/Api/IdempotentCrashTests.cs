using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Intake;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Api;

/// <summary>Servers that are killed while calls with an <c>Idempotency-Key</c> come in, each of which is sent until it is answered.</summary>
public class IdempotentCrashTests
{
    private const int Senders = 4;
    private const int Kills = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task Every_call_is_carried_out_once_however_often_servers_are_killed(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var key = (await new KeyStore(world.Db, world).AddAsync(world.Id, "test", [Scopes.Playbook], Cancel)).Key.Text;
        var ports = Enumerable.Range(0, dialect == Dialect.Postgres ? 2 : 1).Select(_ => LiveServer.FreePort()).ToList();
        var servers = ports.Select(port => LiveServer.Start(world.Database.Location, port)).ToArray();
        var answered = new ConcurrentBag<string>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        try
        {
            using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) }, Timeout = TimeSpan.FromSeconds(20) };
            var senders = Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(client, ports, sender, answered, enough.Token), Cancel)).ToList();
            var random = new Random(1);
            for (var kill = 0; kill < Kills; kill++)
            {
                var before = answered.Count;
                for (var tries = 0; answered.Count < before + Senders && tries < 500; tries++)
                {
                    await Task.Delay(20, Cancel);
                }

                await Task.Delay(random.Next(100), Cancel);
                var killed = kill % servers.Length;
                servers[killed].Kill();
                servers[killed].Dispose();
                await AMinuteLaterAsync(world);
                servers[killed] = LiveServer.Start(world.Database.Location, ports[killed]);
            }

            await enough.CancelAsync();
            await AMinuteLaterAsync(world);
            await Task.WhenAll(senders).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        }
        finally
        {
            Array.ForEach(servers, server => server.Dispose());
        }

        await using var connection = await world.Db.OpenReadAsync(Cancel);
        var drafts = connection.Query<string>("SELECT yaml FROM playbook WHERE workspace_id = @Id AND published_at IS NULL", new { world.Id }).Select(yaml => yaml.Split("# ")[1]).ToList();
        answered.Count.ShouldBeGreaterThan(2 * Senders);
        drafts.Order().ShouldBe(answered.Order());
    }

    /// <summary>Lets calls that nobody answers any more be tried again at once, also some that somebody is still carrying out.</summary>
    private static Task AMinuteLaterAsync(TestWorkspace world) => world.Db.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "UPDATE idempotent_call SET started_at = started_at - 61000 WHERE workspace_id = @Id AND (status IS NULL OR status = 0)", new { world.Id }, transaction),
        Cancel);

    /// <summary>Sends one call after the other, each until it is known to be done.</summary>
    private static async Task SendAsync(HttpClient client, List<int> ports, int sender, ConcurrentBag<string> answered, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var call = FormattableString.Invariant($"{sender}-{number}");
            for (var attempt = 0; !await IsDoneAsync(client, ports[attempt % ports.Count], call); attempt++)
            {
                attempt.ShouldBeLessThan(1_000);
                await Task.Delay(50, Cancel);
            }

            answered.Add(call);
        }
    }

    private static async Task<bool> IsDoneAsync(HttpClient client, int port, string call)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, FormattableString.Invariant($"http://127.0.0.1:{port}/api/playbooks"))
            {
                Content = new StringContent($"{TestWorkspace.Playbook}\n# {call}", Encoding.UTF8, "application/yaml"),
                Headers = { { "Idempotency-Key", call } },
            };
            using var response = await client.SendAsync(request, Cancel);
            response.StatusCode.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests);
            return response.StatusCode == HttpStatusCode.Created
                || (response.StatusCode == HttpStatusCode.Conflict && (await response.Content.ReadAsStringAsync(Cancel)).Contains("was carried out", StringComparison.Ordinal));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }
}
