using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Baton.Server.Api;

/// <summary>
/// Calls with an <c>Idempotency-Key</c>: the first is carried out and its answer kept for a day; the same call once more gets that answer and does
/// nothing. Failures of the server that changed nothing are not kept, so that they can be tried again. That a call is done is written with what it
/// changes (<see cref="CallDatabase"/>), its answer afterwards: where the server dies between the two, the answer is lost, and the call is not repeated.
/// </summary>
internal sealed class IdempotentCalls(IDatabase database, IClock clock)
{
    public const string Header = "Idempotency-Key";

    /// <summary>How long an answer is kept.</summary>
    public static readonly Duration Kept = Duration.FromHours(24);

    /// <summary>A call that takes longer was on a node that died: if it changed nothing, it may be tried again.</summary>
    public static readonly Duration Longest = Duration.FromMinutes(1);

    private const int LongestKey = 255;

    private static readonly string[] KeptHeaders = ["ETag", "Location"];

    /// <summary>Runs a call, or answers as it was answered before.</summary>
    public async Task RunAsync(HttpContext http, KeyInfo key, RequestDelegate next)
    {
        if (http.Request.Headers[Header] is not [var sent, ..])
        {
            await next(http);
            return;
        }

        if (string.IsNullOrWhiteSpace(sent) || sent.Length > LongestKey || sent.Contains('\0', StringComparison.Ordinal))
        {
            await Problems.Wrong($"`{Header}` is a text of 1 to {LongestKey} characters that is another for each call, such as a UUID.").ExecuteAsync(http);
            return;
        }

        var now = clock.GetCurrentInstant();
        var call = new CallAttempt(key.WorkspaceId, key.Id, sent, now.ToUnixTimeMilliseconds());
        var request = await HashAsync(http);
        if (await BeginAsync(call, request, now, http.RequestAborted) is { } earlier)
        {
            await Again(http, earlier, request, now).ExecuteAsync(http);
            return;
        }

        await CarryOutAsync(http, call, next);
    }

    private async Task CarryOutAsync(HttpContext http, CallAttempt call, RequestDelegate next)
    {
        // Whoever hangs up will send the call again, so it is carried out to its end and the answer kept.
        var (answer, aborted) = (http.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), http.RequestAborted);
        http.RequestAborted = CancellationToken.None;
        using var buffer = new MemoryStream();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(buffer));
        try
        {
            await CallDatabase.RunAsync(call, () => next(http));
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        catch (CallTakenOverException)
        {
            http.Features.Set(answer);
            await Underway(http).ExecuteAsync(http);
            return;
        }
        catch
        {
            http.Features.Set(answer);
            await ForgetAsync(call);
            throw;
        }

        http.Features.Set(answer);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            await ForgetAsync(call);
        }
        else
        {
            await KeepAsync(call, http.Response, http.GetEndpoint()?.Metadata.GetMetadata<HasSecret>() is null ? buffer.ToArray() : null);
        }

        if (buffer.Length > 0)
        {
            await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), aborted);
        }
    }

    /// <summary>Notes that a call is being carried out; the one before, where there is one.</summary>
    private Task<KeptAnswer?> BeginAsync(CallAttempt call, byte[] request, Instant now, CancellationToken cancel)
    {
        var parameters = new
        {
            call.WorkspaceId,
            call.KeyId,
            call.Key,
            request,
            call.StartedAt,
            tooOld = (now - Kept).ToUnixTimeMilliseconds(),
            givenUp = (now - Longest).ToUnixTimeMilliseconds(),
        };
        return database.WriteAsync(
            transaction =>
            {
                var connection = transaction.Connection!;
                connection.Execute(
                    "DELETE FROM idempotent_call WHERE workspace_id = @WorkspaceId AND key_id = @KeyId AND idempotency_key = @Key AND started_at < @tooOld", parameters, transaction);
                var begun = connection.Execute(
                    """
                    INSERT INTO idempotent_call (workspace_id, key_id, idempotency_key, request, started_at) VALUES (@WorkspaceId, @KeyId, @Key, @request, @StartedAt)
                    ON CONFLICT (workspace_id, key_id, idempotency_key) DO UPDATE SET started_at = excluded.started_at
                    WHERE idempotent_call.status IS NULL AND idempotent_call.started_at < @givenUp AND idempotent_call.request = excluded.request
                    """,
                    parameters,
                    transaction);
                return begun > 0 ? null : connection.QuerySingle<KeptAnswer>(
                    """
                    SELECT request AS Request, started_at AS StartedAt, status AS Status, content_type AS ContentType, headers AS Headers, body AS Body FROM idempotent_call
                    WHERE workspace_id = @WorkspaceId AND key_id = @KeyId AND idempotency_key = @Key
                    """,
                    parameters,
                    transaction);
            },
            cancel);
    }

    private Task KeepAsync(CallAttempt call, HttpResponse response, byte[]? body)
    {
        var headers = KeptHeaders.Where(response.Headers.ContainsKey).ToDictionary(name => name, name => response.Headers[name].ToString(), StringComparer.Ordinal);
        return database.WriteAsync(
            transaction => transaction.Connection!.Execute(
                """
                UPDATE idempotent_call SET status = @status, content_type = @type, headers = @headers, body = @body
                WHERE workspace_id = @WorkspaceId AND key_id = @KeyId AND idempotency_key = @Key AND started_at = @StartedAt
                """,
                new { call.WorkspaceId, call.KeyId, call.Key, call.StartedAt, status = (short)response.StatusCode, type = response.ContentType, headers = JsonSerializer.Serialize(headers), body },
                transaction),
            CancellationToken.None);
    }

    /// <summary>Lets a call be tried again, unless it has changed something.</summary>
    private Task ForgetAsync(CallAttempt call) => database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            """
            DELETE FROM idempotent_call
            WHERE workspace_id = @WorkspaceId AND key_id = @KeyId AND idempotency_key = @Key AND started_at = @StartedAt AND status IS NULL
            """,
            call,
            transaction),
        CancellationToken.None);

    private static IResult Again(HttpContext http, KeptAnswer earlier, byte[] request, Instant now)
    {
        if (!earlier.Request.AsSpan().SequenceEqual(request))
        {
            return TypedResults.Problem($"Another call came with this `{Header}`. Use a new one for each call that is not the same.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        if (earlier.Status is not ({ } status and not CallAttempt.Done))
        {
            return earlier.Status is null || now - Instant.FromUnixTimeMilliseconds(earlier.StartedAt) <= Longest ? Underway(http) : Problems.Conflict(
                "This call was carried out, and the server failed before its answer was kept. Look at what it changed; it is not carried out again.");
        }

        http.Response.Headers["Idempotent-Replayed"] = "true";
        if (earlier.Body is not { } body)
        {
            return Problems.Conflict("This call was carried out before. Its answer has a secret, which was not kept: revoke the key and make a new one.");
        }

        foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(earlier.Headers ?? "{}")!)
        {
            http.Response.Headers[name] = value;
        }

        return body.Length == 0 ? TypedResults.StatusCode(status) : new Bytes(status, earlier.ContentType, body);
    }

    private static ProblemHttpResult Underway(HttpContext http)
    {
        http.Response.Headers.RetryAfter = "1";
        return Problems.Conflict($"The call with this `{Header}` is being carried out. Send it again in a second for its answer.");
    }

    private static async Task<byte[]> HashAsync(HttpContext http)
    {
        http.Request.EnableBuffering(ApiGate.MostBytes);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.GetEncodedPathAndQuery()}\n{http.Request.Headers.IfMatch}\n"));
        var buffer = new byte[8192];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
        }

        http.Request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    private sealed class KeptAnswer
    {
        public byte[] Request { get; init; } = [];

        public long StartedAt { get; init; }

        public short? Status { get; init; }

        public string? ContentType { get; init; }

        public string? Headers { get; init; }

        public byte[]? Body { get; init; }
    }

    private sealed class Bytes(int status, string? type, byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = type;
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
