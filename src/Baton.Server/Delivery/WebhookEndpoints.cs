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

/// <summary>Webhooks, over HTTP.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder routes)
    {
        var webhooks = routes.MapGroup("/api/webhooks").WithTags("Messages").Needs(Scopes.Admin);
        webhooks.MapGet("", ListAsync);
        webhooks.MapPost("", CreateAsync).AnswersWithSecret().ProducesProblem(StatusCodes.Status409Conflict);
        webhooks.MapGet("/{id:guid}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPatch("/{id:guid}", ChangeAsync).ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapDelete("/{id:guid}", DeleteAsync).ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id:guid}/rotate", RotateAsync).AnswersWithSecret().ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id:guid}/test", TestAsync).ProducesProblem(StatusCodes.Status404NotFound);
        webhooks.MapPost("/{id:guid}/replay", ReplayAsync).ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Lists the webhooks with how they fare, the oldest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Ok<Page<WebhookAnswer>>> ListAsync(HttpContext http, TargetStore targets, CancellationToken cancel) => TypedResults.Ok(new Page<WebhookAnswer>(
        [.. (await targets.AllAsync(http.Workspace(), TargetKind.Webhook, cancel)).Select(found => WebhookAnswer.Of(found.Target, found.Circuit, secret: null))], Next: null));

    /// <summary>Adds a webhook. Its secret, with which the receiver checks signatures, is shown this once.</summary>
    /// <remarks>What it is sent is signed as Standard Webhooks has it, so that receivers check it with a library of theirs.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="body">Where it leads and what it is told.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="allowed">Where webhooks may lead.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Created<WebhookAnswer>, ProblemHttpResult>> CreateAsync(
        HttpContext http, WebhookRequest body, TargetStore targets, AllowedAddresses allowed, CancellationToken cancel)
    {
        if (TargetWords.Problem(allowed, body.Name ?? "", body.Url ?? "", body.Types ?? []) is { } problem)
        {
            return problem;
        }

        if (await targets.AddAsync(http.Workspace(), TargetKind.Webhook, body.Name!.Trim(), body.Url!, body.Types!, WebhookSecret.New(), http.Act("webhook.added", body.Name.Trim(), new { body.Url, body.Types }), cancel) is not { } added)
        {
            return TargetWords.TooMany();
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/webhooks/{added.Id}", WebhookAnswer.Of(added, null, added.Secret));
    }

    /// <summary>Shows a webhook and how it fares.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> GetAsync(HttpContext http, Guid id, TargetStore targets, CancellationToken cancel) =>
        await targets.FindAsync(http.Workspace(), TargetKind.Webhook, id, cancel) is var (target, circuit) ? TypedResults.Ok(WebhookAnswer.Of(target, circuit, secret: null)) : Unknown(id);

    /// <summary>Changes a webhook, or disables or enables it. What is left out stays.</summary>
    /// <remarks>One that is disabled is told nothing; what it had not taken is dead then, and can be sent again later.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="body">What changes.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="allowed">Where webhooks may lead.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> ChangeAsync(
        HttpContext http, Guid id, WebhookChange body, TargetStore targets, AllowedAddresses allowed, CancellationToken cancel)
    {
        if (TargetWords.Problem(allowed, body.Name, body.Url, body.Types) is { } problem)
        {
            return problem;
        }

        var act = await ActAsync(http, "webhook.changed", id, targets, body, cancel);
        return await targets.ChangeAsync(http.Workspace(), TargetKind.Webhook, id, new TargetChange(body.Name?.Trim(), body.Url, body.Types, body.Enabled, Secret: null), act, cancel)
            ? await GetAsync(http, id, targets, cancel)
            : Unknown(id);
    }

    /// <summary>Deletes a webhook. What it had not taken is given up.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(HttpContext http, Guid id, TargetStore targets, CancellationToken cancel)
    {
        var act = await ActAsync(http, "webhook.deleted", id, targets, detail: null, cancel);
        return await targets.DeleteAsync(http.Workspace(), TargetKind.Webhook, id, act, cancel) ? TypedResults.NoContent() : Unknown(id);
    }

    /// <summary>Makes a new secret for a webhook, shown this once. Both the new one and the one before sign for 24 hours.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<WebhookAnswer>, ProblemHttpResult>> RotateAsync(HttpContext http, Guid id, TargetStore targets, CancellationToken cancel)
    {
        var act = await ActAsync(http, "webhook.secret_renewed", id, targets, detail: null, cancel);
        if (await targets.RotateAsync(http.Workspace(), id, act, cancel) is not { } secret || await targets.FindAsync(http.Workspace(), TargetKind.Webhook, id, cancel) is not var (target, circuit))
        {
            return Unknown(id);
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(WebhookAnswer.Of(target, circuit, secret));
    }

    /// <summary>Tries a webhook: sends it a `webhook.test` at once, and says what came back.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="trial">Tries it.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<TrialAnswer>, ProblemHttpResult>> TestAsync(HttpContext http, Guid id, TargetStore targets, TargetTrial trial, CancellationToken cancel)
    {
        return await targets.FindAsync(http.Workspace(), TargetKind.Webhook, id, cancel) is var (target, _)
            ? TypedResults.Ok(await trial.RunAsync(http.Workspace(), target, http.Act("webhook.tried", target.Name), cancel))
            : Unknown(id);
    }

    /// <summary>Sends a webhook again all that was made for it since a time, with the same ids.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The webhook's id.</param>
    /// <param name="body">Since when.</param>
    /// <param name="targets">The webhooks.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<ResendAnswer>, ProblemHttpResult>> ReplayAsync(
        HttpContext http, Guid id, ReplayRequest body, TargetStore targets, MessageTable messages, CancellationToken cancel)
    {
        return await targets.FindAsync(http.Workspace(), TargetKind.Webhook, id, cancel) is not var (target, _) ? Unknown(id)
        : target.Disabled is not null ? Problems.Conflict("The webhook is disabled. Enable it, then replay.")
        : TypedResults.Ok(new ResendAnswer(await messages.ReplayAsync(http.Workspace(), id, body.Since, http.Act("webhook.replayed", target.Name, body), cancel)));
    }

    private static async Task<AuditedAct> ActAsync(HttpContext http, string act, Guid id, TargetStore targets, object? detail, CancellationToken cancel) =>
        http.Act(act, (await targets.FindAsync(http.Workspace(), TargetKind.Webhook, id, cancel))?.Target.Name ?? "", detail);

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no webhook {id}.");
}

/// <summary>A webhook.</summary>
/// <param name="Id">The webhook's id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="Types">Which events it is told: types such as `lead.sql`, beginnings such as `lead.*`, or `*`.</param>
/// <param name="Enabled">False where it is told nothing.</param>
/// <param name="DisabledBecause">Why it is told nothing; null while it is.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Failures">How often it has failed since it last took something.</param>
/// <param name="FailingSince">When that began; null where it works.</param>
/// <param name="HeldUntil">Until when it is left alone because it fails; null where it is not.</param>
/// <param name="BothSecretsUntil">Until when the secret before signs, too; null where it does not.</param>
/// <param name="Secret">What signatures are checked with, `whsec_…`; only in the answer to the call that made it.</param>
internal sealed record WebhookAnswer(
    Guid Id, string Name, string Url, IReadOnlyList<string> Types, bool Enabled, string? DisabledBecause, Instant Created, int Failures, Instant? FailingSince, Instant? HeldUntil, Instant? BothSecretsUntil, string? Secret)
{
    public static WebhookAnswer Of(Target target, Circuit? circuit, string? secret) => new(
        target.Id,
        target.Name,
        target.Url,
        target.Types,
        target.Disabled is null,
        target.DisabledBecause,
        target.Created,
        circuit?.Failures ?? 0,
        circuit?.Since,
        circuit?.HeldUntil > circuit?.Since ? circuit?.HeldUntil : null,
        target.OldSecretUntil,
        secret);
}

/// <summary>A webhook to add.</summary>
/// <param name="Name">What people call it, from 1 to 100 characters.</param>
/// <param name="Url">Where it leads, an address of https, or of http.</param>
/// <param name="Types">Which events it is told: types such as `lead.sql`, beginnings such as `lead.*`, or `*`.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookRequest([property: JsonRequired] string Name, [property: JsonRequired] string Url, [property: JsonRequired] IReadOnlyList<string> Types);

/// <summary>What changes of a webhook.</summary>
/// <param name="Name">What people call it, from 1 to 100 characters.</param>
/// <param name="Url">Where it leads.</param>
/// <param name="Types">Which events it is told.</param>
/// <param name="Enabled">False disables it, true enables it again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookChange(string? Name, string? Url, IReadOnlyList<string>? Types, bool? Enabled);

/// <summary>What to send again.</summary>
/// <param name="Since">All that was made since this time.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayRequest([property: JsonRequired] Instant Since);
