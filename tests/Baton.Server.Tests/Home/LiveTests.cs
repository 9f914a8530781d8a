using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.Home;

/// <summary>Open pages are told when something has moved.</summary>
public class LiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory, EachDatabase]
    public async Task What_another_node_does_is_told(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr, "Ann");
        using var stream = await ann.ListenAsync("/live");
        (await EventAsync(stream)).ShouldBe("hello");

        // The workspace of the test has its own way to the database, as another node would.
        await api.World.SendAsync(new { type = "identify", userId = "jo", traits = new { email = "jo@acme.example", title = "VP of Operations" } }, new { type = "track", userId = "jo", @event = "Quote Requested" });
        (await api.World.ActivitiesAsync(await api.LeadAsync("jo@acme.example"))).ShouldNotBeEmpty();

        (await EventAsync(stream)).ShouldBe("moved");
    }

    [Fact]
    public async Task A_session_that_was_ended_is_told_nothing_more()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr, "Ann");
        using var stream = await ann.ListenAsync("/live");
        (await EventAsync(stream)).ShouldBe("hello");

        (await ann.PostAsync("/sign-out")).Ok();
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        await api.World.SendAsync(new { type = "identify", userId = "jo", traits = new { email = "jo@acme.example" } }, new { type = "track", userId = "jo", @event = "Quote Requested" });

        (await EventAsync(stream)).ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_is_stopped_does_not_wait_for_who_listens()
    {
        var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr, "Ann");
        using var stream = await ann.ListenAsync("/live");
        (await EventAsync(stream)).ShouldBe("hello");
        var readiness = api.Services.GetRequiredService<Baton.Server.Hosting.Readiness>();
        readiness.Inside.ShouldBe(0);

        readiness.Drain();

        (await EventAsync(stream)).ShouldBeNull();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_listens_too_often_is_told_to_wait()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Sdr, "Ann");
        var streams = new List<StreamReader>();
        for (var number = 0; number < 20; number++)
        {
            streams.Add(await ann.ListenAsync("/live"));
        }

        await Should.ThrowAsync<HttpRequestException>(() => ann.ListenAsync("/live"));
        streams.ForEach(stream => stream.Dispose());
    }

    /// <summary>The name of the next event; null where the stream has ended.</summary>
    private static async Task<string?> EventAsync(StreamReader stream)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await stream.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                return line["event: ".Length..];
            }
        }

        return null;
    }
}
