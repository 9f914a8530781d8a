using System.Globalization;
using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Handoffs;
using Baton.Server.Keys;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.People;

/// <summary>The people who work here, over HTTP.</summary>
internal static class PersonEndpoints
{
    internal const int LongestName = 200;

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        var people = routes.MapGroup("/api/people").WithTags("People").Needs(Scopes.Admin);
        people.MapGet("", ListAsync).Needs(Scopes.Read, Scopes.Admin);
        people.MapGet("/{id:guid}", GetAsync).Needs(Scopes.Read, Scopes.Admin).ProducesProblem(StatusCodes.Status404NotFound).Produces(StatusCodes.Status304NotModified);
        people.MapPost("", AddAsync).AnswersWithSecret().ProducesProblem(StatusCodes.Status409Conflict);
        people.MapPatch("/{id:guid}", ChangeAsync)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        people.MapPost("/{id:guid}/password", RenewAsync).AnswersWithSecret().ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Lists the people who work here, in the order of their names, and those who no longer do.</summary>
    /// <param name="http">The request.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Ok<Page<PersonAnswer>>> ListAsync(HttpContext http, PeopleStore people, CancellationToken cancel) =>
        TypedResults.Ok(new Page<PersonAnswer>([.. (await people.AllAsync(http.Workspace(), cancel)).Select(person => PersonAnswer.Of(person))], Next: null));

    /// <summary>Shows somebody.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<PersonAnswer>, ProblemHttpResult, StatusCodeHttpResult>> GetAsync(HttpContext http, Guid id, PeopleStore people, CancellationToken cancel) =>
        await people.GetAsync(http.Workspace(), id, cancel) is { } found ? Versions.Answer(http, VersionOf(found), PersonAnswer.Of(found)) : Unknown(id);

    /// <summary>Lets somebody in. A password is made for them and shown this once: only a hash of it is kept.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">Who.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Created<PersonAnswer>, ProblemHttpResult>> AddAsync(HttpContext http, PersonRequest body, PeopleStore people, CancellationToken cancel)
    {
        var change = new PersonChange((body.Email ?? "").Trim().ToLowerInvariant(), (body.Name ?? "").Trim(), body.Role ?? "");
        if (WrongWith(change) is { } wrong)
        {
            return Problems.Wrong(wrong);
        }

        var password = Password.New();
        if (await people.AddAsync(http.Workspace(), change.Email!, change.Name!, change.Role!, password, one => http.Act("person.added", $"{one.Name} <{one.Email}>", new { one.Role }), cancel) is not { } added
            || await people.GetAsync(http.Workspace(), added.Id, cancel) is not { } person)
        {
            return Taken(change.Email!);
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/people/{added.Id}", PersonAnswer.Of(person, password));
    }

    /// <summary>Changes somebody: their address, name or role, and whether they work here.</summary>
    /// <remarks>
    /// Nobody is deleted, for what they did is told with their name. With `"active": false` they no longer work here: they are in no team any more and are not let in.
    /// Whoever manages a team, or has open hand-offs, gives these to others first (409 says which), and the last `admin` who can sign in stays one.
    /// With `If-Match` nothing is changed if somebody was faster (412).
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="body">What to change; what is left out stays.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<PersonAnswer>, ProblemHttpResult, StatusCodeHttpResult>> ChangeAsync(
        HttpContext http, Guid id, PersonPatch body, PeopleStore people, CancellationToken cancel)
    {
        var change = new PersonChange(body.Email?.Trim().ToLowerInvariant(), body.Name?.Trim(), body.Role, body.Active);
        if (change == new PersonChange())
        {
            return Problems.Wrong("Say what to change: `email`, `name`, `role` or `active`.");
        }

        if (WrongWith(change) is { } wrong)
        {
            return Problems.Wrong(wrong);
        }

        if (await people.GetAsync(http.Workspace(), id, cancel) is not { } seen)
        {
            return Unknown(id);
        }

        var isAsSeen = http.Request.Headers.IfMatch.Count == 0 || Versions.Has(http.Request.Headers.IfMatch, VersionOf(seen));
        return await people.ChangeAsync(http.Workspace(), id, change, http.Request.Headers.IfMatch.Count == 0 ? null : isAsSeen ? seen.Revision : 0, http.Act("person.changed", Called(seen), body), cancel) switch
        {
            PersonResult.Done done => Versions.Answer(http, VersionOf(done.Person), PersonAnswer.Of(done.Person)),
            PersonResult.Unknown => Unknown(id),
            PersonResult.ChangedMeanwhile => Problems.Changed("They were changed since you read them. Read them again, and send your change with the new ETag."),
            PersonResult.Taken taken => Taken(taken.Email),
            PersonResult.Manages manages => Problems.Conflict(
                $"{seen.Name} manages {string.Join(" and ", manages.Teams)}. Give {(manages.Teams.Count == 1 ? "the team" : "these teams")} another manager first, so that somebody is told of what is missed."),
            PersonResult.IsLastToRun => Problems.Conflict($"Nobody but {seen.Name} runs Baton here. Give somebody else who can sign in the role of an administrator first (`admin`)."),
            PersonResult.HasHandoffs has => Problems.Conflict(StillTheirs.Words(seen.Name, seen.Id, has.Open)),
            var result => throw new InvalidOperationException($"{result.GetType()} is no result."),
        };
    }

    /// <summary>Gives somebody another password, which is shown this once. What it was is of no use any more.</summary>
    /// <param name="http">The request.</param>
    /// <param name="id">The person's id.</param>
    /// <param name="people">Who works here.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<PersonAnswer>, ProblemHttpResult>> RenewAsync(HttpContext http, Guid id, PeopleStore people, CancellationToken cancel)
    {
        var password = Password.New();
        if (await people.GetAsync(http.Workspace(), id, cancel) is not { } person || !await people.SetPasswordAsync(http.Workspace(), person.Person, password, http.Act("person.password_made", Called(person)), cancel))
        {
            return Unknown(id);
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(PersonAnswer.Of(person, password));
    }

    /// <summary>Somebody, as the audit log has them.</summary>
    internal static string Called(PersonRow person) => $"{person.Name} <{person.Email}>";

    internal static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"Nobody here has the id {id}.");

    private static string VersionOf(PersonRow person) => string.Create(CultureInfo.InvariantCulture, $"{person.Revision}{(person.CanSignIn ? "" : "-new")}");

    private static ProblemHttpResult Taken(string email) =>
        Problems.Conflict($"Somebody has the address {email} already. GET /api/people shows who; with PATCH they are changed or let in again.");

    /// <summary>Every mistake, in a sentence each; null where there is none.</summary>
    internal static string? WrongWith(PersonChange change)
    {
        var mistakes = new List<string>();
        if (change.Email is { } email && EmailAddress.Problem(email) is { } problem)
        {
            mistakes.Add($"{problem}.");
        }

        if (change.Name is { } name && Names.Clean(name, LongestName) is null)
        {
            mistakes.Add($"`name` is {Names.Words(LongestName)}.");
        }

        if (change.Role is { } role && !Roles.All.Contains(role))
        {
            mistakes.Add($"`role` is one of {string.Join(", ", Roles.All.Select(known => $"`{known}`"))}.");
        }

        return mistakes.Count == 0 ? null : string.Join(' ', mistakes);
    }
}

/// <summary>Somebody who works here, or did.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Email">Their address, in lower case.</param>
/// <param name="Name">What others call them.</param>
/// <param name="Role">What they do: `admin`, `manager`, `marketing`, `sales`, `sdr`, `ae` or `reader`.</param>
/// <param name="Active">False where they no longer work here.</param>
/// <param name="HasPassword">False where they were let in by a file of teams and have no password yet.</param>
/// <param name="Created">When they were let in.</param>
/// <param name="Deactivated">Since when they no longer work here; null while they do.</param>
/// <param name="Password">Their password, only in the answer to the call that made it.</param>
internal sealed record PersonAnswer(
    Guid Id, string Email, string Name, string Role, bool Active, bool HasPassword, Instant Created, Instant? Deactivated, string? Password)
{
    public static PersonAnswer Of(PersonRow person, string? password = null) => new(
        person.Id, person.Email, person.Name, person.Role, person.Deactivated is null, person.CanSignIn || password is not null, person.Created, person.Deactivated, password);
}

/// <summary>Somebody to let in.</summary>
/// <param name="Email">Their address; nobody else has it.</param>
/// <param name="Name">What others call them, from 1 to 200 characters.</param>
/// <param name="Role">What they do: `admin`, `manager`, `marketing`, `sales`, `sdr`, `ae` or `reader`.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PersonRequest([property: JsonRequired] string Email, [property: JsonRequired] string Name, [property: JsonRequired] string Role);

/// <summary>What to change of somebody; what is left out stays.</summary>
/// <param name="Email">Their address; nobody else has it.</param>
/// <param name="Name">What others call them, from 1 to 200 characters.</param>
/// <param name="Role">What they do: `admin`, `manager`, `marketing`, `sales`, `sdr`, `ae` or `reader`.</param>
/// <param name="Active">False where they no longer work here, true to let them in again.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PersonPatch(string? Email = null, string? Name = null, string? Role = null, bool? Active = null);
