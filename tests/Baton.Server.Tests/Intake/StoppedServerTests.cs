using System.Net;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Intake;

/// <summary>What is stopped on purpose, Baton or its database, loses nothing that was acknowledged.</summary>
public class StoppedServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_server_that_is_asked_to_end_answers_what_it_has_taken(Dialect dialect)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(await world.WriteKeyAsync());
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => client.StatusAsync("/v1/track", new { userId = $"u{i}", @event = "Email Opened" })));

        var sent = Enumerable.Range(0, 20)
            .Select(i => StatusAsync(client, new { batch = Enumerable.Range(0, 100).Select(j => new { type = "track", userId = $"u{i}", @event = "Pushed", messageId = $"{i}-{j}" }) })).ToList();
        await Task.Delay(30, Cancel);
        server.Signal("TERM");
        var kept = (await Task.WhenAll(sent)).Count(status => status == HttpStatusCode.OK);

        (await server.EndAsync()).ShouldBe(0);
        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM event WHERE workspace_id = @Id AND name = 'Pushed'")).ShouldBe(kept * 100);
        kept.ShouldBeGreaterThan(0);
    }

    /// <summary>Null where the server had ended before the request came.</summary>
    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, object batch)
    {
        try
        {
            return await client.StatusAsync("/v1/batch", batch);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    [Fact]
    public async Task A_postgres_that_goes_away_and_comes_back_loses_nothing()
    {
        using var postgres = PostgresServer.Start();
        string key;
        await using (var database = Databases.Open(postgres.Location))
        {
            await database.MigrateAsync(Cancel);
            var workspace = await new WorkspaceStore(database, SystemClock.Instance).AddAsync("Acme", Cancel);
            key = (await new KeyStore(database, SystemClock.Instance).AddAsync(workspace.Id, "test", [Scopes.Write], Cancel)).Key.Text;
        }

        using var server = LiveServer.Start(postgres.Location);
        using var client = server.Client(key);
        var (taken, refused) = (0, 0);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var senders = Enumerable.Range(0, 6).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                for (var isTaken = false; !isTaken; await Task.Delay(10, Cancel))
                {
                    using var answer = await client.SendAsync("/v1/track", new { userId = $"u{i % 10}", @event = "Email Opened", messageId = $"{sender}-{i}" });
                    isTaken = answer.StatusCode == HttpStatusCode.OK;
                    if (!isTaken)
                    {
                        ((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta).ShouldBe((503, TimeSpan.FromSeconds(2)));
                        Interlocked.Increment(ref refused);
                    }
                }

                Interlocked.Increment(ref taken);
            }
        }, Cancel)).ToList();

        await Task.Delay(1_000, Cancel);
        postgres.Stop();
        for (var wait = 0; Volatile.Read(ref refused) == 0 && wait < 300; wait++)
        {
            await Task.Delay(100, Cancel);
        }

        postgres.StartAgain();
        await Task.Delay(1_500, Cancel);
        await enough.CancelAsync();
        await Task.WhenAll(senders).WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        refused.ShouldBeGreaterThan(0);
        await using var again = Databases.Open(postgres.Location);
        await using var connection = await again.OpenReadAsync(Cancel);
        connection.ExecuteScalar<int>("SELECT COUNT(*) FROM event").ShouldBe(taken);
    }
}
