using System.Globalization;
using Baton.Server.People;
using Baton.Server.Playbooks.Previews;
using Baton.Server.Shell;
using Baton.Server.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Playbooks.Editor;

/// <summary>Where drafts are written: the text and its fields, side by side.</summary>
internal static class EditorPages
{
    /// <summary>Every value of a playbook is a field: a thousand rules have ten thousand.</summary>
    private const int MostFields = 50_000;

    /// <summary>The text comes twice, as it is and as it was shown, and every field beside it, all of it encoded for a form.</summary>
    private const int MostBytes = 16 << 20;

    public static void MapPlaybookEditor(this IEndpointRouteBuilder routes)
    {
        var editor = routes.MapGroup(PlaybookPages.Root).May(Right.Draft).TakesPlaybook();
        editor.MapGet("/new", NewAsync);
        editor.MapGet("/{version:int}/edit", EditAsync);
        editor.MapPost("/check", CheckAsync);
        editor.MapPost("", SaveAsync);
    }

    /// <summary>Says that a page is sent all of the editor. To read it takes long where it is long.</summary>
    public static TBuilder TakesPlaybook<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder =>
        routes.WithFormOptions(valueCountLimit: MostFields, keyLengthLimit: 1 << 14).WithMetadata(new RequestSizeLimitAttribute(MostBytes)).TakesTurns();

    /// <summary>A choice of samples to start from; with one chosen, the editor.</summary>
    private static async Task<IResult> NewAsync(
        HttpContext http, string? sample, PlaybookStore playbooks, WorkspaceStore workspaces, IStringLocalizer<Words> T, SampleShelf samples, CancellationToken cancel)
    {
        var chosen = SamplePlaybooks.Find(sample);
        if (chosen is null && sample != "")
        {
            return Pages.Show<NewPlaybookPage>();
        }

        _ = samples.Prepare(http.Viewer().Workspace);
        return await ShowAsync(http, new PlaybookForm(chosen?.Yaml ?? Empty, null, null), 0, chosen?.Name ?? "empty", StatusCodes.Status200OK, playbooks, workspaces, T, cancel);
    }

    private static async Task<IResult> EditAsync(
        HttpContext http, int version, PlaybookStore playbooks, WorkspaceStore workspaces, IStringLocalizer<Words> T, SampleShelf samples, CancellationToken cancel)
    {
        if (await playbooks.GetAsync(http.Viewer().Workspace, version, cancel) is not { } found)
        {
            return Notices.Missing(http);
        }

        _ = samples.Prepare(http.Viewer().Workspace);
        return await ShowAsync(http, new PlaybookForm(found.Yaml.ReplaceLineEndings("\n"), null, null), version, $"{version}", StatusCodes.Status200OK, playbooks, workspaces, T, cancel);
    }

    private static Task<IResult> CheckAsync(HttpContext http, PlaybookStore playbooks, WorkspaceStore workspaces, IStringLocalizer<Words> T, CancellationToken cancel) =>
        ShowAsync(http, PlaybookForm.Read(http.Request.Form, cancel), BaseOf(http), http.Field("from"), StatusCodes.Status200OK, playbooks, workspaces, T, cancel);

    private static async Task<IResult> SaveAsync(HttpContext http, PlaybookStore playbooks, WorkspaceStore workspaces, IStringLocalizer<Words> T, CancellationToken cancel)
    {
        var form = PlaybookForm.Read(http.Request.Form, cancel);
        if (form.Problem is not null)
        {
            return await ShowAsync(http, form, BaseOf(http), http.Field("from"), StatusCodes.Status409Conflict, playbooks, workspaces, T, cancel);
        }

        var result = await PlaybookEndpoints.AddTextAsync(http, form.Text, playbooks, cancel);
        if (Pages.ProblemOf(result) is var (words, status))
        {
            form = form with { Problem = status == StatusCodes.Status422UnprocessableEntity ? Words.Of("A draft is kept once it has no mistakes. What is wrong stands below, line by line.") : words };
            return await ShowAsync(http, form, BaseOf(http), http.Field("from"), status, playbooks, workspaces, T, cancel);
        }

        var draft = ((Created<PlaybookDraft>)result.Result).Value!;
        return Pages.GoTo($"{PlaybookPages.Root}/{draft.Version}");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, PlaybookForm form, int version, string from, int status, PlaybookStore playbooks, WorkspaceStore workspaces, IStringLocalizer<Words> T, CancellationToken cancel)
    {
        var workspace = http.Viewer().Workspace;
        var published = (await workspaces.GetAsync(workspace, cancel)).Playbook;
        var editing = await PlaybookEditing.OfAsync(workspace, form.Text, version, published, playbooks, T.Wording(), cancel) with { Problem = form.Problem, Focus = form.Focus };
        return http.Request.Headers.ContainsKey("Baton-Parts") ? Pages.Show<EditorParts>(new { Editing = editing }, status) : Pages.Show<EditorPage>(new { Editing = editing, From = from }, status);
    }

    private static int BaseOf(HttpContext http) => int.TryParse(http.Field("base"), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private const string Empty = "name: \nfit:\n  rules:\n    - name: Manager\n      points: 10\n      when: { title: { contains: manager } }\nstages:\n  mql: { score: 40 }\n  sql: { score: 75 }\n";
}
