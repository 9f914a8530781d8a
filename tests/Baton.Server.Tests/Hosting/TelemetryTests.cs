using System.Collections.Concurrent;
using System.Text;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Tests.Hosting;

public class TelemetryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_gets_metrics_and_traces_and_nothing_of_anybody()
    {
        var received = new ConcurrentQueue<(string Path, string Body)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
        await collector.StartAsync(Cancel);

        await using (var server = await RunningServer.StartAsync(Dialect.Sqlite, new ServerOptions { Logs = "json", Telemetry = collector.Urls.First() }))
        {
            const string Call = """{ "userId": "dana", "event": "Quote Requested by Dana", "messageId": "m1", "properties": { "email": "dana@northforge.example" } }""";
            server.Client.DefaultRequestHeaders.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
            server.Client.DefaultRequestHeaders.Add("tracestate", "who=dana");
            server.Client.DefaultRequestHeaders.Add("baggage", "who=dana");
            await server.PostAsync("/v1/track?who=dana", Call);
            await server.PostAsync("/v1/track", Call);
            await server.PostAsync("/v1/batch", """{ "batch": [ { "type": "dana" } ] }""");
            await server.StopAsync();
        }

        var metrics = string.Concat(received.Where(sent => sent.Path == "/v1/metrics").Select(sent => sent.Body));
        foreach (var name in (string[])["baton.events", "kept", "repeated", "rejected", "baton.intake.waiting", "baton.intake.waiting.size", "baton.intake.group", "baton.commit.duration", "http.server.request.duration", "/v1/track"])
        {
            metrics.ShouldContain(name);
        }

        var traces = string.Concat(received.Where(sent => sent.Path == "/v1/traces").Select(sent => sent.Body));
        foreach (var name in (string[])["POST /v1/track", "intake", "commit", "baton.calls", "http.response.status_code"])
        {
            traces.ShouldContain(name);
        }

        traces.ShouldContain(Encoding.Latin1.GetString(Convert.FromHexString("4bf92f3577b34da6a3ce929d0e0e4736")), Case.Sensitive);
        (metrics + traces).ShouldNotContain("dana", Case.Insensitive);
    }
}
