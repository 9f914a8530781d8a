using System.Text;
using System.Text.Json.Serialization;
using Baton.Core.Playbooks;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Playbooks;

/// <summary>The playbook's versions, over HTTP.</summary>
internal static class PlaybookEndpoints
{
    private const string Yaml = "application/yaml";
    private static readonly string[] OtherNamesOfYaml = ["text/yaml", "application/x-yaml", "text/plain"];

    public static void MapPlaybooks(this IEndpointRouteBuilder routes)
    {
        var read = routes.MapGroup("/api/playbooks").WithTags("Playbooks").Needs(Scopes.Read);
        read.MapGet("", ListAsync);
        read.MapGet("/{version:int}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound).Produces(StatusCodes.Status304NotModified);
        read.MapGet("/{version:int}/yaml", TextAsync).ProducesProblem(StatusCodes.Status404NotFound).Produces<string>(StatusCodes.Status200OK, Yaml);
        read.MapGet("/{from:int}/diff/{to:int}", CompareAsync).ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{version:int}/progress", ProgressAsync).ProducesProblem(StatusCodes.Status404NotFound);
        read.MapPost("/check", CheckAsync).Accepts<string>(Yaml, OtherNamesOfYaml).Needs(Scopes.Read, Scopes.Playbook);

        var write = routes.MapGroup("/api/playbooks").WithTags("Playbooks").Needs(Scopes.Playbook);
        write.MapPost("", AddAsync).Accepts<string>(Yaml, OtherNamesOfYaml).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        write.MapPost("/{version:int}/sign-offs", SignAsync).Needs(Scopes.SignMarketing, Scopes.SignSales).ProducesProblem(StatusCodes.Status404NotFound);
        write.MapPost("/{version:int}/publish", PublishAsync).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Lists the versions of the playbook, the newest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="playbooks">The versions.</param>
    /// <param name="workspaces">Which of them holds.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Ok<Page<PlaybookAnswer>>> ListAsync(HttpContext http, PlaybookStore playbooks, WorkspaceStore workspaces, CancellationToken cancel)
    {
        var current = (await workspaces.GetAsync(http.Workspace(), cancel)).Playbook;
        var versions = await playbooks.ListAsync(http.Workspace(), cancel);
        return TypedResults.Ok(new Page<PlaybookAnswer>([.. versions.Select(version => PlaybookAnswer.Of(version, current))], Next: null));
    }

    /// <summary>Shows a version of the playbook, with its text.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The version, counted from 1.</param>
    /// <param name="playbooks">The versions.</param>
    /// <param name="workspaces">Which of them holds.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<PlaybookAnswer>, ProblemHttpResult, StatusCodeHttpResult>> GetAsync(
        HttpContext http, int version, PlaybookStore playbooks, WorkspaceStore workspaces, CancellationToken cancel)
    {
        if (await playbooks.GetAsync(http.Workspace(), version, cancel) is not { } found)
        {
            return Unknown(version);
        }

        var missing = await playbooks.MissingTeamsAsync(http.Workspace(), Read(found), cancel);
        var answer = PlaybookAnswer.Of(found, (await workspaces.GetAsync(http.Workspace(), cancel)).Playbook) with { Yaml = found.Yaml, MissingTeams = missing };
        var state = answer.Holds ? "-holds" : answer.Published is null ? "" : "-held";
        return Versions.Answer(http, $"{version}{state}-{string.Join('-', answer.SignOffs.Select(sign => sign.Team).Order())}{string.Concat(missing.Select(team => $"-{Uri.EscapeDataString(team)}"))}", answer);
    }

    /// <summary>The text of a version as it was sent.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The version, counted from 1.</param>
    /// <param name="playbooks">The versions.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> TextAsync(HttpContext http, int version, PlaybookStore playbooks, CancellationToken cancel) =>
        await playbooks.GetAsync(http.Workspace(), version, cancel) is { } found ? TypedResults.Text(found.Yaml, Yaml, Encoding.UTF8) : Unknown(version);

    /// <summary>Says in words what is different between two versions.</summary>
    /// <param name="http">The request.</param>
    /// <param name="from">The one version.</param>
    /// <param name="to">The other version.</param>
    /// <param name="playbooks">The versions.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<PlaybookDifference>, ProblemHttpResult>> CompareAsync(
        HttpContext http, int from, int to, PlaybookStore playbooks, CancellationToken cancel)
    {
        if (await playbooks.GetAsync(http.Workspace(), from, cancel) is not { } older)
        {
            return Unknown(from);
        }

        if (await playbooks.GetAsync(http.Workspace(), to, cancel) is not { } newer)
        {
            return Unknown(to);
        }

        var changes = PlaybookComparison.Compare(Read(older), Read(newer));
        return TypedResults.Ok(new PlaybookDifference(from, to, [.. changes.Select(PlaybookChangeAnswer.Of)]));
    }

    /// <summary>Says how far the leads are scored by a version that was published.</summary>
    /// <param name="http">The request.</param>
    /// <param name="version">The version, counted from 1.</param>
    /// <param name="database">Where the work is noted.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<RescoreProgress>, ProblemHttpResult>> ProgressAsync(HttpContext http, int version, IDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var row = await connection.QueryFirstOrDefaultAsync<(long Started, long? Finished, long Total, long Done)?>(new CommandDefinition(
            "SELECT started_at, finished_at, total, done FROM rescore WHERE workspace_id = @workspaceId AND version = @version",
            new { workspaceId = http.Workspace(), version },
            cancellationToken: cancel));
        return row is not var (started, finished, total, done)
            ? Problems.Unknown($"Version {version} of the playbook is not published, so no lead is scored by it.")
            : TypedResults.Ok(new RescoreProgress(
                version, Instant.FromUnixTimeMilliseconds(started), UnixTime.ToInstant(finished), total, done));
    }

    /// <summary>Checks the text of a playbook, without keeping it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="playbooks">Knows the workspace's teams.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Ok<PlaybookCheck>> CheckAsync(HttpContext http, PlaybookStore playbooks, CancellationToken cancel)
    {
        var reading = PlaybookReader.Read(await TextOf(http, cancel));
        var missing = reading.Playbook is { } playbook ? await playbooks.MissingTeamsAsync(http.Workspace(), playbook, cancel) : [];
        return TypedResults.Ok(new PlaybookCheck(reading.Playbook is not null, reading.Playbook?.Name, reading.Mistakes, reading.Hints, missing));
    }

    /// <summary>Adds a draft of the playbook.</summary>
    /// <remarks>It holds once marketing and sales have signed it and it is published.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="playbooks">The versions.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Created<PlaybookDraft>, ProblemHttpResult>> AddAsync(HttpContext http, PlaybookStore playbooks, CancellationToken cancel) =>
        await AddTextAsync(http, await TextOf(http, cancel), playbooks, cancel);

    /// <summary>Adds a draft with this text.</summary>
    internal static async Task<Results<Created<PlaybookDraft>, ProblemHttpResult>> AddTextAsync(HttpContext http, string text, PlaybookStore playbooks, CancellationToken cancel) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? Problems.Wrong("The playbook has a character U+0000 in it, which no text has.")
            : await playbooks.AddAsync(http.Workspace(), text, http.Caller().Actor, http.Act("playbook.drafted", ""), cancel) switch
            {
                DraftResult.Added added => TypedResults.Created($"/api/playbooks/{added.Version}", new PlaybookDraft(added.Version, added.Hints)),
                DraftResult.Wrong wrong => Problems.Mistaken(StatusCodes.Status422UnprocessableEntity, $"This is no playbook: {wrong.Mistakes[0]}.", wrong.Mistakes),
                var result => throw new InvalidOperationException($"{result.GetType()} is no result."),
            };

    /// <summary>Signs a version for a team.</summary>
    /// <remarks>The key needs the scope of the team, `sign:marketing` or `sign:sales`. Signing again changes nothing.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="version">The version, counted from 1.</param>
    /// <param name="body">The team.</param>
    /// <param name="playbooks">The versions.</param>
    /// <param name="workspaces">Which of them holds.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<PlaybookAnswer>, ProblemHttpResult, StatusCodeHttpResult>> SignAsync(
        HttpContext http, int version, SignRequest body, PlaybookStore playbooks, WorkspaceStore workspaces, CancellationToken cancel)
    {
        if (!PlaybookStore.Teams.Contains(body.Team))
        {
            return Problems.Wrong($"`team` is {string.Join(" or ", PlaybookStore.Teams.Select(team => $"`{team}`"))}.");
        }

        var scope = $"sign:{body.Team}";
        if (!http.Key().May(scope))
        {
            return Problems.NotAllowed([scope]);
        }

        if (await playbooks.GetAsync(http.Workspace(), version, cancel) is null)
        {
            return Unknown(version);
        }

        await playbooks.SignAsync(http.Workspace(), version, body.Team, http.Caller().Actor, http.Act("playbook.signed", PlaybookStore.NameOf(version), new { body.Team }), cancel);
        return await GetAsync(http, version, playbooks, workspaces, cancel);
    }

    /// <summary>Publishes a version that both teams have signed.</summary>
    /// <remarks>From now on leads are scored by it; those that are there in the background, as `progress` says.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="version">The version, counted from 1.</param>
    /// <param name="playbooks">The versions.</param>
    /// <param name="workspaces">Which of them holds.</param>
    /// <param name="cancel">Gives up.</param>
    internal static async Task<Results<Ok<PlaybookAnswer>, ProblemHttpResult, StatusCodeHttpResult>> PublishAsync(
        HttpContext http, int version, PlaybookStore playbooks, WorkspaceStore workspaces, CancellationToken cancel) =>
        await playbooks.PublishAsync(http.Workspace(), version, http.Act("playbook.published", PlaybookStore.NameOf(version)), cancel) switch
        {
            PublishResult.Published => await GetAsync(http, version, playbooks, workspaces, cancel),
            PublishResult.Unknown => Unknown(version),
            PublishResult.NotSigned unsigned => Problems.Conflict(
                $"{string.Join(" and ", unsigned.Teams)} {(unsigned.Teams.Count == 1 ? "has" : "have")} not signed version {version}. Sign it by POST /api/playbooks/{version}/sign-offs, then publish it.",
                KeyValuePair.Create("missing", (object?)unsigned.Teams)),
            PublishResult.Superseded superseded => Problems.Conflict(
                $"Version {superseded.Current} was published after it. To go back, add the text of version {version} as a new draft, and have it signed."),
            var result => throw new InvalidOperationException($"{result.GetType()} is no result."),
        };

    internal static Playbook Read(PlaybookVersion version) =>
        PlaybookReader.Read(version.Yaml).Playbook ?? throw new InvalidDataException($"Version {version.Version} of the playbook can no longer be read.");

    private static async Task<string> TextOf(HttpContext http, CancellationToken cancel)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }

    private static ProblemHttpResult Unknown(int version) => Problems.Unknown($"There is no version {version} of the playbook.");
}

/// <summary>A team's signature.</summary>
/// <param name="Team">`marketing` or `sales`.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SignRequest([property: JsonRequired] string Team);
