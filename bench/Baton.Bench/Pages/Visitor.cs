using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Baton.Bench.Pages;

/// <summary>Somebody who is signed in and looks at pages, one after the other, as a browser asks for them.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;
    private string _token = "";

    private Visitor(int port) => _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = new UriBuilder("http", "127.0.0.1", port).Uri,
        DefaultRequestHeaders = { { "Accept-Encoding", "br, gzip" } },
        Timeout = TimeSpan.FromMinutes(5),
    };

    public static async Task<Visitor> SignInAsync(int port, string email, string password)
    {
        var visitor = new Visitor(port);
        visitor._token = await visitor.TokenAsync("/sign-in");
        await visitor.PostAsync("/sign-in", ("email", email), ("password", password));
        visitor._token = await visitor.TokenAsync("/me");
        return visitor;
    }

    /// <summary>A page.</summary>
    /// <returns>Milliseconds until its last byte, and its bytes as they are sent.</returns>
    public async Task<(double Milliseconds, long Bytes)> GetAsync(string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsByteArrayAsync();
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return answer.StatusCode == HttpStatusCode.OK ? (time, body.Length) : throw new InvalidOperationException($"{path} answers {(int)answer.StatusCode}.");
    }

    /// <returns>Milliseconds until the last byte of the answer, and the answer.</returns>
    public async Task<(double Milliseconds, string Text)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("form-token", _token), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form, Headers = { { "Accept-Encoding", "identity" } } };
        var start = Stopwatch.GetTimestamp();
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK ? (Stopwatch.GetElapsedTime(start).TotalMilliseconds, text) : throw new InvalidOperationException($"{path} answers {(int)answer.StatusCode}.");
    }

    /// <summary>The bytes of a page with all styles, scripts and pictures that it names, as they are sent to somebody who comes for the first time.</summary>
    public async Task<long> WeighAsync(string path)
    {
        var page = await TextAsync(path);
        var weight = (await GetAsync(path)).Bytes;
        foreach (var asset in Assets().Matches(page).Select(match => match.Groups["path"].Value).Distinct(StringComparer.Ordinal))
        {
            weight += (await GetAsync(WebUtility.HtmlDecode(asset))).Bytes;
        }

        return weight;
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> TokenAsync(string path) => Tokens().Match(await TextAsync(path)).Groups["token"].Value;

    private async Task<string> TextAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "identity" } } };
        using var answer = await _http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("""name="form-token" value="(?<token>[^"]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Tokens();

    [GeneratedRegex("""<(?:link|script|img)[^>]* (?:href|src)="(?<path>/assets/[^"]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex Assets();
}
