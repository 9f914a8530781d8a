using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Delivery;

/// <summary>Sends events to webhooks as Standard Webhooks has it: <c>{type, timestamp, data}</c>, signed.</summary>
internal sealed class WebhookSender(HttpPost post, IClock clock)
{
    /// <summary>The most bytes of a body. What is larger is announced, and to be asked for.</summary>
    public const int MostBytes = 20_000;

    /// <summary>Sends a message.</summary>
    /// <returns>The answer, or why there is none.</returns>
    public Task<(HttpAnswer? Answer, string? Problem)> SendAsync(Claimed message, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        var (id, timestamp, body) = (message.Id.ToString(), now.ToUnixTimeSeconds(), BodyOf(message));
        var signatures = string.Join(' ', message.Target!.SecretsAt(now).Select(secret => WebhookSecret.Sign(secret, id, timestamp, body)));
        return post.SendAsync(
            message.Target.Url,
            body,
            [("webhook-id", id), ("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture)), ("webhook-signature", signatures)],
            cancel);
    }

    /// <summary>The same bytes for every attempt.</summary>
    internal static byte[] BodyOf(Claimed message)
    {
        var body = BodyOf(message, message.Content);
        return body.Length < MostBytes ? body : BodyOf(message, JsonSerializer.Serialize(
            new
            {
                shortened = true,
                reason = string.Create(CultureInfo.InvariantCulture, $"The data is larger than {MostBytes:N0} bytes. Ask the API for it: `content` of this message has all."),
                message = $"/api/messages/{message.Id}",
                lead = message.LeadId,
            },
            JsonSerializerOptions.Web));
    }

    private static byte[] BodyOf(Claimed message, string data) => Encoding.UTF8.GetBytes(
        $"{{\"type\":{JsonSerializer.Serialize(message.Type)},\"timestamp\":\"{InstantPattern.ExtendedIso.Format(message.Created)}\",\"data\":{data}}}");
}
