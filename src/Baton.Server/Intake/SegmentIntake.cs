using System.Text.Json;
using System.Text.Unicode;
using Baton.Server.Api;
using Baton.Server.Keys;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>Takes requests to Segment's tracking API: finds out who sends, reads the calls, and answers when they are kept.</summary>
internal sealed class SegmentIntake(IntakeQueue queue, KeyStore keys, RateLimits limits, CallReaders readers, IClock clock)
{
    private static readonly SegmentAnswer TooLarge = Refused("The body is too large: a call has at most 32 KB, a batch at most 500 KB and 2,500 calls.");

    /// <summary>Takes a single call.</summary>
    public async Task<IResult> TakeCallAsync(HttpContext http, EventKind kind)
    {
        var received = clock.GetCurrentInstant();
        if (await BodyAsync(http, BatchReader.MostBytesOfCall) is not { Bytes: { } json } body)
        {
            return TooLarge;
        }

        return body.Problem is { } problem ? Refused(problem)
            : await KeyAsync(http, () => BatchReader.WriteKeyOf(json)) is not { } key ? Unknown()
            : await TakeAsync(http, key, received, default, [json], kind);
    }

    /// <summary>Takes a batch of calls.</summary>
    public async Task<IResult> TakeBatchAsync(HttpContext http)
    {
        var received = clock.GetCurrentInstant();
        if (await BodyAsync(http, BatchReader.MostBytesOfBatch) is not { Bytes: { } json } body)
        {
            return TooLarge;
        }

        if (body.Problem is { } problem)
        {
            return Refused(problem);
        }

        try
        {
            var ranges = BatchReader.Split(json, out var envelope);
            return ranges.Count > BatchReader.MostCalls || json.Length + ((long)ranges.Count * envelope.Bytes) > BatchReader.MostBytesCompleted ? TooLarge
                : await KeyAsync(http, () => envelope.WriteKey) is not { } key ? Unknown()
                : await TakeAsync(http, key, received, envelope, [.. ranges.Select(range => json[range])], kind: null);
        }
        catch (JsonException error)
        {
            return Refused($"The body is not JSON as a batch has it: {error.Message}");
        }
    }

    private async Task<IResult> TakeAsync(HttpContext http, KeyInfo key, Instant received, Envelope envelope, IReadOnlyList<byte[]> items, EventKind? kind)
    {
        http.Features.Set(key);
        if (limits.CountIntake(key.Id) is { } wait)
        {
            return RateLimits.Refuse(http, wait, "This key has sent too many requests.");
        }

        try
        {
            var admitted = Read(await readers.RentAsync(key.WorkspaceId, http.RequestAborted), received, envelope, items, kind, out var answer);
            await queue.AdmitAsync(key.WorkspaceId, admitted);
            return answer;
        }
        catch (JsonException error)
        {
            return Refused($"The body is not JSON: {error.Message}");
        }
    }

    private Admitted Read(CallReader reader, Instant received, Envelope envelope, IReadOnlyList<byte[]> items, EventKind? kind, out SegmentAnswer answer)
    {
        var calls = new List<Call>(items.Count);
        var rejected = new List<RejectedCall>();
        var told = new List<RejectedItem>();
        try
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (ReadOne(reader, items[i], received, envelope, kind, out var problem) is { } call)
                {
                    calls.Add(call);
                }
                else
                {
                    told.Add(new RejectedItem(i, problem!));
                    rejected.Add(RejectedCall.Of(items[i], received, problem!));
                }
            }
        }
        finally
        {
            readers.Return(reader);
        }

        answer = told.Count == 0 ? new SegmentAnswer(true) : new SegmentAnswer(false) { Rejected = told };
        return new Admitted(calls, rejected);
    }

    private static Call? ReadOne(CallReader reader, byte[] item, Instant received, in Envelope envelope, EventKind? kind, out string? problem)
    {
        if (item.Length > BatchReader.MostBytesOfCall)
        {
            problem = "has more than 32 KB";
            return null;
        }

        if (kind is null && item is not [(byte)'{', ..])
        {
            problem = "is no object, `{…}`";
            return null;
        }

        try
        {
            return reader.Read(BatchReader.Complete(item, envelope), kind, envelope.SentAt, received, out problem);
        }
        catch (JsonException) when (kind is null)
        {
            // The batch is JSON, so this is, too; the others of the batch can be taken.
            problem = "is nested too deeply";
            return null;
        }
    }

    private static async Task<(byte[]? Bytes, string? Problem)> BodyAsync(HttpContext http, int most)
    {
        try
        {
            var bytes = await RequestBody.ReadAsync(http.Request, most, http.RequestAborted);
            return (bytes, bytes is not null && !Utf8.IsValid(bytes) ? "The body has bytes that are not UTF-8." : null);
        }
        catch (InvalidDataException)
        {
            return ([], "The body begins as gzip and is damaged.");
        }
    }

    private async ValueTask<KeyInfo?> KeyAsync(HttpContext http, Func<string?> fromBody)
    {
        var text = Credentials.KeyOf(http.Request.Headers.Authorization) ?? fromBody();
        return text is not null && await keys.FindAsync(text, http.RequestAborted) is { } key && key.May(Scopes.Write) ? key : null;
    }

    private static SegmentAnswer Refused(string problem) => new SegmentAnswer(false) { Status = StatusCodes.Status400BadRequest, Error = problem };

    private static SegmentAnswer Unknown() => new(false)
    {
        Status = StatusCodes.Status401Unauthorized,
        Error = "The write key is missing, unknown or revoked. `baton key create --scope write` makes one.",
    };
}
