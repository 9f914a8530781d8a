using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Baton.Server.Hosting;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Baton.Server.Tests.Api;

/// <summary>A server over HTTP at a port of its own, with a workspace in a database of its own.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _http;

    private TestApi(TestWorkspace world, WebApplication server)
    {
        (World, _server) = (world, server);
        Address = server.Urls.Single();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
    }

    public TestWorkspace World { get; }

    public string Address { get; }

    public IServiceProvider Services => _server.Services;

    /// <summary>Has every scope but <c>write</c>.</summary>
    public string Key { get; private set; } = "";

    public static async Task<TestApi> StartAsync(Dialect dialect, params string[] args) => await StartAsync(await TestWorkspace.CreateAsync(dialect), args);

    /// <summary>As Baton is where nobody has done anything yet: without a playbook.</summary>
    public static async Task<TestApi> StartFreshAsync(Dialect dialect) => await StartAsync(await TestWorkspace.CreateAsync(dialect, playbook: null));

    private static async Task<TestApi> StartAsync(TestWorkspace world, params string[] args)
    {
        var server = await BatonServer.CreateAsync([$"--Data={world.Database.Location}", "--Urls=http://127.0.0.1:0", "--ApiPerSecond=0", "--LogLevel=error", .. args], world, default);
        await server.StartAsync();
        var api = new TestApi(world, server);
        api.Key = await api.KeyAsync([.. Scopes.All.Except([Scopes.Write])]);
        return api;
    }

    public async Task<string> KeyAsync(params string[] scopes) =>
        (await _server.Services.GetRequiredService<KeyStore>().AddAsync(World.Id, string.Join(' ', scopes), scopes, default)).Key.Text;

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> PatchAsync(string path, object body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Patch, path, body, headers);

    /// <summary>Sends a call: a text goes as YAML, anything else as JSON; with <see cref="Key"/> unless a header says otherwise.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Content = body switch
        {
            null => null,
            string yaml => new StringContent(yaml, Encoding.UTF8, "application/yaml"),
            HttpContent content => content,
            _ => new StringContent(System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 1 << 20;
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0)
            {
                request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
            }
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers);
    }

    /// <summary>The id of the lead with an address.</summary>
    public async Task<Guid> LeadAsync(string email) => (await World.EmailAsync(email))!.Id;

    /// <summary>All pages of a list, each with at most so many items.</summary>
    public async Task<List<JsonNode>> AllAsync(string path, int limit)
    {
        var items = new List<JsonNode>();
        string? next = null;
        do
        {
            var page = (await GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{(next is null ? "" : "&cursor=" + next)}")).Ok();
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(limit);
            items.AddRange(page["items"]!.AsArray().Select(item => item!.DeepClone()));
            next = page["next"]?.ToString();
        }
        while (next is not null);

        return items;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.StopAsync();
        await _server.DisposeAsync();
        await World.DisposeAsync();
    }
}

/// <summary>What a server answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, string? Type, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string ETag => Headers.ETag!.ToString();

    /// <summary>The JSON of an answer that is no problem.</summary>
    public JsonNode Ok()
    {
        ((int)Status).ShouldBeInRange(200, 299, Text);
        return Json;
    }

    /// <summary>What a problem says.</summary>
    public string Problem(int status)
    {
        ((int)Status).ShouldBe(status, Text);
        Type.ShouldBe("application/problem+json");
        return Json["detail"]!.ToString();
    }
}
