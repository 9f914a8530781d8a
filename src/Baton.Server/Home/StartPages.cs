using Baton.Server.Api;
using Baton.Server.People;
using Baton.Server.Playbooks;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Home;

/// <summary>The page that leads from a fresh install to the first lead.</summary>
internal static class StartPages
{
    public const string Path = "/start";

    public static void MapStart(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).May(Right.Look);
        routes.MapPost(Path + "/playbook", AdoptAsync).May(Right.Administer);
        routes.MapPost(Path + "/samples", ImportAsync).May(Right.EditLeads);
        routes.MapPost(Path + "/hide", HideAsync).May(Right.Administer);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, FirstSteps steps, CancellationToken cancel) =>
        Pages.Show<StartPage>(new { Taken = await steps.ReadAsync(http.Viewer().Workspace, cancel), Viewer = http.Viewer() });

    /// <summary>Where somebody else was faster, the page shows what holds now.</summary>
    private static async Task<IResult> AdoptAsync(HttpContext http, PlaybookStore playbooks, CancellationToken cancel)
    {
        if (SamplePlaybooks.Find(http.Field("sample")) is not { } sample)
        {
            return Notices.Missing(http);
        }

        await playbooks.AdoptAsync(http.Viewer().Workspace, sample.Yaml, http.Caller().Actor, http.Act("playbook.sample_published", sample.Name), cancel);
        return Pages.GoTo(Path);
    }

    private static async Task<IResult> ImportAsync(HttpContext http, FirstSteps steps, CancellationToken cancel)
    {
        // Made-up leads are for a workspace that has none.
        if (await steps.FactsAsync(http.Viewer().Workspace, cancel) is { HasLeads: false, IsImporting: false })
        {
            await steps.ImportSamplesAsync(http.Viewer().Workspace, http.Caller().Actor, http.Act("import.samples", "samples"), cancel);
        }

        return Pages.GoTo(Path);
    }

    private static async Task<IResult> HideAsync(HttpContext http, FirstSteps steps, CancellationToken cancel)
    {
        await steps.HideAsync(http.Viewer().Workspace, cancel);
        return Pages.GoTo("/");
    }
}
