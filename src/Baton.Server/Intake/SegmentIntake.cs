using System.Text.Json;
using System.Text.Unicode;
using Baton.Server.Api;
using Baton.Server.Imports;
using Baton.Server.Keys;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Baton.Server.Intake;

/// <summary>Takes requests to Segment's tracking API: finds out who sends, reads the calls, and answers when they are kept.</summary>
internal sealed class SegmentIntake(IntakeQueue queue, IntakeRoom room, KeyStore keys, RateLimits limits, CallReaders readers, IClock clock)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private static readonly SegmentAnswer TooLarge = Refused("The body is too large: a call has at most 32 KB, a batch at most 500 KB and 2,500 calls.");

    /// <summary>Takes a single call.</summary>
    public async Task<IResult> TakeCallAsync(HttpContext http, EventKind kind)
    {
        var received = clock.GetCurrentInstant();
        var (named, isRefused) = await NamedAsync(http);
        if (isRefused)
        {
            return Unknown(http);
        }

        using var place = named is null ? room.Enter(http.Connection.RemoteIpAddress) : room.Enter();
        if (await BodyAsync(http, BatchReader.MostBytesOfCall, place) is not { Bytes: { } json } body)
        {
            return TooLarge;
        }

        return body.Problem is { } problem ? Refused(problem)
            : (named ?? await KeyAsync(http, BatchReader.WriteKeyOf(json.Span))) is not { } key ? Unknown(http)
            : await TakeAsync(http, key, received, default, [json], kind, place);
    }

    /// <summary>Takes a batch of calls.</summary>
    public async Task<IResult> TakeBatchAsync(HttpContext http)
    {
        var received = clock.GetCurrentInstant();
        var (named, isRefused) = await NamedAsync(http);
        if (isRefused)
        {
            return Unknown(http);
        }

        using var place = named is null ? room.Enter(http.Connection.RemoteIpAddress) : room.Enter();
        if (await BodyAsync(http, BatchReader.MostBytesOfBatch, place) is not { Bytes: { } json } body)
        {
            return TooLarge;
        }

        if (body.Problem is { } problem)
        {
            return Refused(problem);
        }

        try
        {
            var ranges = BatchReader.Split(json.Span, out var envelope);
            return ranges.Count > BatchReader.MostCalls || json.Length + ((long)ranges.Count * envelope.Bytes) > BatchReader.MostBytesCompleted ? TooLarge
                : (named ?? await KeyAsync(http, envelope.WriteKey)) is not { } key ? Unknown(http)
                : await TakeAsync(http, key, received, envelope, [.. ranges.Select(range => json[range])], kind: null, place);
        }
        catch (JsonException error)
        {
            return Refused(error.BytePositionInLine is null ? $"The body is no batch: {error.Message}." : $"The body {JsonProblem.Of(error)}.");
        }
    }

    private async Task<IResult> TakeAsync(HttpContext http, KeyInfo key, Instant received, Envelope envelope, IReadOnlyList<ReadOnlyMemory<byte>> items, EventKind? kind, IntakeRoom.Place place)
    {
        http.Features.Set(key);
        place.Know();
        if (limits.CountIntake(key.Id) is { } wait)
        {
            return RateLimits.Refuse(http, wait, "This key has sent too many requests.");
        }

        try
        {
            var reader = await readers.RentAsync(key.WorkspaceId, http.RequestAborted);
            var admitted = Read(reader, received, envelope, items, kind, place, out var answer);
            readers.Return(key.WorkspaceId, reader);
            await queue.AdmitAsync(key.WorkspaceId, admitted);
            if (admitted.Calls.Count > 0)
            {
                keys.Use(key);
            }

            return answer;
        }
        catch (JsonException error)
        {
            return Refused(error.BytePositionInLine is null ? $"The body is no call: {error.Message}." : $"The body {JsonProblem.Of(error)}.");
        }
    }

    private static Admitted Read(CallReader reader, Instant received, Envelope envelope, IReadOnlyList<ReadOnlyMemory<byte>> items, EventKind? kind, IntakeRoom.Place place, out SegmentAnswer answer)
    {
        var calls = new List<Call>(items.Count);
        var rejected = new List<RejectedCall>();
        var told = new List<RejectedItem>();
        for (var i = 0; i < items.Count; i++)
        {
            if (ReadOne(reader, items[i].Span, received, envelope, kind, out var problem) is { } call)
            {
                place.Take(call.Bytes);
                calls.Add(call);
            }
            else
            {
                told.Add(new RejectedItem(i, problem!));
                rejected.Add(RejectedCall.Of(items[i].Span, received, problem!));
                place.Take(rejected[^1].Bytes);
            }
        }

        answer = told.Count == 0 ? new SegmentAnswer(true) : new SegmentAnswer(false) { Rejected = told };
        return new Admitted(calls, rejected);
    }

    private static Call? ReadOne(CallReader reader, ReadOnlySpan<byte> item, Instant received, in Envelope envelope, EventKind? kind, out string? problem)
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

    private static async Task<(ReadOnlyMemory<byte>? Bytes, string? Problem)> BodyAsync(HttpContext http, int most, IntakeRoom.Place place)
    {
        try
        {
            if (await RequestBody.ReadAsync(http.Request, most, place, http.RequestAborted) is not { } bytes)
            {
                return (null, null);
            }

            // Some editors and scripts write a mark of order before the text.
            var text = bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
            CallText.Mend(text.Span);
            return (text, Utf8.IsValid(text.Span) ? null : "The body has bytes that are not UTF-8.");
        }
        catch (InvalidDataException)
        {
            return (ReadOnlyMemory<byte>.Empty, "The body begins as gzip and is damaged.");
        }
    }

    /// <summary>Who the header says that sends: found out before the body is read.</summary>
    /// <returns>Null where it says nothing; true where it says something that is no key.</returns>
    private async ValueTask<(KeyInfo? Key, bool IsRefused)> NamedAsync(HttpContext http)
    {
        var text = Credentials.KeyOf(http.Request.Headers.Authorization);
        var key = await KeyAsync(http, text);
        return (key, text is not null && key is null);
    }

    private async ValueTask<KeyInfo?> KeyAsync(HttpContext http, string? text) =>
        text is not null && await keys.FindAsync(text, http.RequestAborted) is { } key && key.May(Scopes.Write) ? key : null;

    private static SegmentAnswer Refused(string problem) => new SegmentAnswer(false) { Status = StatusCodes.Status400BadRequest, Error = problem };

    /// <summary>401; 429 where the address has been told so too often.</summary>
    private IResult Unknown(HttpContext http) => limits.CountFailure(http.Connection.RemoteIpAddress) is { } wait
        ? RateLimits.Refuse(http, wait, "Too many requests without a write key that works came from this address.")
        : new SegmentAnswer(false)
        {
            Status = StatusCodes.Status401Unauthorized,
            Error = "The write key is missing, unknown or revoked. `baton key create --scope write` makes one.",
        };
}
