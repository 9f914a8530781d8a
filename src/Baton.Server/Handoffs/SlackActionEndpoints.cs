using System.Text;
using System.Text.Json;
using Baton.Core.Documents;
using Baton.Server.Delivery;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>What people press in Slack: an app whose request URL is this address tells of it, signed with its secret.</summary>
internal static class SlackActionEndpoints
{
    public const string Path = "/slack/actions";

    private const int MostBytes = 256 << 10;
    private const int LongestName = 100;

    /// <summary>Slack wants an answer within three seconds.</summary>
    private static readonly TimeSpan LongestReply = TimeSpan.FromSeconds(2);

    public static void MapSlackActions(this IEndpointRouteBuilder routes) => routes.MapPost(Path, DoAsync).ExcludeFromDescription().DisableAntiforgery();

    private static async Task<IResult> DoAsync(HttpContext http, Acts acts, IDatabase database, HttpPost post, IClock clock, CancellationToken cancel)
    {
        if (await ReadAsync(http.Request.Body, cancel) is not { } body)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if (SlackPress.Read(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).GetValueOrDefault("payload").ToString()) is not { } press)
        {
            return TypedResults.BadRequest("This is no interaction of Slack's with a button of Baton's.");
        }

        if (!await IsSlacksAsync(http.Request.Headers, press, body, database, clock, cancel))
        {
            return TypedResults.Unauthorized();
        }

        var who = press.Who is { Length: > 0 } name ? KeptText.Of(name.CutAt(LongestName)) : "Somebody";
        var (asked, why) = await acts.ReadAsync(press.Token, cancel);
        var said = asked is null ? why!
            : asked.Link.Act == Act.Reject && press.Choice is null ? new Said(StatusCodes.Status400BadRequest, "Choose a reason.", "There is no \"no\" without one.")
            : await acts.DoAsync(asked, $"{who} (Slack)", new Pressed(press.Choice), cancel);
        await ReplyAsync(post, press, asked is not null && said.Status == StatusCodes.Status200OK ? Done(who, asked) : null, said, cancel);
        return TypedResults.Ok();
    }

    /// <summary>True where an app of that workspace has signed it.</summary>
    private static async Task<bool> IsSlacksAsync(IHeaderDictionary headers, SlackPress press, byte[] body, IDatabase database, IClock clock, CancellationToken cancel)
    {
        if (Links.WorkspaceOf(press.Token) is not { } workspace)
        {
            return false;
        }

        await using var connection = await database.OpenReadAsync(cancel);
        var secrets = Targets.Of(connection, workspace).All.Where(target => target.Kind == TargetKind.Slack).Select(target => target.Secret).OfType<string>();
        return SlackSignature.Holds(secrets, headers[SlackSignature.TimeHeader], headers[SlackSignature.Header], body, clock.GetCurrentInstant());
    }

    /// <summary>Says in the channel what was done, or to who pressed why it was not. What was done stays done where that does not come through.</summary>
    private static async Task ReplyAsync(HttpPost post, SlackPress press, string? done, Said said, CancellationToken cancel)
    {
        if (press.ReplyTo is null)
        {
            return;
        }

        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(LongestReply);
        var reply = JsonSerializer.SerializeToUtf8Bytes(new
        {
            response_type = done is null ? "ephemeral" : "in_channel",
            replace_original = false,
            text = SlackBlocks.Plain(done ?? $"{said.Title} {said.Words}"),
        });
        try
        {
            await post.SendAsync(press.ReplyTo, reply, [], time.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Slack would wait no longer.
        }
    }

    private static string Done(string who, Asked asked) => asked.Link.Act switch
    {
        Act.Accept => $"{who} has accepted {asked.Brief.Person.Called} for {asked.Person.Name}.",
        Act.Reject => $"{who} has given {asked.Brief.Person.Called} back.",
        Act.LogCall => $"{who} has logged a call with {asked.Brief.Person.Called}.",
    };

    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var bytes = new byte[MostBytes + 1];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return length > MostBytes ? null : bytes[..length];
    }
}

/// <summary>What Slack says of a button that was pressed.</summary>
/// <param name="Token">What the button has in place of a link.</param>
/// <param name="Choice">What was chosen; null where there was nothing to choose.</param>
/// <param name="Who">What Slack calls who pressed it.</param>
/// <param name="ReplyTo">Where an answer goes; null where none is wanted.</param>
internal sealed record SlackPress(string Token, string? Choice, string? Who, string? ReplyTo)
{
    /// <summary>Reads a payload. Null where it is not of a button.</summary>
    public static SlackPress? Read(string payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return json.RootElement is var root && Text(root, "type") == "block_actions"
                && Member(root, "actions") is { ValueKind: JsonValueKind.Array } actions && actions.GetArrayLength() > 0 && Text(actions[0], "action_id") is { } token
                ? new SlackPress(token, Text(Member(actions[0], "selected_option"), "value"), Text(Member(root, "user"), "name") ?? Text(Member(root, "user"), "username"), Address(Text(root, "response_url")))
                : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Address(string? written) => Uri.TryCreate(written, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? written : null;

    private static JsonElement? Member(JsonElement? of, string name) => of is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement? of, string name) => Member(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
