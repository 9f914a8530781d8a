using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Intake;

/// <summary>What the tracking API answers. SDKs look at the status alone; the rest is for people.</summary>
/// <param name="Success">True where every call was taken.</param>
internal sealed record SegmentAnswer(bool Success) : IResult
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] Good = Serialize(new SegmentAnswer(true));

    [JsonIgnore]
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Why nothing was taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>The calls that were not taken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RejectedItem>? Rejected { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = Success ? Good : Serialize(this);
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.ContentLength = body.Length;
        return httpContext.Response.Body.WriteAsync(body).AsTask();
    }

    private static byte[] Serialize(SegmentAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, Options);
}

/// <summary>A call that was not taken: its place in the batch, from 0, and why.</summary>
internal sealed record RejectedItem(int Index, string Reason);
