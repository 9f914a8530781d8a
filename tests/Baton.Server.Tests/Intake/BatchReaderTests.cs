using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Server.Intake;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Server.Tests.Intake;

/// <summary>What a batch says of all its calls, and what a call says itself.</summary>
public class BatchReaderTests
{
    [Theory]
    [InlineData("""{"ip":"1","locale":"de"}""", """{"ip":"2"}""", """{"locale":"de","ip":"2"}""")]
    [InlineData("""{"campaign":{"name":"x","source":"y"}}""", """{"campaign":{"name":"z"}}""", """{"campaign":{"name":"z"}}""")]
    [InlineData("""{"ip":"1"}""", """{"ip":null}""", """{"ip":null}""")]
    [InlineData("""{"ip":"1"}""", null, """{"ip":"1"}""")]
    [InlineData("""{"ip":"1"}""", "null", """{"ip":"1"}""")]
    [InlineData("""{"ip":"1"}""", "7", """{"ip":"1"}""")]
    [InlineData("""{"ip":"1"}""", "{}", """{"ip":"1"}""")]
    [InlineData("{}", """{"ip":"2"}""", """{"ip":"2"}""")]
    [InlineData("7", """{"ip":"2"}""", """{"ip":"2"}""")]
    [InlineData(null, """{"ip":"2"}""", """{"ip":"2"}""")]
    public void A_calls_own_context_goes_before_that_of_its_batch_member_by_member(string? ofBatch, string? ofCall, string expected)
    {
        foreach (var name in (string[])["context", "integrations"])
        {
            var batch = $$"""{{{(ofBatch is null ? "" : $"\"{name}\":{ofBatch},")}}"batch":[{"type":"track"{{(ofCall is null ? "" : $",\"{name}\":{ofCall}")}},"userId":"u1"}]}""";

            var call = Completed(batch, out _).Single();

            JsonNode.DeepEquals(call[name], JsonNode.Parse(expected)).ShouldBeTrue(call.ToJsonString());
            (call["type"]!.ToString(), call["userId"]!.ToString()).ShouldBe(("track", "u1"));
        }
    }

    [Fact]
    public void A_batch_may_say_what_holds_for_all_before_or_behind_its_calls()
    {
        var before = Completed("""{"context":{"ip":"1"},"writeKey":"k","sentAt":"2026-03-31T12:00:00Z","batch":[{"a":1}]}""", out var first);
        var behind = Completed("""{"batch":[{"a":1}],"sentAt":"2026-03-31T12:00:00Z","writeKey":"k","context":{"ip":"1"}}""", out var second);

        before.Single().ToJsonString().ShouldBe(behind.Single().ToJsonString());
        (first.WriteKey, first.SentAt).ShouldBe(("k", Instant.FromUtc(2026, 3, 31, 12, 0)));
        (second.WriteKey, second.SentAt).ShouldBe((first.WriteKey, first.SentAt));
        Completed("""{"batch":[],"sentAt":"soon","writeKey":7}""", out var wrong).ShouldBeEmpty();
        (wrong.WriteKey, wrong.SentAt).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(null, null, "11:00:00")]
    [InlineData("12:05:00", null, "10:55:00")]
    [InlineData(null, "12:05:00", "10:55:00")]
    [InlineData("12:05:00", "12:30:00", "10:30:00")]
    [InlineData("11:55:00", "never", "11:05:00")]
    [InlineData("never", "never", "11:00:00")]
    [InlineData("10:30:00", null, "12:00:00")]
    public void A_calls_own_sentAt_goes_before_that_of_its_batch_to_correct_the_senders_clock(string? ofBatch, string? ofCall, string occurred)
    {
        var received = Instant.FromUtc(2026, 3, 31, 12, 0);
        var call = JsonSerializer.SerializeToUtf8Bytes(new { type = "track", @event = "x", userId = "u1", timestamp = TimeOf("11:00:00"), sentAt = TimeOf(ofCall) });
        _ = Completed(JsonSerializer.Serialize(new { batch = Array.Empty<int>(), sentAt = TimeOf(ofBatch) }), out var envelope);

        var read = new CallReader(PublishedPlaybook.None).Read(call, kind: null, envelope.SentAt, received, out _);

        read!.Occurred.ToString("HH:mm:ss", null).ShouldBe(occurred);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"batch":{}}""")]
    [InlineData("""{"batch":null}""")]
    [InlineData("""{"batch":[]}{}""")]
    [InlineData("""{"batch":[{]}""")]
    public void What_is_no_batch_is_refused(string json) => Should.Throw<JsonException>(() => Completed(json, out _));

    private static string? TimeOf(string? time) => time is null or "never" ? time : $"2026-03-31T{time}Z";

    private static List<JsonObject> Completed(string batch, out Envelope envelope)
    {
        var json = Encoding.UTF8.GetBytes(batch);
        var ranges = BatchReader.Split(json, out envelope);
        var said = envelope;
        return [.. ranges.Select(range => JsonNode.Parse(BatchReader.Complete(json[range], said))!.AsObject())];
    }
}
