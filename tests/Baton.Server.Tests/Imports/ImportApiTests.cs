using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Baton.Server.Hosting;
using Baton.Server.Keys;
using Baton.Server.Storage;
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
        (await JsonAsync(await client.GetAsync("/api/imports", Cancel))).GetProperty("imports").GetArrayLength().ShouldBe(1);

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

        (await ProblemAsync(await nobody.GetAsync("/api/imports", Cancel))).ShouldBe((401, "The key is missing, unknown or revoked. Send it as `Authorization: Bearer …`."));
        (await ProblemAsync(await writer.GetAsync("/api/imports", Cancel))).ShouldBe((403, "This key may not import. `baton key create --scope import` makes one that may."));
        (await ProblemAsync(await client.PostAsync("/api/imports", new StringContent(Leads), Cancel))).ShouldBe((400, "Say what the file has: kind=leads, kind=events or kind=deals."));
        (await ProblemAsync(await client.PostAsync("/api/imports?kind=leads&map=Role", new StringContent(Leads), Cancel))).ShouldBe(
            (400, "map takes column=meaning, such as map \"Branche=industry\", not \"Role\"."));
        (await ProblemAsync(await client.PostAsync("/api/imports?kind=leads&map=Role=title", new StringContent(Leads), Cancel))).ShouldBe(
            (422, "--map speaks of a column \"Role\" that is not in the file; did you mean `Rolle`?"));
        (await ProblemAsync(await client.PostAsync("/api/imports?kind=deals&name=x.csv", new StringContent(""), Cancel))).ShouldBe((422, "x.csv is empty. Check what wrote it."));
        (await ProblemAsync(await client.GetAsync($"/api/imports/{Guid.Empty}", Cancel))).ShouldBe((404, $"There is no import {Guid.Empty}."));
        (await JsonAsync(await client.GetAsync("/api/imports", Cancel))).GetProperty("imports").GetArrayLength().ShouldBe(0);
        await server.StopAsync(Cancel);
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
