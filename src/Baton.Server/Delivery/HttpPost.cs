using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>What a server answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">How the body begins, up to a kilobyte.</param>
/// <param name="RetryAfter">For how long it asks to be left alone; null where it does not.</param>
internal sealed record HttpAnswer(HttpStatusCode Status, string Body, Duration? RetryAfter);

/// <summary>Sends JSON to addresses that others have named: within a time, following nothing, and only to where that is allowed.</summary>
internal sealed class HttpPost(AllowedAddresses allowed, IClock clock) : IDisposable
{
    /// <summary>How long an attempt may take, from the name's resolution to the end of the answer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private const int MostBytesRead = 1 << 10;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        ConnectCallback = allowed.ConnectAsync,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = 32,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends.</summary>
    /// <returns>The answer, or why there is none, in a sentence without addresses.</returns>
    public async Task<(HttpAnswer? Answer, string? Problem)> SendAsync(string url, byte[] json, IEnumerable<(string Name, string Value)> headers, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(Longest);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
            request.Headers.UserAgent.ParseAdd("Baton");
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, time.Token);
            return (new HttpAnswer(response.StatusCode, await BeginningAsync(response, time.Token), RetryAfter(response)), null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"There was no answer within {Longest.TotalSeconds} seconds.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException or AddressNotAllowedException)
        {
            return (null, Words(failure));
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Words(Exception failure) => failure switch
    {
        { InnerException: AddressNotAllowedException refused } => refused.Message,
        AddressNotAllowedException => failure.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "Its name is not known to the DNS.",
        { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } => "Its name is not known to the DNS.",
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "Nobody listens there: the connection was refused.",
        { InnerException: SocketException } => "It cannot be reached.",
        { InnerException: AuthenticationException } => "Its certificate is not valid, or it speaks no TLS.",
        _ => "The connection broke before there was an answer.",
    };

    private static async Task<string> BeginningAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var bytes = new byte[MostBytesRead];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancel);
            var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
            return Encoding.UTF8.GetString(bytes, 0, length).Replace("\0", "", StringComparison.Ordinal);
        }
        catch (Exception failure) when (failure is OperationCanceledException or HttpRequestException or IOException)
        {
            // What counts is the status, and that is known.
            return "";
        }
    }

    private Duration? RetryAfter(HttpResponseMessage response) =>
        response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) ? null
        : response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => Duration.FromTimeSpan(delta),
            { Date: { } date } => Duration.Max(Duration.Zero, Instant.FromDateTimeOffset(date) - clock.GetCurrentInstant()),
            _ => null,
        };
}
