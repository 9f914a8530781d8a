using System.Net.Http.Headers;
using System.Text;
using Baton.Server.Hosting;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Baton.Server.Tests.Hosting;

/// <summary>A server inside the test, on a database and at an address of its own, with its log.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly MemoryStream _log = new();
    private bool _isStopped;

    private RunningServer(TestDatabase database, ServerOptions options, Action<WebApplication> add)
    {
        _database = database;
        App = BatonServer.Build(options with { Data = database.Location, Urls = "http://127.0.0.1:0" }, SystemClock.Instance, Stream.Synchronized(_log));
        add(App);
    }

    public WebApplication App { get; }

    public IDatabase Db => App.Services.GetRequiredService<IDatabase>();

    public HttpClient Client { get; private set; } = new();

    public string Key { get; private set; } = "";

    public Guid KeyId { get; private set; }

    public Guid Workspace { get; private set; }

    /// <summary>Starts one; it takes requests.</summary>
    public static async Task<RunningServer> StartAsync(Dialect dialect, ServerOptions? options = null, Action<WebApplication>? add = null)
    {
        var server = await ListenAsync(dialect, options, add);
        await BatonServer.PrepareAsync(server.App, default);
        server.Workspace = (await server.App.Services.GetRequiredService<WorkspaceStore>().AddAsync("Acme", default)).Id;
        var (key, info) = await server.App.Services.GetRequiredService<KeyStore>().AddAsync(server.Workspace, "test", [Scopes.Write], default);
        (server.Key, server.KeyId) = (key.Text, info.Id);
        server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Text);
        return server;
    }

    /// <summary>Starts one that listens and is not prepared yet.</summary>
    public static async Task<RunningServer> ListenAsync(Dialect dialect, ServerOptions? options = null, Action<WebApplication>? add = null)
    {
        var server = new RunningServer(await TestDatabase.CreateAsync(dialect), options ?? new ServerOptions { Logs = "json" }, add ?? (_ => { }));
        await server.App.StartAsync();
        server.Client = new HttpClient { BaseAddress = new Uri(server.App.Urls.First()) };
        return server;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json) => Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Stops the server and reads its log.</summary>
    public async Task<string> LogAsync()
    {
        await StopAsync();
        return Encoding.UTF8.GetString(_log.ToArray());
    }

    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await App.StopAsync();
            await App.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StopAsync();
        await _database.DisposeAsync();
    }
}
