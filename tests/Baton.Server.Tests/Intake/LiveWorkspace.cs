using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Baton.Server.Keys;
using Baton.Server.Tests.Leads;
using NodaTime;

namespace Baton.Server.Tests.Intake;

/// <summary>How tests speak to a <see cref="LiveServer"/>.</summary>
internal static class LiveWorkspace
{
    /// <summary>A key with which events may be sent.</summary>
    public static async Task<string> WriteKeyAsync(this TestWorkspace world) =>
        (await new KeyStore(world.Db, world).AddAsync(world.Id, "test", [Scopes.Write], default)).Key.Text;

    /// <summary>Goes to the present, in which servers live, and lets the timer do what is due.</summary>
    public static async Task CatchUpAsync(this TestWorkspace world)
    {
        world.Now = SystemClock.Instance.GetCurrentInstant();
        await world.WakeAsync();
    }

    /// <summary>A client that sends the key with every request.</summary>
    public static HttpClient Client(this LiveServer server, string key) => new(new SocketsHttpHandler { MaxConnectionsPerServer = 200 })
    {
        BaseAddress = server.Url,
        DefaultRequestHeaders = { Authorization = Basic(key) },
        Timeout = TimeSpan.FromSeconds(60),
    };

    public static AuthenticationHeaderValue Basic(string key) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":")));

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string path, object call) =>
        client.SendAsync(path, JsonSerializer.SerializeToUtf8Bytes(call));

    public static async Task<HttpResponseMessage> SendAsync(this HttpClient client, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await client.PostAsync(new Uri(path, UriKind.RelativeOrAbsolute), content);
    }

    public static async Task<HttpStatusCode> StatusAsync(this HttpClient client, string path, object call)
    {
        using var response = await client.SendAsync(path, call);
        return response.StatusCode;
    }
}
