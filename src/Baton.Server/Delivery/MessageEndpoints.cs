using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>Messages, over HTTP.</summary>
internal static class MessageEndpoints
{
    /// <summary>Stands for the content of what is for its receiver alone.</summary>
    private const string NotShown = "{\"text\":\"It has a link by which a password is chosen, and is not shown.\"}";

    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/api/messages").WithTags("Messages").Needs(Scopes.Admin);
        messages.MapGet("", ListAsync);
        messages.MapGet("/{id:guid}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound);
        messages.MapPost("/{id:guid}/resend", ResendAsync).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        messages.MapPost("/resend", ResendDeadAsync);
    }

    /// <summary>Lists messages, the newest first, without their content.</summary>
    /// <param name="http">The request.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="mail">The mail server.</param>
    /// <param name="state">Only these: `pending`, `sent` or `dead`.</param>
    /// <param name="lead">Only those about this lead.</param>
    /// <param name="type">Only those of this type.</param>
    /// <param name="target">Only those to this webhook or channel.</param>
    /// <param name="limit">How many to a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<Page<MessageInList>>, ProblemHttpResult>> ListAsync(
        HttpContext http, MessageTable messages, MailServer mail, string? state = null, Guid? lead = null, string? type = null, Guid? target = null, int? limit = null, string? cursor = null, CancellationToken cancel = default)
    {
        if (state is not null && DeliveryWords.StateOf(state) is null)
        {
            return Problems.Wrong("`state` is `pending`, `sent` or `dead`.");
        }

        if (!PageSize.TryRead(limit, out var most, out var problem) || !Place.TryRead(cursor, $"messages {state} {lead} {type} {target}", out var place, out problem))
        {
            return problem!;
        }

        var query = new MessageQuery(state is null ? null : DeliveryWords.StateOf(state), lead, type, target, most, place?.Id);
        var found = await messages.ListAsync(http.Workspace(), query, cancel);
        var next = found.Count < most ? null : new Place(0, found[^1].Id).ToCursor($"messages {state} {lead} {type} {target}");
        return TypedResults.Ok(new Page<MessageInList>([.. found.Select(message => MessageInList.Of(message, mail.IsSetUp))], next));
    }

    /// <summary>Shows a message with its content.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="mail">The mail server.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> GetAsync(HttpContext http, Guid id, MessageTable messages, MailServer mail, CancellationToken cancel) =>
        await messages.FindAsync(http.Workspace(), id, cancel) is var (message, content)
            ? TypedResults.Ok(new MessageAnswer(
                MessageInList.Of(message, mail.IsSetUp), RawJson.Of(EventTypes.IsForReceiverAlone(message.Type) ? NotShown : content), [.. (await messages.AttemptsAsync(http.Workspace(), id, cancel)).Select(AttemptAnswer.Of)]))
            : Unknown(id);

    /// <summary>Sends a message again, whatever has become of it, with the same id and all its attempts.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="mail">The mail server.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<MessageAnswer>, ProblemHttpResult>> ResendAsync(HttpContext http, Guid id, MessageTable messages, MailServer mail, CancellationToken cancel) =>
        await messages.ResendAsync(http.Workspace(), id, http.Act("message.resent", id.ToString()), cancel) ? await GetAsync(http, id, messages, mail, cancel)
        : await GetAsync(http, id, messages, mail, cancel) is { Result: Ok<MessageAnswer> } ? Problems.Conflict("The webhook or channel that it went to was deleted, or is disabled. Where it is disabled, enable it first.")
        : Unknown(id);

    /// <summary>Sends all dead messages of a target again, or of all targets.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">Of which target.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Ok<ResendAnswer>> ResendDeadAsync(HttpContext http, ResendRequest body, MessageTable messages, CancellationToken cancel) =>
        TypedResults.Ok(new ResendAnswer(await messages.ResendDeadAsync(http.Workspace(), body.Target, http.Act("messages.resent", body.Target?.ToString() ?? ""), cancel)));

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no message {id}.");
}

/// <summary>A message and what has become of it.</summary>
/// <param name="Id">The message's id: the `webhook-id`, and part of an e-mail's `Message-ID`.</param>
/// <param name="Type">What it tells.</param>
/// <param name="Created">When that happened.</param>
/// <param name="Lead">Whom it is about; null for nobody.</param>
/// <param name="By">How it goes: `email`, `slack` or `webhook`.</param>
/// <param name="Target">The webhook or channel; null for an e-mail.</param>
/// <param name="To">Whose mailbox; null for all else.</param>
/// <param name="State">`pending`, `sent` or `dead`.</param>
/// <param name="Attempts">How often it was tried. Attempts while the target was held back do not count.</param>
/// <param name="Tried">When it was last tried.</param>
/// <param name="NextAttempt">When it is tried again at the earliest; null where it is not.</param>
/// <param name="Finished">When it was sent or given up.</param>
/// <param name="Problem">Why it is not sent, or why the last attempt failed.</param>
public sealed record MessageInList(
    Guid Id, string Type, Instant Created, Guid? Lead, string By, Guid? Target, string? To, string State, int Attempts, Instant? Tried, Instant? NextAttempt, Instant? Finished, string? Problem)
{
    internal static MessageInList Of(KeptMessage message, bool hasMailServer)
    {
        var isPending = message.State == (short)MessageState.Pending;
        var isMail = message.Kind == (short)TargetKind.Email;
        return new MessageInList(
            message.Id,
            message.Type,
            Instant.FromUnixTimeMilliseconds(message.CreatedAt),
            message.LeadId,
            ((TargetKind)message.Kind).Name(),
            isMail ? null : message.TargetId,
            isMail ? message.Address : null,
            ((MessageState)message.State).Name(),
            message.Attempts,
            UnixTime.ToInstant(message.TriedAt),
            isPending && (!isMail || hasMailServer) ? Instant.FromUnixTimeMilliseconds(message.DueAt) : null,
            UnixTime.ToInstant(message.FinishedAt),
            isPending && isMail && !hasMailServer ? MailServer.NotSetUp : message.Problem);
    }
}

/// <summary>A message with its content.</summary>
/// <param name="Message">What it is and what has become of it.</param>
/// <param name="Content">What is sent: of an e-mail `subject`, `text` and `html`; what Slack is sent; of a webhook the `data`.</param>
/// <param name="Tries">Each attempt to send it, the newest first; of very many the newest twenty.</param>
public sealed record MessageAnswer(MessageInList Message, RawJson Content, IReadOnlyList<AttemptAnswer> Tries);

/// <summary>An attempt to send a message.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Status">The status of the answer; null where there was none, and for e-mail.</param>
/// <param name="Answer">How the answer begins.</param>
/// <param name="Problem">Why it failed; null where the message was taken.</param>
public sealed record AttemptAnswer(Instant At, long Milliseconds, int? Status, string Answer, string? Problem)
{
    internal static AttemptAnswer Of(AttemptRow row) => new(Instant.FromUnixTimeMilliseconds(row.At), row.Milliseconds, row.Status, row.Answer, row.Problem);
}

/// <summary>Which dead messages to send again.</summary>
/// <param name="Target">The webhook or channel; null for all.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ResendRequest(Guid? Target);

/// <summary>How many messages are sent again.</summary>
/// <param name="Messages">Their number.</param>
internal sealed record ResendAnswer(int Messages);
