using System.Globalization;
using Baton.Core.Documents;
using Baton.Server.Api;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>The pages on which files are imported: one to send them, and one for each, to say what its columns are, to watch it, and to see what came of it.</summary>
internal static class ImportPages
{
    public const string Path = "/settings/imports";

    private static readonly string NoFile = Words.Of("Choose a file first.");
    private static readonly string TooLarge = Words.Of("The file is larger than 4 GB. Send it in several parts, or pack it with gzip.");
    private static readonly string BrokenOff = Words.Of("The file did not come whole. Send it again.");
    private static readonly string TwoIds = Words.Of("Two columns are said to be the id. Choose one.");
    private static readonly string NoDay = Words.Of("As of when the file is true is a day that has been, such as 2026-06-30. Leave it empty where it is true now.");

    public static void MapImportPages(this IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup(Path).May(Right.EditLeads);
        imports.MapGet("", ListAsync);
        imports.MapPost("", SendAsync).TakesFile(ImportEndpoints.MostBytes);
        imports.MapGet("/{id:guid}", ShowAsync);
        imports.MapPost("/{id:guid}/columns", ChooseAsync);
        imports.MapPost("/{id:guid}/start", StartAsync);
        imports.MapPost("/{id:guid}/stop", StopAsync);
        imports.MapGet("/{id:guid}/rejected", RejectedAsync);
    }

    /// <summary>Where an import is looked at.</summary>
    public static string PathOf(Guid id) => $"{Path}/{id}";

    private static Task<IResult> ListAsync(HttpContext http, ImportDesk desk, string? kind, Guid? before, CancellationToken cancel) =>
        ListedAsync(http, desk, ImportWords.KindOf(kind) ?? ImportKind.Leads, before, problem: null, StatusCodes.Status200OK, cancel);

    private static async Task<IResult> ListedAsync(HttpContext http, ImportDesk desk, ImportKind kind, Guid? before, string? problem, int status, CancellationToken cancel)
    {
        const int RowsOfPage = 25;
        var imports = await desk.ListAsync(http.Viewer().Workspace, before, RowsOfPage + 1, cancel);
        return Pages.Show<ImportsPage>(
            new
            {
                Imports = (IReadOnlyList<Import>)[.. imports.Take(RowsOfPage)],
                Next = imports.Count > RowsOfPage ? imports[RowsOfPage - 1].Id : (Guid?)null,
                Kind = kind,
                Problem = problem,
            },
            status);
    }

    private static async Task<IResult> SendAsync(HttpContext http, ImportDesk desk, CancellationToken cancel)
    {
        var form = http.Features.Get<FormWithFile>();
        var kind = ImportWords.KindOf(form?["kind"]) ?? ImportKind.Leads;
        if (form is not { File: { } file, FileName.Length: > 0 })
        {
            return await ListedAsync(http, desk, kind, before: null, NoFile, StatusCodes.Status400BadRequest, cancel);
        }

        try
        {
            var upload = new Upload(http.Viewer().Workspace, kind, ColumnChoices.None, AsOf: null, UploadReader.NameOf(form.FileName) ?? kind.Name(), http.Caller().Actor, file);
            return await desk.KeepAsync(upload, cancel) switch
            {
                UploadResult.Waits waits => Pages.GoTo(PathOf(waits.Import.Id)),
                UploadResult.Unreadable unreadable => await ListedAsync(http, desk, kind, before: null, unreadable.Reason, StatusCodes.Status422UnprocessableEntity, cancel),
                var result => throw new InvalidOperationException($"{result.GetType()} is no result."),
            };
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return await ListedAsync(http, desk, kind, before: null, TooLarge, tooLarge.StatusCode, cancel);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && !http.RequestAborted.IsCancellationRequested)
        {
            return await ListedAsync(http, desk, kind, before: null, BrokenOff, StatusCodes.Status400BadRequest, cancel);
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext http, Guid id, ImportDesk desk, ImportLooks looks, CancellationToken cancel) =>
        await desk.GetAsync(http.Viewer().Workspace, id, cancel) is { } import ? await ShownAsync(import, looks, problem: null, StatusCodes.Status200OK, cancel) : Notices.Missing(http);

    private static async Task<IResult> ShownAsync(Import import, ImportLooks looks, string? problem, int status, CancellationToken cancel) => Pages.Show<ImportPage>(
        new { Import = import, Look = import.State == ImportState.Waiting ? await looks.AtAsync(import, cancel) : null, Problem = problem }, status);

    private static async Task<IResult> ChooseAsync(HttpContext http, Guid id, ImportDesk desk, ImportLooks looks, IClock clock, CancellationToken cancel)
    {
        if (await desk.GetAsync(http.Viewer().Workspace, id, cancel) is not { } import)
        {
            return Notices.Missing(http);
        }

        var (chosen, problem) = Read(http, import, looks, clock);
        return problem is not null ? await ShownAsync(import, looks, problem, StatusCodes.Status400BadRequest, cancel)
            : await ChosenAsync();

        // What is over by now is shown as it is.
        async Task<IResult> ChosenAsync()
        {
            await desk.ChooseAsync(chosen, cancel);
            return Pages.GoTo(PathOf(id));
        }
    }

    private static async Task<IResult> StartAsync(HttpContext http, Guid id, ImportDesk desk, ImportLooks looks, IClock clock, CancellationToken cancel)
    {
        if (await desk.GetAsync(http.Viewer().Workspace, id, cancel) is not { } import)
        {
            return Notices.Missing(http);
        }

        if (import.State != ImportState.Waiting)
        {
            return Pages.GoTo(PathOf(id));
        }

        var (chosen, problem) = Read(http, import, looks, clock);
        if (problem is not null)
        {
            return await ShownAsync(import, looks, problem, StatusCodes.Status400BadRequest, cancel);
        }

        // Somebody else was faster, and has started it or thrown it away.
        if (!await desk.ChooseAsync(chosen, cancel))
        {
            return Pages.GoTo(PathOf(id));
        }

        switch (await desk.BeginAsync(chosen, http.Act("import.started", chosen.FileName, new { Kind = chosen.Kind.Name(), chosen.Bytes }), cancel))
        {
            case UploadResult.Started:
                return Pages.GoTo(PathOf(id));
            case UploadResult.Underway underway:
                return Pages.GoTo(PathOf(underway.Import.Id));
            default:
                // The page says itself what is wrong with the file as it would be read.
                return await ShownAsync(chosen, looks, problem: null, StatusCodes.Status422UnprocessableEntity, cancel);
        }
    }

    private static async Task<IResult> StopAsync(HttpContext http, Guid id, ImportDesk desk, CancellationToken cancel)
    {
        if (await desk.GetAsync(http.Viewer().Workspace, id, cancel) is not { } import)
        {
            return Notices.Missing(http);
        }

        await desk.StopAsync(import, http.Act("import.stopped", import.FileName, new { import.Line }), cancel);
        return Pages.GoTo(import.State == ImportState.Waiting ? Path : PathOf(id));
    }

    private static async Task<IResult> RejectedAsync(HttpContext http, Guid id, ImportDesk desk, Sentences sentences, CancellationToken cancel)
    {
        const int MostReasons = 1_000;
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        return await desk.GetAsync(http.Viewer().Workspace, id, cancel) is { } import
            ? ImportEndpoints.Rejected(desk, import, row => row with { Reason = Said(row.Reason), Text = LeadListExport.Harmless(row.Text) }, cancel)
            : Notices.Missing(http);

        // Most rows have one of a few reasons, and looking one up takes longer than reading the row.
        string Said(string reason)
        {
            if (said.TryGetValue(reason, out var known))
            {
                return known;
            }

            var words = sentences.Of(reason);
            if (said.Count < MostReasons)
            {
                said.Add(reason, words);
            }

            return words;
        }
    }

    /// <summary>What the form says of a file that waits.</summary>
    /// <returns>The import as it would be, or what is wrong.</returns>
    private static (Import Import, string? Problem) Read(HttpContext http, Import import, ImportLooks looks, IClock clock)
    {
        // Columns mean something else in a file of another kind.
        var kind = ImportWords.KindOf(http.Field("kind")) ?? import.Kind;
        if (kind != import.Kind)
        {
            return (import with { Kind = kind, Choices = ColumnChoices.None, AsOf = kind == ImportKind.Events ? null : import.AsOf }, null);
        }

        string? id = null;
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, number) in looks.ColumnsOf(import).Take(ImportLooks.MostColumns).Select((name, number) => (name, number)))
        {
            switch (http.Field(string.Create(CultureInfo.InvariantCulture, $"c{number}")))
            {
                case "":
                    break;
                case ColumnWords.Id when kind != ImportKind.Events && id is not null:
                    return (import, TwoIds);
                case ColumnWords.Id when kind != ImportKind.Events:
                    id = name;
                    break;
                case ColumnWords.LeaveOut:
                    map.Add(name, ColumnChoices.LeftOut);
                    break;
                case var meaning:
                    map.Add(name, meaning.CutAt(ColumnWords.LongestMeaning));
                    break;
            }
        }

        var asOf = http.Field("asOf");
        return kind == ImportKind.Events || asOf.Length == 0 ? (import with { Choices = new ColumnChoices(id, map), AsOf = null }, null)
            : FormTime.DayOf(asOf) is null || ImportTime.ProblemOf(kind, asOf, clock.GetCurrentInstant()) is not null ? (import, NoDay)
            : (import with { Choices = new ColumnChoices(id, map), AsOf = ImportTime.Of(asOf) }, null);
    }
}
