using System.Text.Json.Serialization;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Workspaces;

/// <summary>The key's workspace, over HTTP.</summary>
internal static class WorkspaceEndpoints
{
    private const int LongestName = 200;

    public static void MapWorkspace(this IEndpointRouteBuilder routes)
    {
        var workspace = routes.MapGroup("/api/workspace").WithTags("Workspace");
        workspace.MapGet("", GetAsync).Needs(Scopes.Read, Scopes.Admin);
        workspace.MapPatch("", RenameAsync).Needs(Scopes.Admin);
    }

    /// <summary>Shows the workspace that the key is of.</summary>
    /// <param name="http">The request.</param>
    /// <param name="workspaces">All of them.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Ok<WorkspaceAnswer>> GetAsync(HttpContext http, WorkspaceStore workspaces, CancellationToken cancel)
    {
        var workspace = await workspaces.GetAsync(http.Workspace(), cancel);
        return TypedResults.Ok(new WorkspaceAnswer(workspace.Id, workspace.Name, workspace.Created, workspace.Playbook));
    }

    /// <summary>Gives the workspace another name.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">The name.</param>
    /// <param name="workspaces">All of them.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<WorkspaceAnswer>, ProblemHttpResult>> RenameAsync(
        HttpContext http, RenameRequest body, WorkspaceStore workspaces, CancellationToken cancel)
    {
        if (Names.Clean(body.Name, LongestName) is not { } name)
        {
            return Problems.Wrong($"`name` is {Names.Words(LongestName)}.");
        }

        await workspaces.RenameAsync(http.Workspace(), name, http.Act("workspace.renamed", name), cancel);
        return await GetAsync(http, workspaces, cancel);
    }
}

/// <summary>One company's Baton.</summary>
/// <param name="Id">The workspace's id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Playbook">The version of the playbook that holds; 0 where none is published yet.</param>
internal sealed record WorkspaceAnswer(Guid Id, string Name, Instant Created, int Playbook);

/// <summary>Another name.</summary>
/// <param name="Name">From 1 to 200 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RenameRequest([property: JsonRequired] string Name);
