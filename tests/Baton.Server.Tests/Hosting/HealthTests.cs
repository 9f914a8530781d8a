using System.Net;
using System.Text.Json;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Tests.Commands;
using Baton.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.Hosting;

public class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task A_server_is_ready_between_its_start_and_its_end(Dialect dialect)
    {
        await using var server = await RunningServer.ListenAsync(dialect);
        (await server.Client.GetAsync("/health/live", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadyAsync(server)).ShouldBe((503, "not ready", "Baton is starting: it brings the database up to date."));
        var early = await server.PostAsync("/v1/track", "{}");
        (early.StatusCode, early.Headers.RetryAfter!.Delta).ShouldBe((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2)));

        await BatonServer.PrepareAsync(server.App, Cancel);
        (await ReadyAsync(server)).ShouldBe((200, "ready", null));
        (await server.PostAsync("/v1/track", "{}")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        BatonProcess.Run("health", "--url", server.Client.BaseAddress!.ToString()).ExitCode.ShouldBe(0);

        server.App.Services.GetRequiredService<Readiness>().Drain();
        (await ReadyAsync(server)).ShouldBe((503, "not ready", "Baton is being stopped. Another node, or this one in a moment, takes requests."));
        (await server.Client.GetAsync("/health/live", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        BatonProcess.Run("health", "--url", server.Client.BaseAddress!.ToString()).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_write_that_the_database_fails_is_told_until_one_succeeds()
    {
        await using var server = await RunningServer.StartAsync(Dialect.Sqlite);
        await Should.ThrowAsync<DatabaseUnavailableException>(() => server.Db.WriteAsync<int>(_ => throw new Microsoft.Data.Sqlite.SqliteException("full", 13), Cancel));

        // The first to ask lets a row be written, which tells that all is well again.
        server.Db.LastWriteFailure.ShouldNotBeNull();
        (await ReadyAsync(server)).ShouldBe((200, "ready", null));
        server.Db.LastWriteFailure.ShouldBeNull();

        await Should.ThrowAsync<DatabaseUnavailableException>(() => server.Db.WriteAsync<int>(_ => throw new Microsoft.Data.Sqlite.SqliteException("full", 13), Cancel));
        (await ReadyAsync(server)).ShouldBe((503, "not ready", "The disk of Baton's database is full. Free some space; nothing has to be restarted."));
    }

    [Fact]
    public async Task A_database_that_is_not_up_yet_is_waited_for()
    {
        using var postgres = PostgresServer.Start();
        postgres.Stop();
        await using var app = BatonServer.Build(new ServerOptions { Data = postgres.Location, Urls = "http://127.0.0.1:0" }, null, Stream.Null);
        await app.StartAsync(Cancel);
        var prepared = BatonServer.PrepareAsync(app, Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        while (!(await (await client.GetAsync("/health/ready", Cancel)).Content.ReadAsStringAsync(Cancel)).Contains("cannot be reached", StringComparison.Ordinal))
        {
            prepared.IsCompleted.ShouldBeFalse();
            await Task.Delay(50, Cancel);
        }

        postgres.StartAgain();
        await prepared.WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        (await client.GetAsync("/health/ready", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_database_that_is_gone_is_told_and_found_again()
    {
        using var postgres = PostgresServer.Start();
        await using var app = BatonServer.Build(new ServerOptions { Data = postgres.Location, Urls = "http://127.0.0.1:0", Logs = "json" }, null, Stream.Null);
        await app.StartAsync(Cancel);
        await BatonServer.PrepareAsync(app, Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        (await client.GetAsync("/health/ready", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        postgres.Stop();
        await Task.Delay(1_100, Cancel);
        var gone = await client.GetAsync("/health/ready", Cancel);
        gone.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await gone.Content.ReadAsStringAsync(Cancel)).ShouldContain("Baton's database");

        postgres.StartAgain();
        await Task.Delay(1_100, Cancel);
        (await client.GetAsync("/health/ready", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<(int Status, string? Is, string? Reason)> ReadyAsync(RunningServer server)
    {
        var answer = await server.Client.GetAsync("/health/ready", Cancel);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        var reasons = json.GetProperty("parts").EnumerateObject().Select(part => part.Value.GetProperty("reason").GetString()).OfType<string>();
        return ((int)answer.StatusCode, json.GetProperty("status").GetString(), reasons.FirstOrDefault());
    }
}
