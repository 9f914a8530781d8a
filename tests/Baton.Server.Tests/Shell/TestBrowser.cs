using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Baton.Server.People;
using Baton.Server.Tests.Api;
using Dapper;

namespace Baton.Server.Tests.Shell;

/// <summary>A browser without scripts: it keeps cookies, follows no links by itself, and sends forms with their tokens.</summary>
internal sealed partial class TestBrowser : IDisposable
{
    public const string Password = "meadow lantern forty";

    // Made once: it takes as long as a guess is to take.
    private static readonly Lazy<string> Hash = new(() => Baton.Server.People.Password.Hash(new Person(Guid.Empty, "", "", Roles.Sdr), Password));

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private string? _token;

    private TestBrowser(TestApi api) => _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = new Uri(api.Address) };

    /// <summary>Who is signed in; null for a stranger.</summary>
    public Person? Person { get; private init; }

    public CookieCollection Cookies => _cookies.GetAllCookies();

    public static TestBrowser Stranger(TestApi api) => new(api);

    /// <summary>Which languages the browser asks for from now on, such as <c>de-CH</c>.</summary>
    public TestBrowser Wishing(string languages)
    {
        _http.DefaultRequestHeaders.Add("Accept-Language", languages);
        return this;
    }

    /// <summary>Lets somebody in, with <see cref="Password"/>, and signs them in.</summary>
    public static async Task<TestBrowser> SignInAsync(TestApi api, string role, string? name = null)
    {
        name ??= $"{role} one";
        var person = await new PeopleStore(api.World.Db, api.World).AddAsync(api.World.Id, $"{name.Replace(' ', '.').ToLowerInvariant()}@acme.example", name, role, password: null, default);
        return await SignInAsync(api, person!);
    }

    /// <summary>Gives somebody who works here <see cref="Password"/>, and signs them in.</summary>
    public static async Task<TestBrowser> SignInAsync(TestApi api, Person person)
    {
        await api.World.Db.WriteAsync(
            transaction => transaction.Connection!.Execute("UPDATE person SET password_hash = @Hash WHERE workspace_id = @workspace AND person_id = @Id", new { Hash = Hash.Value, workspace = api.World.Id, person.Id }, transaction),
            default);
        var browser = new TestBrowser(api) { Person = person };
        (await browser.SignInAsync(person.Email, Password)).GoesTo.ShouldBe("/");
        return browser;
    }

    /// <summary>Sends the form of the page for signing in.</summary>
    public Task<Shown> SignInAsync(string email, string password, params (string Name, string Value)[] more) => PostAsync("/sign-in", [("email", email), ("password", password), .. more]);

    public async Task<Shown> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    /// <summary>Sends a form with the token of the page that it is on.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="fields">What is filled in.</param>
    public async Task<Shown> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        return await PostAsItIsAsync(path, [.. fields, ("form-token", await TokenAsync())]);
    }

    /// <summary>Sends a form without a token.</summary>
    public async Task<Shown> PostAsItIsAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        return await SendAsync(request);
    }

    /// <summary>Sends a form with a file, as browsers do: the token and the fields before it.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="file">What it is called.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="fields">What is filled in.</param>
    public async Task<Shown> SendFileAsync(string path, string file, byte[] content, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(await TokenAsync()), "form-token" } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        // A browser sends a field for a file without a name where none is chosen.
        form.Add(new ByteArrayContent(content) { Headers = { ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "\"file\"", FileName = $"\"{file.Replace("\"", "%22", StringComparison.Ordinal)}\"", FileNameStar = file.Length == 0 ? null : file } } });
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        return await SendAsync(request);
    }

    /// <summary>Opens a page that goes on for as long as one listens.</summary>
    public async Task<StreamReader> ListenAsync(string path) => new(await _http.GetStreamAsync(path, TestContext.Current.CancellationToken));

    public void Dispose() => _http.Dispose();

    /// <summary>The token of the page that was looked at last: it holds in any form of whoever looks.</summary>
    private async Task<string> TokenAsync()
    {
        if (_token is null && (await GetAsync("/me")).Status != HttpStatusCode.OK)
        {
            await GetAsync("/sign-in");
        }

        return _token!;
    }

    private async Task<Shown> SendAsync(HttpRequestMessage request)
    {
        if (!request.Headers.Contains("Accept"))
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html");
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            return new Shown(response.StatusCode, "", null, response);
        }

        var shown = new Shown(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers.Location?.OriginalString, response);

        // With another cookie, whoever looks may be somebody else.
        _token = TokenField().IsMatch(shown.Text) ? shown.Token : response.Headers.Contains("Set-Cookie") ? null : _token;
        return shown;
    }

    [GeneratedRegex("name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking)]
    internal static partial Regex TokenField();
}

/// <summary>What a browser is shown.</summary>
/// <param name="Status">As HTTP has it.</param>
/// <param name="Text">The page.</param>
/// <param name="GoesTo">Where it leads on to; null where it does not.</param>
/// <param name="Response">Its headers.</param>
internal sealed record Shown(HttpStatusCode Status, string Text, string? GoesTo, HttpResponseMessage Response)
{
    /// <summary>The token of its form.</summary>
    public string Token => TestBrowser.TokenField().Match(Text) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["token"].Value) : throw new InvalidOperationException($"There is no form on this page ({Status}): {Text}");

    /// <summary>The page's words, without its tags and in one line.</summary>
    public string Words => WebUtility.HtmlDecode(Regex.Replace(Regex.Replace(Text, "<[^>]+>", " ", RegexOptions.NonBacktracking), "\\s+", " ", RegexOptions.NonBacktracking)).Trim();

    public Shown Ok()
    {
        ((int)Status).ShouldBeInRange(200, 399, Text);
        return this;
    }
}
