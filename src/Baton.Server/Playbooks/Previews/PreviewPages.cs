using Baton.Core.Playbooks;
using Baton.Server.People;
using Baton.Server.Playbooks.Editor;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Playbooks.Previews;

/// <summary>What a playbook would change, beside the text of it while somebody types.</summary>
internal static class PreviewPages
{
    public static void MapPreviewPages(this IEndpointRouteBuilder routes) => routes.MapPost("/playbook/what-if", TryAsync).May(Right.Draft).TakesPlaybook();

    private static async Task<IResult> TryAsync(HttpContext http, Previewer previewer, CancellationToken cancel)
    {
        var text = http.Request.Form["yaml"].ToString();
        var playbook = text.Length > PlaybookForm.Longest ? null : PlaybookReader.Read(text).Playbook;
        return Pages.Show<PreviewPanel>(new
        {
            Answer = playbook is null ? new PreviewAnswer.Mistaken() : await previewer.TryAsync(http.Viewer().Workspace, playbook, cancel),
        });
    }
}
