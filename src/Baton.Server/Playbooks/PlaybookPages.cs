using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.Playbooks.Editor;
using Baton.Server.Shell;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Playbooks;

/// <summary>The pages about the versions of the playbook: the one that holds, all others, what is different between them, signing and publishing. Drafts are written in the editor.</summary>
internal static class PlaybookPages
{
    public const string Root = "/playbook";

    /// <summary>Beyond that, leads are many.</summary>
    public const int MostCounted = 100_000;

    public static void MapPlaybookPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Root).May(Right.Look);
        pages.MapGet("", ShowAsync);
        pages.MapGet("/history", HistoryAsync);
        pages.MapGet("/compare", CompareAsync);
        pages.MapGet("/{version:int}", VersionAsync);
        pages.MapGet("/{version:int}/print", PrintAsync);
        pages.MapPost("/{version:int}/sign/marketing", (HttpContext http, int version, PlaybookStore playbooks, CancellationToken cancel) => SignAsync(http, version, "marketing", playbooks, cancel)).May(Right.SignForMarketing);
        pages.MapPost("/{version:int}/sign/sales", (HttpContext http, int version, PlaybookStore playbooks, CancellationToken cancel) => SignAsync(http, version, "sales", playbooks, cancel)).May(Right.SignForSales);
        pages.MapPost("/{version:int}/publish", PublishAsync).May(Right.Publish);
        routes.MapPlaybookEditor();
    }

    /// <summary>What holds, and the drafts after it.</summary>
    private static async Task<IResult> ShowAsync(HttpContext http, PlaybookStore playbooks, WorkspaceStore workspaces, IDatabase database, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        var current = (await workspaces.GetAsync(workspace, cancel)).Playbook;
        var drafts = (await playbooks.ListAsync(workspace, cancel)).Where(version => version.Version > current).ToList();
        return await playbooks.GetAsync(workspace, current, cancel) is { } holds
            ? Pages.Show<CurrentVersionPage>(new { Holds = holds, Drafts = drafts, Progress = await ProgressAsync(http, current, database, cancel) })
            : Pages.Show<NoVersionPage>(new { Drafts = drafts });
    }

    private static async Task<IResult> HistoryAsync(HttpContext http, PlaybookStore playbooks, WorkspaceStore workspaces, CancellationToken cancel) => Pages.Show<HistoryPage>(new
    {
        Versions = await playbooks.ListAsync(http.Viewer().Workspace, cancel),
        Current = (await workspaces.GetAsync(http.Viewer().Workspace, cancel)).Playbook,
    });

    private static async Task<IResult> CompareAsync(HttpContext http, PlaybookStore playbooks, CancellationToken cancel, int from = 0, int to = 0) =>
        await playbooks.GetAsync(http.Viewer().Workspace, from, cancel) is { } older && await playbooks.GetAsync(http.Viewer().Workspace, to, cancel) is { } newer
            ? Pages.Show<ComparePage>(new { Older = older, Newer = newer, Versions = await playbooks.ListAsync(http.Viewer().Workspace, cancel) })
            : Notices.Missing(http);

    private static Task<IResult> VersionAsync(HttpContext http, int version, PlaybookStore playbooks, WorkspaceStore workspaces, IDatabase database, CancellationToken cancel) =>
        ShowVersionAsync(http, version, problem: null, StatusCodes.Status200OK, playbooks, workspaces, database, cancel);

    private static async Task<IResult> ShowVersionAsync(
        HttpContext http, int version, string? problem, int status, PlaybookStore playbooks, WorkspaceStore workspaces, IDatabase database, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        if (await playbooks.GetAsync(workspace, version, cancel) is not { } found)
        {
            return Notices.Missing(http);
        }

        var current = (await workspaces.GetAsync(workspace, cancel)).Playbook;
        var state = new VersionState(
            found,
            current,
            current > 0 && current != version ? await playbooks.GetAsync(workspace, current, cancel) : null,
            await playbooks.MissingTeamsAsync(workspace, PlaybookEndpoints.Read(found), cancel),
            version > current ? await AffectedAsync(workspace, database, cancel) : default,
            version == current ? await ProgressAsync(http, version, database, cancel) : null);
        return Pages.Show<VersionPage>(new { State = state, Problem = problem }, status);
    }

    private static async Task<IResult> PrintAsync(HttpContext http, int version, PlaybookStore playbooks, CancellationToken cancel) =>
        await playbooks.GetAsync(http.Viewer().Workspace, version, cancel) is { } found
            ? Pages.Show<PrintPage>(new { Version = found })
            : Notices.Missing(http);

    private static async Task<IResult> SignAsync(HttpContext http, int version, string team, PlaybookStore playbooks, CancellationToken cancel)
    {
        if (await playbooks.GetAsync(http.Viewer().Workspace, version, cancel) is null)
        {
            return Notices.Missing(http);
        }

        await playbooks.SignAsync(http.Viewer().Workspace, version, team, http.Caller().Actor, http.Act("playbook.signed", PlaybookStore.NameOf(version), new { team }), cancel);
        return Pages.GoTo($"{Root}/{version}");
    }

    private static async Task<IResult> PublishAsync(HttpContext http, int version, PlaybookStore playbooks, WorkspaceStore workspaces, IDatabase database, CancellationToken cancel)
    {
        if (await playbooks.GetAsync(http.Viewer().Workspace, version, cancel) is not { } found)
        {
            return Notices.Missing(http);
        }

        var wrong = PlaybookStore.Teams.All(team => found.SignOffs.Any(sign => sign.Team == team))
            ? Pages.ProblemOf(await PlaybookEndpoints.PublishAsync(http, version, playbooks, workspaces, cancel))
            : (Words.Of("Marketing and sales have to sign it first."), StatusCodes.Status409Conflict);
        if (wrong is var (words, status))
        {
            return await ShowVersionAsync(http, version, words, status, playbooks, workspaces, database, cancel);
        }

        return Pages.GoTo(Root);
    }

    private static async Task<RescoreProgress?> ProgressAsync(HttpContext http, int version, IDatabase database, CancellationToken cancel) =>
        ((await PlaybookEndpoints.ProgressAsync(http, version, database, cancel)).Result as Microsoft.AspNetCore.Http.HttpResults.Ok<RescoreProgress>)?.Value;

    private static async Task<Affected> AffectedAsync(Guid workspaceId, IDatabase database, CancellationToken cancel)
    {
        await using var connection = await database.OpenReadAsync(cancel);
        var (all, leads) = (await CountAsync(""), await CountAsync(" AND parent_id IS NULL AND is_known"));
        return new Affected(leads, all - leads);

        Task<int> CountAsync(string and) => connection.ExecuteScalarAsync<int>(new CommandDefinition(
            $"SELECT COUNT(*) FROM (SELECT 1 FROM lead WHERE workspace_id = @workspaceId{and} LIMIT @most) AS counted", new { workspaceId, most = MostCounted + 1 }, cancellationToken: cancel));
    }
}

/// <summary>A version, and where it stands.</summary>
/// <param name="Version">The version.</param>
/// <param name="Current">The number of the one that holds; 0 for none.</param>
/// <param name="Holds">That one, where it is another.</param>
/// <param name="MissingTeams">Teams that it names and that are not there.</param>
/// <param name="Affected">Who would be scored by it.</param>
/// <param name="Progress">How far the leads are scored by it; null unless it holds.</param>
public sealed record VersionState(PlaybookVersion Version, int Current, PlaybookVersion? Holds, IReadOnlyList<string> MissingTeams, Affected Affected, RescoreProgress? Progress);

/// <summary>Who is scored by a version that is published; together one more than is counted where they are more.</summary>
/// <param name="Leads">How many leads, whose name or address is known.</param>
/// <param name="Visitors">How many others.</param>
public readonly record struct Affected(int Leads, int Visitors)
{
    public bool IsUncounted => Leads + Visitors > PlaybookPages.MostCounted;
}
