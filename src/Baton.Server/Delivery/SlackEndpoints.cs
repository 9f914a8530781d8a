using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.People.SignIn;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>Channels of Slack, over HTTP.</summary>
internal static class SlackEndpoints
{
    private const int ShortestSecret = 16;
    private const int LongestSecret = 200;

    public static void MapSlack(this IEndpointRouteBuilder routes)
    {
        var slack = routes.MapGroup("/api/slack").WithTags("Messages").Needs(Scopes.Admin);
        slack.MapGet("", ListAsync);
        slack.MapPost("", CreateAsync).ProducesProblem(StatusCodes.Status409Conflict);
        slack.MapPatch("/{id:guid}", ChangeAsync).ProducesProblem(StatusCodes.Status404NotFound);
        slack.MapDelete("/{id:guid}", DeleteAsync).ProducesProblem(StatusCodes.Status404NotFound);
        slack.MapPost("/{id:guid}/test", TestAsync).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Lists the channels with how they fare, the oldest first. Their addresses, which are secrets, are not shown.</summary>
    /// <param name="http">The request.</param>
    /// <param name="targets">The channels.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Ok<Page<SlackAnswer>>> ListAsync(HttpContext http, TargetStore targets, CancellationToken cancel) => TypedResults.Ok(new Page<SlackAnswer>(
        [.. (await targets.AllAsync(http.Workspace(), TargetKind.Slack, cancel)).Select(found => SlackAnswer.Of(found.Target, found.Circuit))], Next: null));

    /// <summary>Adds a channel by the address of an incoming webhook, as Slack gives it out.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">The address and what the channel is told.</param>
    /// <param name="targets">The channels.</param>
    /// <param name="allowed">Where addresses may lead.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Created<SlackAnswer>, ProblemHttpResult>> CreateAsync(
        HttpContext http, SlackRequest body, TargetStore targets, AllowedAddresses allowed, CancellationToken cancel)
    {
        // The address is a secret.
        var act = http.Act("slack.added", body.Name?.Trim() ?? "", new { body.Types, PressedThere = body.SigningSecret is not (null or "") });
        return (TargetWords.Problem(allowed, body.Name ?? "", body.Url ?? "", body.Types ?? []) ?? Problem(body.SigningSecret)) is { } problem ? problem
        : await targets.AddAsync(http.Workspace(), TargetKind.Slack, body.Name!.Trim(), body.Url!, body.Types!, body.SigningSecret is "" ? null : body.SigningSecret, act, cancel) is { } added
            ? TypedResults.Created($"/api/slack/{added.Id}", SlackAnswer.Of(added, null))
            : TargetWords.TooMany();
    }

    /// <summary>Changes a channel, or disables or enables it. What is left out stays.</summary>
    /// <remarks>Where the app that posts to the channel has this server's `/slack/actions` as its request URL, its signing secret lets people act by buttons within Slack.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The channel's id.</param>
    /// <param name="body">What changes.</param>
    /// <param name="targets">The channels.</param>
    /// <param name="allowed">Where addresses may lead.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<SlackAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext http, Guid id, SlackChange body, TargetStore targets, AllowedAddresses allowed, CancellationToken cancel)
    {
        var act = await ActAsync(http, "slack.changed", id, targets, new { body.Name, NewAddress = body.Url is not null, body.Types, body.Enabled, NewSigningSecret = body.SigningSecret is not null }, cancel);
        return (TargetWords.Problem(allowed, body.Name, body.Url, body.Types) ?? Problem(body.SigningSecret)) is { } problem ? problem
        : await targets.ChangeAsync(http.Workspace(), TargetKind.Slack, id, new TargetChange(body.Name?.Trim(), body.Url, body.Types, body.Enabled, body.SigningSecret), act, cancel)
            && await targets.FindAsync(http.Workspace(), TargetKind.Slack, id, cancel) is var (target, circuit)
            ? TypedResults.Ok(SlackAnswer.Of(target, circuit))
            : Unknown(id);
    }

    /// <summary>Deletes a channel. What it had not taken is given up.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The channel's id.</param>
    /// <param name="targets">The channels.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(HttpContext http, Guid id, TargetStore targets, CancellationToken cancel)
    {
        var act = await ActAsync(http, "slack.deleted", id, targets, detail: null, cancel);
        return await targets.DeleteAsync(http.Workspace(), TargetKind.Slack, id, act, cancel) ? TypedResults.NoContent() : Unknown(id);
    }

    /// <summary>Tries a channel: posts a line there at once, and says what came back.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The channel's id.</param>
    /// <param name="targets">The channels.</param>
    /// <param name="trial">Tries it.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<TrialAnswer>, ProblemHttpResult>> TestAsync(HttpContext http, Guid id, TargetStore targets, TargetTrial trial, CancellationToken cancel)
    {
        return await targets.FindAsync(http.Workspace(), TargetKind.Slack, id, cancel) is var (target, _)
            ? TypedResults.Ok(await trial.RunAsync(http.Workspace(), target, http.Act("slack.tried", target.Name), cancel))
            : Unknown(id);
    }

    private static async Task<AuditedAct> ActAsync(HttpContext http, string act, Guid id, TargetStore targets, object? detail, CancellationToken cancel) =>
        http.Act(act, (await targets.FindAsync(http.Workspace(), TargetKind.Slack, id, cancel))?.Target.Name ?? "", detail);

    private static ProblemHttpResult? Problem(string? signingSecret) =>
        signingSecret is null or "" || (signingSecret.Length is >= ShortestSecret and <= LongestSecret && signingSecret.All(char.IsAsciiLetterOrDigit))
            ? null
            : Problems.Wrong($"`signingSecret` has {ShortestSecret} to {LongestSecret} letters and digits: Slack shows it among the basic information of the app.");

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no channel {id}.");
}

/// <summary>A channel of Slack.</summary>
/// <param name="Id">The channel's id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Types">Which events it is told: types such as `lead.sql`, beginnings such as `lead.*`, or `*`.</param>
/// <param name="Enabled">False where it is told nothing, since it has answered that it is gone.</param>
/// <param name="DisabledBecause">Why it is told nothing; null while it is.</param>
/// <param name="PressedThere">True where people act by buttons within Slack; false where the buttons are links to pages.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Failures">How often it has failed since it last took something.</param>
/// <param name="FailingSince">When that began; null where it works.</param>
/// <param name="HeldUntil">Until when it is left alone because it fails; null where it is not.</param>
internal sealed record SlackAnswer(
    Guid Id, string Name, IReadOnlyList<string> Types, bool Enabled, string? DisabledBecause, bool PressedThere, Instant Created, int Failures, Instant? FailingSince, Instant? HeldUntil)
{
    public static SlackAnswer Of(Target target, Circuit? circuit) => new(
        target.Id,
        target.Name,
        target.Types,
        target.Disabled is null,
        target.DisabledBecause,
        target.Secret is not null,
        target.Created,
        circuit?.Failures ?? 0,
        circuit?.Since,
        circuit?.HeldUntil > circuit?.Since ? circuit?.HeldUntil : null);
}

/// <summary>A channel to add.</summary>
/// <param name="Name">What people call it, from 1 to 100 characters.</param>
/// <param name="Url">The address of the incoming webhook. Whoever has it can write to the channel, so it is never shown.</param>
/// <param name="Types">Which events it is told: types such as `lead.sql`, beginnings such as `lead.*`, or `*`.</param>
/// <param name="SigningSecret">The signing secret of the app that posts there, so that its buttons act at once; null where they are links to pages.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SlackRequest(
    [property: JsonRequired] string Name, [property: JsonRequired] string Url, [property: JsonRequired] IReadOnlyList<string> Types, string? SigningSecret = null);

/// <summary>What changes of a channel.</summary>
/// <param name="Name">What people call it, from 1 to 100 characters.</param>
/// <param name="Url">The address of the incoming webhook.</param>
/// <param name="Types">Which events it is told.</param>
/// <param name="Enabled">False disables it, true enables it again.</param>
/// <param name="SigningSecret">The signing secret of the app; an empty text takes it away.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SlackChange(string? Name, string? Url, IReadOnlyList<string>? Types, bool? Enabled, string? SigningSecret);
