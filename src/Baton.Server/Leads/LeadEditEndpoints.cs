using System.Text.Json;
using System.Text.Json.Serialization;
using Baton.Core.Leads;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Leads;

/// <summary>What people and programs change of leads by hand, over HTTP.</summary>
internal static class LeadEditEndpoints
{
    private const int MostAttributes = 100;
    private const int LongestName = 100;

    public static void MapLeadEdits(this IEndpointRouteBuilder routes)
    {
        var edit = routes.MapGroup("/api/leads/{id:guid}").WithTags("Leads").Needs(Scopes.Edit).ProducesProblem(StatusCodes.Status404NotFound);
        edit.MapPatch("", EditAsync).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        edit.MapPost("/merge", MergeAsync).ProducesProblem(StatusCodes.Status409Conflict);
        edit.MapPost("/unmerge", UnmergeAsync).ProducesProblem(StatusCodes.Status409Conflict);
        edit.MapPost("/events/{eventId:guid}/mark", MarkAsync);
    }

    /// <summary>Changes attributes of a lead by hand.</summary>
    /// <remarks>
    /// It is kept as an event of the kind `edit`, and the lead is scored anew. A call has at most 100 attributes, a value 5,000 characters; null clears an attribute. With `If-Match: "…"`, the `ETag` of
    /// the lead as you have seen it, nothing is changed if somebody was faster (412).
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="body">What to change.</param>
    /// <param name="edits">What changes leads.</param>
    /// <param name="database">Where leads are.</param>
    /// <param name="shelf">The playbooks.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<LeadAnswer>, ProblemHttpResult, StatusCodeHttpResult>> EditAsync(
        HttpContext http, Guid id, EditRequest body, HandEdits edits, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel)
    {
        if (WrongWith(body.Attributes) is { } wrong)
        {
            return Problems.Wrong(wrong);
        }

        // Only what is the lead's own counts: that points fade with the day is no change that anybody made.
        var result = await edits.SetAsync(http.Workspace(), id, body.Attributes, Versions.AsSeen(http), http.Caller().Actor, cancel);
        return await AnswerAsync(http, result, id, database, shelf, clock, cancel);
    }

    /// <summary>Makes one lead of two.</summary>
    /// <remarks>
    /// Known before visitor, further on the path before less far, older before newer: this one goes on as the lead, the other as its part. Nothing is lost,
    /// and it can be undone. Where both are one lead already, nothing changes.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">A lead.</param>
    /// <param name="body">The other one.</param>
    /// <param name="edits">What changes leads.</param>
    /// <param name="database">Where leads are.</param>
    /// <param name="shelf">The playbooks.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<LeadAnswer>, ProblemHttpResult, StatusCodeHttpResult>> MergeAsync(
        HttpContext http, Guid id, MergeRequest body, HandEdits edits, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel) =>
        await AnswerAsync(http, await edits.MergeAsync(http.Workspace(), id, body.With, http.Caller().Actor, cancel), id, database, shelf, clock, cancel);

    /// <summary>Takes a part out of a lead again, with what had been merged into it before.</summary>
    /// <remarks>What came in meanwhile stays on the side whose ids it came with. The two are not made one again by themselves.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead.</param>
    /// <param name="body">Its part.</param>
    /// <param name="edits">What changes leads.</param>
    /// <param name="database">Where leads are.</param>
    /// <param name="shelf">The playbooks.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<LeadAnswer>, ProblemHttpResult, StatusCodeHttpResult>> UnmergeAsync(
        HttpContext http, Guid id, UnmergeRequest body, HandEdits edits, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel) =>
        await AnswerAsync(http, await edits.UnmergeAsync(http.Workspace(), id, body.Part, http.Caller().Actor, cancel), id, database, shelf, clock, cancel);

    /// <summary>Says of an event whether it was a machine's.</summary>
    /// <remarks>Events of machines are kept and do not score. It is counted or no longer, the lead is scored anew, and the activity `event.mark_changed` says who did it.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The lead's id, or that of a part of it.</param>
    /// <param name="eventId">One of its events.</param>
    /// <param name="body">What it was.</param>
    /// <param name="edits">What changes leads.</param>
    /// <param name="database">Where leads are.</param>
    /// <param name="shelf">The playbooks.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<LeadAnswer>, ProblemHttpResult, StatusCodeHttpResult>> MarkAsync(
        HttpContext http, Guid id, Guid eventId, MarkRequest body, HandEdits edits, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel) =>
        await AnswerAsync(http, await edits.MarkAsync(http.Workspace(), id, eventId, body.Machine, http.Caller().Actor, cancel), id, database, shelf, clock, cancel);

    private static async Task<Results<Ok<LeadAnswer>, ProblemHttpResult, StatusCodeHttpResult>> AnswerAsync(
        HttpContext http, HandEditResult result, Guid id, IDatabase database, PlaybookShelf shelf, IClock clock, CancellationToken cancel) => result switch
        {
            HandEditResult.Done => await LeadEndpoints.GetAsync(http, id, database, shelf, clock, cancel),
            HandEditResult.Unknown unknown => LeadEndpoints.UnknownLead(unknown.Lead),
            HandEditResult.Itself => Problems.Wrong("`with` is this lead itself. Give the id of the other lead that is the same person."),
            HandEditResult.UnknownEvent unknown => Problems.Unknown($"The lead has no event {unknown.Event}. Its timeline has the ids of those that it has."),
            HandEditResult.ChangedMeanwhile => Problems.Changed("The lead was changed since you read it. Read it again, look whether your change still makes sense, and send it with the new ETag."),
            HandEditResult.Taken taken => Problems.Conflict(
                $"Another lead has the {taken.Key.Kind.Name()} `{taken.Key.Value}`. If they are one person, send POST /api/leads/{id}/merge with that lead's id.",
                KeyValuePair.Create("lead", (object?)taken.Lead)),
            HandEditResult.Impossible impossible => Problems.Conflict(impossible.Reason),
            _ => throw new InvalidOperationException($"{result.GetType()} is no result."),
        };

    private static string? WrongWith(IReadOnlyDictionary<string, JsonElement>? attributes)
    {
        if (attributes is not { Count: > 0 and <= MostAttributes })
        {
            return $"`attributes` has from 1 to {MostAttributes} attributes, such as `{{\"title\": \"Plant Manager\"}}`.";
        }

        foreach (var (name, value) in attributes)
        {
            if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            {
                return $"The name of an attribute has from 1 to {LongestName} characters.";
            }

            if (AttributeName.Of(name).StartsWith(AttributeName.AccountPrefix, StringComparison.Ordinal))
            {
                return $"`{name}` is the account's. What is known of accounts comes in with `group` calls.";
            }

            if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined)
            {
                return $"`{name}` takes a text, a number, true, false, or null to clear it.";
            }

            if (value.ValueKind == JsonValueKind.String && IsNoText(value))
            {
                return $"`{name}` has to be a text of at most {Edit.LongestValue:N0} characters.";
            }

            if (AttributeName.Of(name) == "email" && value.ValueKind != JsonValueKind.Null && IdentityKey.Email(value.ToString()) is null)
            {
                return $"`{name}` is no e-mail address. Give one, or null to clear it.";
            }
        }

        return attributes.Keys.GroupBy(AttributeName.Of, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? $"{string.Join(" and ", twice.Select(name => $"`{name}`"))} are one attribute. Give it once."
            : null;
    }

    /// <summary>True of what is too long, and of half a surrogate pair, which JSON can write and no text has.</summary>
    private static bool IsNoText(JsonElement value)
    {
        try
        {
            return value.GetString()!.Length > Edit.LongestValue;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}

/// <summary>Attributes to change.</summary>
/// <param name="Attributes">By name, each a text, a number, true or false; null clears one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EditRequest([property: JsonRequired] IReadOnlyDictionary<string, JsonElement> Attributes);

/// <summary>A lead that is the same person.</summary>
/// <param name="With">Its id.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MergeRequest([property: JsonRequired] Guid With);

/// <summary>A part of a lead that is somebody else.</summary>
/// <param name="Part">Its id, one of the lead's `parts`.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record UnmergeRequest([property: JsonRequired] Guid Part);

/// <summary>What an event was.</summary>
/// <param name="Machine">True where a machine did it, false where a person did.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MarkRequest([property: JsonRequired] bool Machine);
