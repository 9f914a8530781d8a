using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Intake;

/// <summary>
/// Requests as no client would send them, very many, to a real server: each is answered, none with 5xx but 503, memory stays bounded, and who is scored before,
/// meanwhile and after is scored right. BATON_TEST_REQUESTS says how many, BATON_TEST_SEED which.
/// </summary>
public class HostileRequestTests
{
    private const long MostMemory = 900L << 20;
    private const int AtOnce = 48;

    private static readonly int Requests = Number("BATON_TEST_REQUESTS", 20_000);
    private static readonly int Seed = Number("BATON_TEST_SEED", 1);

    private static readonly string[] Nasty =
    [
        "'; DROP TABLE lead; --", "\" OR 1=1 --", "$1", "@p0", "?1", "%s%n", "a\r\nSet-Cookie: x=1", "\u001b[31mred", "<script>alert(1)</script>", "{{7*7}}", "../../etc/passwd",
        "\u202Egnp.exe", "İ", "ß", "😀", "e\u0301", "\uFEFFx", new string('x', 5_000), string.Concat(Enumerable.Repeat("😀", 200)), "1e999", "NaN@", "a@b@c", "@", "x@.", "x@..", "=cmd|' /C calc'!A0",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e308", "1e999", "123456789012345678901234567890", "\"\"", "\" \"", "[]", "{}", "[[[]]]", "{\"a\":{\"b\":1}}", "\"\\u0000\"", "\"a\\u0000b\"",
        "\"\\ud800\"", "\"\\udc00x\"", "[1,\"2\",null]", "\"9999-12-31T23:59:59.999Z\"", "\"0001-01-01T00:00:00Z\"", "-62135596800000", "9223372036854775807", "\"\\/\"",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task No_request_breaks_the_server(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var key = await world.WriteKeyAsync();
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(key);
        (await client.StatusAsync("/v1/identify", new { userId = "control", traits = new { title = "Plant Manager" } })).ShouldBe(HttpStatusCode.OK);

        var requests = new BlockingCollection<(string Path, byte[] Body)>(1_000);
        var count = dialect == Dialect.Sqlite ? Requests : Requests / 5;
        var making = Task.Run(() => Make(requests, count), Cancel);
        var wrong = new ConcurrentQueue<string>();
        var statuses = new ConcurrentDictionary<HttpStatusCode, int>();
        var most = 0L;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(sender => Task.Run(async () =>
        {
            foreach (var (path, body) in requests.GetConsumingEnumerable(Cancel))
            {
                try
                {
                    using var response = await client.SendAsync(path, body);
                    statuses.AddOrUpdate(response.StatusCode, 1, (_, before) => before + 1);
                    if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.ServiceUnavailable) && wrong.Count < 10)
                    {
                        wrong.Enqueue($"{(int)response.StatusCode} {path} {Shown(body)}");
                    }
                }
                catch (HttpRequestException lost) when (wrong.Count < 10)
                {
                    wrong.Enqueue($"{lost.Message} {path} {Shown(body)}");
                }

                if (sender == 0)
                {
                    most = Math.Max(most, server.WorkingSet);
                }
            }
        }, Cancel)));
        await making;
        await SendGarbageAsync(server.Url);
        (await client.StatusAsync("/v1/track", new { userId = "control", @event = "Quote Requested" })).ShouldBe(HttpStatusCode.OK);

        wrong.ShouldBeEmpty(string.Create(CultureInfo.InvariantCulture, $"seed {Seed}"));
        server.HasExited.ShouldBeFalse();
        most.ShouldBeLessThan(MostMemory);
        statuses[HttpStatusCode.OK].ShouldBeGreaterThan(count / 100);
        TestContext.Current.TestOutputHelper?.WriteLine($"{most >> 20} MB; {string.Join(", ", statuses)}");
        await world.CatchUpAsync();
        (await world.UserAsync("control"))!.Score.Total.ShouldBe(45);
    }

    [Theory, EachDatabase]
    public async Task What_looks_like_an_attack_is_kept_as_it_was_sent(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var key = await world.WriteKeyAsync();
        using var server = LiveServer.Start(world.Database.Location);
        using var client = server.Client(key);

        for (var i = 0; i < Nasty.Length; i++)
        {
            var traits = new Dictionary<string, string> { ["title"] = Nasty[i], [Nasty[i].Length > 100 ? "x" : Nasty[i]] = "y" };
            (await client.StatusAsync("/v1/identify", new { userId = Nasty[i], traits, messageId = $"n{i}" })).ShouldBe(HttpStatusCode.OK);
            (await client.StatusAsync("/v1/group", new { userId = Nasty[i], groupId = Nasty[i], traits = new { industry = Nasty[i], website = Nasty[i] } })).ShouldBe(HttpStatusCode.OK);
            (await client.StatusAsync("/v1/batch", new { batch = new[] { new { userId = "a", type = Nasty[i] } } })).ShouldBe(HttpStatusCode.OK);
            (await client.StatusAsync("/v1/track", new { userId = Nasty[i], @event = "Email Opened", properties = new { name = Nasty[i] } })).ShouldBe(HttpStatusCode.OK);
        }

        await world.CatchUpAsync();
        foreach (var text in Nasty)
        {
            var lead = (await world.UserAsync(text)).ShouldNotBeNull(text);
            lead.Edits.ShouldContain(edit => edit.Attributes.Any(set => set.Key == "title" && set.Value.Text == text.Trim()), text);
        }

        (await world.ScalarAsync<int>("SELECT COUNT(*) FROM account WHERE workspace_id = @Id")).ShouldBe(Nasty.Length);
        (await world.ReplayAsync()).ShouldAllBe(lead => lead.Stored == lead.Replayed);
    }

    private static void Make(BlockingCollection<(string Path, byte[] Body)> requests, int count)
    {
        try
        {
            var random = new Random(Seed);
            var valid = Valid();
            foreach (var (path, body) in Systematic(valid).Concat(Endless(valid, random)).Take(count))
            {
                requests.Add((path, body), Cancel);
            }
        }
        finally
        {
            requests.CompleteAdding();
        }
    }

    private static List<(string Path, string Body)> Valid() =>
    [
        ("/v1/track", """{"userId":"u1","anonymousId":"a1","type":"track","event":"Quote Requested","properties":{"email":"a@b.example","n":1},"messageId":"m","timestamp":"2026-03-31T14:05:09.123Z","sentAt":"2026-03-31T14:05:09.123Z","context":{"userAgent":"x","groupId":"g","traits":{"email":"c@d.example"},"externalIds":[{"id":"1","type":"crm"}]}}"""),
        ("/v1/identify", """{"userId":"u2","anonymousId":"a2","traits":{"email":"u2@b.example","title":"Plant Manager","employees":50,"address":{"city":"Ulm"},"phone":"+49 731 1234567"}}"""),
        ("/v1/page", """{"anonymousId":"a3","name":"Pricing","properties":{"path":"/pricing"},"originalTimestamp":"2026-03-31"}"""),
        ("/v1/group", """{"userId":"u1","groupId":"g1","traits":{"industry":"Steel","website":"https://acme.example/about"}}"""),
        ("/v1/alias", """{"userId":"u1","previousId":"a9"}"""),
        ("/v1/batch", """{"batch":[{"type":"track","userId":"u1","event":"Email Link Clicked"},{"type":"identify","userId":"u4","traits":{"name":"X"}}],"context":{"ip":"1.2.3.4"},"integrations":{"All":true},"sentAt":"2026-03-31T14:05:09.123Z","writeKey":"x"}"""),
    ];

    private static IEnumerable<(string, byte[])> Systematic(List<(string Path, string Body)> valid)
    {
        foreach (var (path, body) in valid)
        {
            for (var length = 0; length < body.Length; length++)
            {
                yield return (path, Encoding.UTF8.GetBytes(body[..length]));
            }

            foreach (var changed in Replaced(body, Values.Concat(Nasty.Select(text => JsonSerializer.Serialize(text)))))
            {
                yield return (path, changed);
            }

            foreach (var depth in new[] { 1, 10, 60, 63, 64, 65, 100, 1_000, 10_000 })
            {
                yield return (path, Encoding.UTF8.GetBytes(body[..^1] + ",\"deep\":" + new string('[', depth) + new string(']', depth) + "}"));
                yield return (path, Encoding.UTF8.GetBytes(body[..^1] + ",\"traits\":" + string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth) + "}"));
                yield return (path, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", depth))));
            }

            var packed = Packed(Encoding.UTF8.GetBytes(body));
            yield return (path, packed);
            yield return (path, Packed(packed));
            yield return (path, Packed(new byte[50_000_000]));
            for (var length = 1; length < packed.Length; length += 3)
            {
                yield return (path, packed[..length]);
                var damaged = (byte[])packed.Clone();
                damaged[length] ^= 0x55;
                yield return (path, damaged);
            }
        }

        yield return ("/v1/batch", Encoding.UTF8.GetBytes("{\"batch\":[" + string.Join(',', Enumerable.Repeat("1", 240_000)) + "]}"));
        yield return ("/v1/batch", Encoding.UTF8.GetBytes("{\"batch\":[" + string.Join(',', Enumerable.Repeat("{}", 2_500)) + "],\"context\":{\"x\":\"" + new string('x', 400_000) + "\"}}"));
        yield return ("/v1/identify", Encoding.UTF8.GetBytes("{\"userId\":\"wide\",\"traits\":{\"" + new string('n', 9_000) + "\":{" + string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"{i}\":1")) + "}}}"));
    }

    /// <summary>Each value of each field, at any depth, in place of what is there, and beside it.</summary>
    private static IEnumerable<byte[]> Replaced(string body, IEnumerable<string> values)
    {
        const string Mark = "\"@here@\"";
        var templates = new List<string>();
        Visit(JsonNode.Parse(body)!, templates);
        return values.SelectMany(value => templates.Select(template => Encoding.UTF8.GetBytes(template.Replace(Mark, value, StringComparison.Ordinal))));

        static void Visit(JsonNode node, List<string> templates)
        {
            foreach (var (name, value) in node is JsonObject map ? map.ToList() : [])
            {
                node[name] = "@here@";
                templates.Add(node.Root.ToJsonString());
                node[name] = value;
                if (value is not null)
                {
                    Visit(value, templates);
                }
            }

            foreach (var item in node is JsonArray list ? list.ToList() : [])
            {
                Visit(item!, templates);
            }
        }
    }

    private static IEnumerable<(string, byte[])> Endless(List<(string Path, string Body)> valid, Random random)
    {
        while (true)
        {
            var (path, body) = valid[random.Next(valid.Count)];
            var bytes = Encoding.UTF8.GetBytes(body);
            switch (random.Next(4))
            {
                case 0:
                    bytes = new byte[random.Next(200)];
                    random.NextBytes(bytes);
                    break;
                case 1:
                    for (var i = random.Next(1, 6); i > 0; i--)
                    {
                        bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    }

                    break;
                case 2:
                    var (from, to) = (random.Next(bytes.Length), random.Next(bytes.Length));
                    bytes = [.. bytes[..Math.Max(from, to)], .. bytes[Math.Min(from, to)..]];
                    break;
                default:
                    for (var i = random.Next(1, 4); i > 0; i--)
                    {
                        bytes[random.Next(bytes.Length)] = (byte)"{}[]\",:\\0u"[random.Next(10)];
                    }

                    break;
            }

            yield return (path, bytes);
        }
    }

    /// <summary>What is no HTTP, or half of it. The server closes such connections or answers 4xx, and goes on.</summary>
    private static async Task SendGarbageAsync(Uri url)
    {
        var random = new Random(Seed);
        string[] heads =
        [
            "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n{}", "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "\0\0\0\0",
            "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "GET / HTTP/9.9\r\n\r\n", "POST /v1/track\r\n\r\n",
            "POST /v1/track HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n", "POST /v1/b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n", "POST /v1/%zz%00 HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: Basic !!!\r\nContent-Length: 2\r\n\r\n{}", "POST /v1/track HTTP/1.1\r\nHost: x\r\nX: " + new string('x', 50_000) + "\r\n\r\n",
        ];
        for (var i = 0; i < 300; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(url.Host, url.Port, Cancel);
            var text = Encoding.Latin1.GetBytes(heads[i % heads.Length]);
            if (i >= heads.Length)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            try
            {
                var stream = socket.GetStream();
                await stream.WriteAsync(text, Cancel);
                socket.Client.Shutdown(SocketShutdown.Send);
                using var answer = new StreamReader(stream);
                (await answer.ReadToEndAsync(Cancel)).ShouldNotStartWith("HTTP/1.1 500");
            }
            catch (Exception closed) when (closed is IOException or SocketException)
            {
                // It has hung up.
            }
        }
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static string Shown(byte[] body) => body.Length > 600 ? $"{Encoding.UTF8.GetString(body[..600])}… ({body.Length} bytes)" : Encoding.UTF8.GetString(body);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
