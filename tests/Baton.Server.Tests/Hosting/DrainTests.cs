using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Tests.Commands;
using Baton.Server.Tests.Imports;
using Dapper;

namespace Baton.Server.Tests.Hosting;

/// <summary>The request to terminate, on the real program.</summary>
public sealed class DrainTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    public DrainTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows sends Ctrl-C otherwise.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_begun_is_answered_after_its_commit_and_what_comes_is_sent_away()
    {
        var key = BatonProcess.Run("key", "create", "--data", _folder["baton.db"]).Output.Trim();
        using var process = Start(out var address);
        using var client = new HttpClient { BaseAddress = address };
        using var begun = await BeginAsync(address, key);

        BatonProcess.Signal(process, "TERM");
        var ready = await UntilAsync(client, HttpStatusCode.ServiceUnavailable);
        var refused = await client.PostAsync("/v1/track", new StringContent("{}"), Cancel);
        var answer = await FinishAsync(begun);
        await process.WaitForExitAsync(Cancel).WaitAsync(Patience, Cancel);

        (await ready.Content.ReadAsStringAsync(Cancel)).ShouldContain("is being stopped");
        (refused.StatusCode, refused.Headers.RetryAfter!.Delta).ShouldBe((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(2)));
        answer.ShouldStartWith("HTTP/1.1 200");
        process.ExitCode.ShouldBe(0);
        await using var database = Databases.Open(_folder["baton.db"]);
        await using var connection = await database.OpenReadAsync(Cancel);
        connection.ExecuteScalar<int>("SELECT count(*) FROM event").ShouldBe(2);
    }

    [Fact]
    public async Task A_second_signal_ends_at_once()
    {
        var key = BatonProcess.Run("key", "create", "--data", _folder["baton.db"]).Output.Trim();
        using var process = Start(out var address);
        using var client = new HttpClient { BaseAddress = address };
        using var begun = await BeginAsync(address, key);
        BatonProcess.Signal(process, "TERM");
        await UntilAsync(client, HttpStatusCode.ServiceUnavailable);

        BatonProcess.Signal(process, "TERM");

        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        process.ExitCode.ShouldBe(143);
    }

    [Fact]
    public async Task Who_never_ends_is_cut_off_when_time_is_up()
    {
        var key = BatonProcess.Run("key", "create", "--data", _folder["baton.db"]).Output.Trim();
        using var process = Start(out var address, "--seconds-to-drain", "1");
        using var begun = await BeginAsync(address, key);

        BatonProcess.Signal(process, "TERM");

        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(15), Cancel);
        process.ExitCode.ShouldBe(1);
        (await process.StandardError.ReadToEndAsync(Cancel)).ShouldEndWith("Stopped before every request was answered: 1 seconds were up. What was answered is kept.\n");
    }

    [Fact]
    public void Settings_with_mistakes_are_refused_with_all_of_them()
    {
        var ended = BatonProcess.Run("serve", "--data", _folder["baton.db"], "--seconds-to-drain", "soon", "--logs", "loud");

        ended.ExitCode.ShouldBe(1);
        ended.Error.ShouldBe(
            "--seconds-to-drain takes a whole number from 1 to 3,600, not \"soon\".\n--logs takes auto or json or text, not \"loud\".\n");
        var help = BatonProcess.Run("serve", "--help").Output;
        Setting.All.ShouldAllBe(setting => help.Contains(setting.Flag, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Sends all of a request but its last byte.</summary>
    private static async Task<TcpClient> BeginAsync(Uri address, string key)
    {
        const string Body = """{ "userId": "u1", "event": "Quote Requested" }""";

        // The first request of all takes long: everything is compiled for it.
        using var first = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };
        (await first.PostAsync("/v1/track", new StringContent(Body), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Cancel);
        var head = FormattableString.Invariant($"POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Length: {Body.Length}\r\n\r\n");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + Body[..^1]), Cancel);
        await Task.Delay(500, Cancel);
        return client;
    }

    private static async Task<string> FinishAsync(TcpClient client)
    {
        await client.GetStream().WriteAsync("}"u8.ToArray(), Cancel);
        var answer = new byte[4096];
        return Encoding.ASCII.GetString(answer, 0, await client.GetStream().ReadAsync(answer, Cancel));
    }

    private static async Task<HttpResponseMessage> UntilAsync(HttpClient client, HttpStatusCode status)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            var answer = await client.GetAsync("/health/ready", Cancel);
            if (answer.StatusCode == status)
            {
                return answer;
            }

            watch.Elapsed.ShouldBeLessThan(Patience);
        }
    }

    private Process Start(out Uri address, params string[] more)
    {
        var process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(ServerOptions).Assembly.Location, "serve", "--data", _folder["baton.db"], "--urls", "http://127.0.0.1:0", "--logs", "text", .. more])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            const string Listens = "Baton listens at ";
            if (line.StartsWith(Listens, StringComparison.Ordinal))
            {
                address = new Uri(line[Listens.Length..].TrimEnd('.'));

                // A pipe that nobody reads is full one day, and whoever writes to it waits.
                _ = process.StandardOutput.ReadToEndAsync();
                return process;
            }
        }

        throw new InvalidOperationException(process.StandardError.ReadToEnd());
    }
}
