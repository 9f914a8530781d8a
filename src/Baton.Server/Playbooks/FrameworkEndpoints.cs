using Baton.Core.Qualification;
using Baton.Server.Api;
using Baton.Server.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Playbooks;

/// <summary>Ways to qualify that companies know by name, over HTTP.</summary>
internal static class FrameworkEndpoints
{
    public static void MapFrameworks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/frameworks", List).WithTags("Playbooks").Needs(Scopes.Read, Scopes.Playbook);

    /// <summary>Lists the ways to qualify that Baton knows by name, such as `BANT`, with what stands in a playbook's `qualification` for each.</summary>
    /// <remarks>A playbook takes one over by its name (`framework: BANT`), or copies what it asks and changes that.</remarks>
    private static Ok<Page<FrameworkAnswer>> List() =>
        TypedResults.Ok(new Page<FrameworkAnswer>([.. Frameworks.All.Select(framework => new FrameworkAnswer(framework.Key, framework.Value))], Next: null));
}

/// <summary>A way to qualify.</summary>
/// <param name="Name">What a playbook calls it.</param>
/// <param name="Yaml">Its criteria, as they stand in a playbook.</param>
internal sealed record FrameworkAnswer(string Name, string Yaml);
