using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Baton.Server.Hosting;
using Baton.Server.Logs;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Baton.Server.Tests.Hosting;

/// <summary>The log tells operators what they need and nobody who anybody is.</summary>
public partial class LogTests
{
    private const string Secret = "dana.reeve@northforge.example";

    [Theory]
    [EachDatabase]
    public async Task Nothing_that_anybody_sent_is_in_the_log(Dialect dialect)
    {
        await using var server = await RunningServer.StartAsync(dialect, new ServerOptions { Logs = "json", LogLevel = "debug" }, app =>
        {
            app.MapGet("/fails/{whom}", string (string whom) => throw new InvalidOperationException($"{whom} is unlucky", new FormatException(whom)));
            app.MapGet("/leads/{email}", (string email) => email.Length);
        });
        var client = server.Client;
        await server.PostAsync("/v1/identify?who=" + Secret, $$"""{ "userId": "{{Secret}}", "traits": { "email": "{{Secret}}" } }""");
        await server.PostAsync("/v1/track", $$"""{ "userId": "{{Secret}}", "event": "{{Secret}}", "properties": { "a": """);
        await server.PostAsync("/v1/batch", $$"""{ "batch": [ { "type": "{{Secret}}" }, { "{{Secret}}": 1 }, "{{Secret}}" ] }""");
        await server.PostAsync("/v1/track", new string('x', 40_000) + Secret);
        foreach (var path in (string[])[$"/leads/{Secret}", $"/fails/{Secret}", $"/nowhere/{Secret}", $"/v1/projects/{Secret}/settings", $"/health/ready?x={Secret}"])
        {
            using var request = new HttpRequestMessage(new HttpMethod("GET"), path);
            request.Headers.TryAddWithoutValidation("X-Email", Secret);
            request.Headers.TryAddWithoutValidation("traceparent", Secret);
            request.Headers.TryAddWithoutValidation("Cookie", $"who={Secret}");
            request.Headers.UserAgent.ParseAdd("Mozilla/5.0");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
            await client.SendAsync(request, TestContext.Current.CancellationToken);
        }

        await client.SendAsync(new HttpRequestMessage(new HttpMethod("dana.reeve"), "/"), TestContext.Current.CancellationToken);
        foreach (var raw in (string[])[$"{Secret}\r\n\r\n", $"GET /{Secret} HTTP/9.9\r\n\r\n", $"GET /\0{Secret} HTTP/1.1\r\nHost: {Secret}@@\r\n\r\n", $"POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: {Secret}\r\n\r\n"])
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", client.BaseAddress!.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(raw), TestContext.Current.CancellationToken);
            (await socket.GetStream().ReadAsync(new byte[4096], TestContext.Current.CancellationToken)).ShouldBeGreaterThanOrEqualTo(0);
        }

        var log = await server.LogAsync();

        log.ShouldNotContain("dana", Case.Insensitive);
        log.ShouldNotContain("northforge", Case.Insensitive);
        log.ShouldNotContain(server.Key);
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        lines.ShouldContain(line => Text(line, "route") == "/v1/identify" && Text(line, "method") == "POST" && line.GetProperty("status").GetInt32() == 200
            && Text(line, "key") == server.KeyId.ToString() && line.GetProperty("milliseconds").GetDouble() >= 0);
        lines.ShouldContain(line => Text(line, "route") == "/leads/{email}");
        lines.ShouldContain(line => Text(line, "route") == "(none)" && Text(line, "method") == "_OTHER");
        var failed = lines.Single(line => Text(line, "level") == "error").GetProperty("failure");
        Text(failed, "type").ShouldBe("System.InvalidOperationException");
        failed.GetProperty("stack").EnumerateArray().ShouldNotBeEmpty();
        Text(failed.GetProperty("cause"), "type").ShouldBe("System.FormatException");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_line_is_one_line_whatever_is_in_it(bool isJson)
    {
        using var output = new MemoryStream();
        using (var provider = new LogProvider(output, isJson, LogLevel.Information, TimeProvider.System))
        {
            var (own, library) = (provider.CreateLogger("Baton.Server.Test"), provider.CreateLogger("Microsoft.AspNetCore.Something"));
            Was(own, "a\r\n{\"level\":\"error\"}\u2028\u001b[31m");
            NoMatter(own, "x");
            IsOdd(library, Secret);
        }

        var text = Encoding.UTF8.GetString(output.ToArray());
        text.Count(letter => letter == '\n').ShouldBe(2);
        text.ShouldNotContain('\r');
        text.ShouldNotContain('\u001b');
        text.ShouldNotContain('\u2028');
        text.ShouldNotContain(Secret);
        text.ShouldContain("Path {Path} is odd");
    }

    [Fact]
    public void A_value_that_is_called_like_a_key_of_the_line_gets_a_key_of_its_own()
    {
        using var output = new MemoryStream();
        using (var provider = new LogProvider(output, isJson: true, LogLevel.Information, TimeProvider.System))
        {
            var own = provider.CreateLogger("Baton.Server.Test");
            IsLikeAKey(own, "1", "2", "3", "4", "5");
        }

        var line = JsonDocument.Parse(output.ToArray()).RootElement;
        line.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["time", "level", "from", "message", "timeValue", "levelValue", "fromValue", "messageValue", "failureValue"]);
        (Text(line, "message"), Text(line, "messageValue")).ShouldBe(("1 2 3 4 5", "4"));
    }

    [Fact]
    public void No_message_of_ours_has_a_value_that_is_called_like_a_key_of_the_line() => typeof(LogProvider).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.Message ?? "")
        .Where(message => ((string[])["{Time}", "{Level}", "{From}", "{Message}", "{Failure}"]).Any(message.Contains))
        .ShouldBeEmpty();

    [LoggerMessage(Level = LogLevel.Information, Message = "{Time} {Level} {From} {Message} {Failure}")]
    private static partial void IsLikeAKey(ILogger log, string time, string level, string from, string message, string failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "It was {What}")]
    private static partial void Was(ILogger log, string what);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No {Matter}")]
    private static partial void NoMatter(ILogger log, string matter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Path {Path} is odd")]
    private static partial void IsOdd(ILogger log, string path);

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.ToString() : null;
}
