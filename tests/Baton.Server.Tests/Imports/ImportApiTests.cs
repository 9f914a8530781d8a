using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Server.Hosting;
using Baton.Server.Imports;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.Imports;

public class ImportApiTests
{
    private const string Leads = "Record ID,Email,Rolle\n1,a@acme.example,Plant Manager\n2,b@acme.example,Intern,too many\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task A_file_is_looked_at_imported_in_the_background_and_accounted_for(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateAsync(dialect);
        await using var server = await BatonServer.CreateAsync([$"--Data={database.Location}", "--Urls=http://127.0.0.1:0"], clock: null, Cancel);
        await server.StartAsync(Cancel);
        using var client = await ClientAsync(server, Scopes.Import);

        var preview = await JsonAsync(await client.PostAsync("/api/imports/preview?kind=leads&map=Rolle=title", new StringContent(Leads), Cancel));
        var accepted = await client.PostAsync("/api/imports?kind=leads&map=Rolle=title&name=crm.csv", new StringContent(Leads), Cancel);

        preview.GetProperty("columns")[2].GetProperty("meaning").GetString().ShouldBe("title");
        preview.GetProperty("rows")[0].GetProperty("values").GetProperty("title").GetString().ShouldBe("Plant Manager");
        (preview.GetProperty("read").GetInt64(), preview.GetProperty("rejected").GetInt64()).ShouldBe((2, 1));
        accepted.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var done = await DoneAsync(client, accepted.Headers.Location!);
        (done.GetProperty("state").GetString(), done.GetProperty("file").GetString(), done.GetProperty("progress").GetDouble()).ShouldBe(("done", "crm.csv", 1));
        (done.GetProperty("accepted").GetInt64(), done.GetProperty("known").GetInt64(), done.GetProperty("rejected").GetInt64()).ShouldBe((1, 0, 1));
        (await client.GetStringAsync($"{accepted.Headers.Location}/rejected", Cancel)).ShouldBe(
            "line,reason,row\n3,has more fields than the header: 4 instead of 3,\"2,b@acme.example,Intern,too many\"\n");
        (await JsonAsync(await client.GetAsync("/api/imports", Cancel))).GetProperty("items").GetArrayLength().ShouldBe(1);

        using var form = new MultipartFormDataContent { { new StringContent("leads"), "kind" }, { new StringContent("Rolle=title"), "map" }, { new StringContent(Leads), "file", "again.csv" } };
        var again = await DoneAsync(client, (await client.PostAsync("/api/imports", form, Cancel)).Headers.Location!);
        (again.GetProperty("file").GetString(), again.GetProperty("accepted").GetInt64(), again.GetProperty("known").GetInt64()).ShouldBe(("again.csv", 0, 1));
        await using var connection = await database.Db.OpenReadAsync(Cancel);
        (Dapper.SqlMapper.ExecuteScalar<long>(connection, "SELECT count(*) FROM import_part")).ShouldBe(0);
        await server.StopAsync(Cancel);
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused_in_words()
    {
        await using var database = await TestDatabase.CreateAsync(Dialect.Sqlite);
        await using var server = await BatonServer.CreateAsync([$"--Data={database.Location}", "--Urls=http://127.0.0.1:0"], clock: null, Cancel);
        await server.StartAsync(Cancel);
        using var client = await ClientAsync(server, Scopes.Import);
        using var writer = await ClientAsync(server, Scopes.Write);
        using var nobody = new HttpClient { BaseAddress = client.BaseAddress };

        (await ProblemAsync(await nobody.GetAsync("/api/imports", Cancel))).ShouldBe(
            (401, "The call has no key. Send one as `Authorization: Bearer baton_…`; `baton key create --scope import` makes one."));
        (await ProblemAsync(await writer.GetAsync("/api/imports", Cancel))).ShouldBe(
            (403, "This key does not have the scope `import`. `baton key create --scope import` makes one that has it."));
        (await ProblemAsync(await client.PostAsync("/api/imports", new StringContent(Leads), Cancel))).ShouldBe((400, "Say what the file has: kind=leads, kind=events or kind=deals."));
        (await ProblemAsync(await client.PostAsync("/api/imports?kind=leads&map=Role", new StringContent(Leads), Cancel))).ShouldBe(
            (400, "`map` takes column=meaning, such as `map` \"Branche=industry\", not \"Role\"."));
        (await ProblemAsync(await client.PostAsync("/api/imports?kind=leads&map=Role=title", new StringContent(Leads), Cancel))).ShouldBe(
            (422, "`map` speaks of a column \"Role\" that is not in the file; did you mean `Rolle`?"));
        (await ProblemAsync(await client.PostAsync("/api/imports?kind=deals&name=x.csv", new StringContent(""), Cancel))).ShouldBe((422, "x.csv is empty. Check what wrote it."));
        (await ProblemAsync(await client.GetAsync($"/api/imports/{Guid.Empty}", Cancel))).ShouldBe((404, $"There is no import {Guid.Empty}. GET /api/imports lists all there are."));
        (await JsonAsync(await client.GetAsync("/api/imports", Cancel))).GetProperty("items").GetArrayLength().ShouldBe(0);
        await server.StopAsync(Cancel);
    }

    [Fact]
    public async Task Forms_that_are_none_are_refused_in_words()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        async Task<string> SendAsync(string type, string body)
        {
            using var content = new StringContent(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            return (await api.PostAsync("/api/imports", content)).Problem(400);
        }

        (await SendAsync("multipart/form-data", "x")).ShouldContain("no `boundary`");
        (await SendAsync("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nlea")).ShouldStartWith("The form ends early");
        (await SendAsync("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nleads\r\n--b--\r\n")).ShouldStartWith("The form has no file.");
        (await SendAsync("multipart/form-data; boundary=b", $"--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n{new string('x', 2_000)}\r\n--b--\r\n"))
            .ShouldContain("more than 1,000 characters");
        (await SendAsync("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\nEmail\r\na@b"))
            .ShouldStartWith("Say what the file has", customMessage: "What is said of the file comes before it.");
        (await SendAsync("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nleads\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\n\r\nEmail\r\na@b"))
            .ShouldStartWith("The form ends early");
        (await api.GetAsync("/api/imports")).Ok()["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_packed_file_that_is_cut_off_is_refused_in_words()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Leads), Cancel);
        }

        var cut = packed.ToArray()[..^4];
        (await api.PostAsync("/api/imports/preview?kind=leads", new ByteArrayContent(cut))).Problem(422).ShouldBe(
            "leads is damaged: its gzip data ends early or is wrong. Its first 3 lines could be read. Fetch it again.");
        (await api.PostAsync("/api/imports?kind=leads", new ByteArrayContent(cut[..12]))).Problem(422).ShouldContain("gzip");
        var import = (await api.PostAsync("/api/imports?kind=leads", new ByteArrayContent(cut))).Headers.Location!.ToString();
        for (var tries = 0; (await api.GetAsync(import)).Ok()["finished"] is null && tries < 200; tries++)
        {
            await Task.Delay(50, Cancel);
        }

        var failed = (await api.GetAsync(import)).Ok();
        (failed["state"]!.ToString(), failed["problem"]!.ToString().Contains("gzip data ends early", StringComparison.Ordinal)).ShouldBe(("failed", true));
        (await api.PostAsync("/api/imports/preview?kind=leads", new ByteArrayContent(packed.ToArray()))).Ok()["read"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Imports_pass_the_same_gate_as_every_call_but_may_be_large()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        (await api.PostAsync("/api/imports?kind=leads&colum=x", new StringContent(Leads))).Problem(400).ShouldBe(
            "There is no parameter `colum` here. There are `kind`, `id`, `map`, `asOf`, `name`.");
        (await api.PostAsync("/api/imports?kind=leads&kind=deals", new StringContent(Leads))).Problem(400).ShouldBe("`kind` is given more than once. Give it once.");
        (await api.PostAsync("/api/imports?kind=leads&name=%00", new StringContent(Leads))).Problem(400).ShouldContain("U+0000");
        (await api.PostAsync("/api/imports?kind=leads&map=Rolle=title&map=Email=email", new StringContent(Leads))).Status.ShouldBe(HttpStatusCode.Accepted);
        (await api.PostAsync("/api/imports?kind=leads", new StringContent("Record ID,Note\n1," + new string('x', 3 << 20) + "\n2,y\n"))).Status.ShouldBe(HttpStatusCode.Accepted);
        (await api.PostAsync("/api/imports?kind=leads", new Claimed(5L << 30))).Problem(413).ShouldBe("The body is larger than 4 GB. Send it in several parts.");
        (await api.PostAsync("/api/playbooks/check", new Claimed(5L << 30))).Problem(413).ShouldBe("The body is larger than 1,024 KB.");

        var twice = (await api.AllAsync("/api/imports", limit: 1)).Select(import => import["id"]!.ToString()).ToList();
        twice.Count.ShouldBe(2);
        twice.ShouldBe(twice.OrderDescending(StringComparer.Ordinal));
    }

    [Theory]
    [EachDatabase]
    public async Task A_file_is_true_as_of_when_the_call_says_and_the_same_file_repeats_the_first(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        async Task<System.Text.Json.Nodes.JsonNode> ImportAsync(string query)
        {
            var location = (await api.PostAsync($"/api/imports?kind=leads{query}", new StringContent(Leads))).Headers.Location!.ToString();
            for (var tries = 0; tries < 200 && (await api.GetAsync(location)).Ok()["finished"] is null; tries++)
            {
                await Task.Delay(50, Cancel);
            }

            return (await api.GetAsync(location)).Ok();
        }

        var first = await ImportAsync("&asOf=2026-01-31");
        var again = await ImportAsync("&asOf=2026-01-31");
        var now = await ImportAsync("");

        (first["asOf"]!.ToString(), first["repeats"]).ShouldBe(("2026-01-31T23:59:59.999Z", null));
        (again["repeats"]!.ToString(), again["asOf"]!.ToString(), again["known"]!.GetValue<int>()).ShouldBe((first["id"]!.ToString(), first["asOf"]!.ToString(), 1));
        (now["asOf"]!.ToString(), now["accepted"]!.GetValue<int>(), now["repeats"]).ShouldBe((now["started"]!.ToString(), 1, null));
        using var form = new MultipartFormDataContent { { new StringContent("events"), "kind" }, { new StringContent("2026-01-01"), "asOf" }, { new StringContent(Leads), "file", "x.csv" } };
        (await api.PostAsync("/api/imports", form)).Problem(400).ShouldBe("Events have times of their own, so `asOf` is for leads and deals only. Leave it out.");
        (await api.PostAsync("/api/imports?kind=leads&asOf=2199-01-01", new StringContent(Leads))).Problem(400).ShouldStartWith("`asOf` takes a time that has been");
    }

    [Fact]
    public async Task A_key_that_asks_too_often_waits_here_too()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--ApiPerSecond=1", "--ApiBurst=2");
        for (var call = 0; call < 2; call++)
        {
            (await api.GetAsync("/api/imports")).Ok();
        }

        (await api.PostAsync("/api/imports?kind=leads", new StringContent(Leads))).Problem(429).ShouldStartWith("This key has made too many calls.");
    }

    [Theory]
    [EachDatabase]
    public async Task The_same_file_while_it_is_imported_is_that_import_and_needs_no_idempotency_key(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var once = ("Idempotency-Key", "once");
        var choices = new ColumnChoices(null, new Dictionary<string, string> { ["Rolle"] = "title" });
        var other = new Import
        {
            Id = Guid.CreateVersion7(api.World.Now.ToDateTimeOffset()),
            WorkspaceId = api.World.Id,
            Kind = ImportKind.Leads,
            FileName = "crm.csv",
            Bytes = Leads.Length,
            Fingerprint = Import.FingerprintOf(ImportKind.Leads, choices, SHA256.HashData(Encoding.UTF8.GetBytes(Leads))),
            Choices = choices,
            State = ImportState.Running,
            IsUploaded = true,
            Started = api.World.Now,
            StartedBy = "test",
        };
        await api.World.Db.WriteAsync(
            transaction =>
            {
                // Another node has it in its hands.
                ImportTable.Add(transaction, other, other.Id, api.World.Now + NodaTime.Duration.FromHours(1));
                return true;
            },
            Cancel);

        var again = await api.PostAsync("/api/imports?kind=leads&map=Rolle=title", new StringContent(Leads), once);
        var otherwise = await api.PostAsync("/api/imports?kind=leads&map=Rolle=name", new StringContent(Leads), once);

        (again.Status, again.Json["id"]!.ToString(), again.Headers.Location).ShouldBe((HttpStatusCode.OK, other.Id.ToString(), null));
        otherwise.Status.ShouldBe(HttpStatusCode.Accepted);
        otherwise.Headers.Location!.ToString().ShouldBe($"/api/imports/{otherwise.Json["id"]}");
        otherwise.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM idempotent_call WHERE workspace_id = @Id")).ShouldBe(0);
    }

    /// <summary>Says that it is this large, and has nothing in it.</summary>
    private sealed class Claimed : HttpContent
    {
        private readonly long _length;

        public Claimed(long length) => _length = length;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context) => await stream.WriteAsync("Email\n"u8.ToArray(), Cancel);

        protected override bool TryComputeLength(out long length)
        {
            length = _length;
            return true;
        }
    }

    private static async Task<HttpClient> ClientAsync(WebApplication server, string scope)
    {
        var workspaces = server.Services.GetRequiredService<WorkspaceStore>();
        var workspace = (await workspaces.AllAsync(Cancel)) is [var first, ..] ? first : await workspaces.AddAsync("Acme", Cancel);
        var (key, _) = await server.Services.GetRequiredService<KeyStore>().AddAsync(workspace.Id, "test", [scope], Cancel);
        var client = new HttpClient { BaseAddress = new Uri(server.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Text);
        return client;
    }

    private static async Task<JsonElement> DoneAsync(HttpClient client, Uri import)
    {
        for (var tries = 0; ; tries++)
        {
            var state = await JsonAsync(await client.GetAsync(import, Cancel));
            if (state.GetProperty("state").GetString() is "done" or "failed" || tries > 200)
            {
                return state;
            }

            await Task.Delay(50, Cancel);
        }
    }

    private static async Task<(int Status, string? Detail)> ProblemAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString());
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancel));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
