using Baton.Server.Api;
using Baton.Server.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Baton.Server.Imports;

/// <summary>Imports over HTTP: a file comes in, is imported in the background, and can be asked after.</summary>
internal static class ImportEndpoints
{
    /// <summary>The most bytes of a file, with the form around it.</summary>
    public const long MostBytes = 4L << 30;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/api/imports").WithTags("Imports").Needs(Scopes.Import);
        imports.MapPost("", StartAsync).TakesFile(MostBytes);
        imports.MapPost("/preview", PreviewAsync).TakesFile(MostBytes);
        imports.MapGet("", ListAsync);
        imports.MapGet("/{id:guid}", GetAsync).ProducesProblem(StatusCodes.Status404NotFound);
        imports.MapGet("/{id:guid}/rejected", RejectedAsync).ProducesProblem(StatusCodes.Status404NotFound).Produces<string>(StatusCodes.Status200OK, "text/csv");
    }

    /// <summary>Takes a file and imports it in the background.</summary>
    /// <remarks>
    /// The file is the body, as CSV or NDJSON, plain or gzip; or the part `file` of a form, whose other parts stand before it. Ask `Location` how far it is.
    /// It needs no `Idempotency-Key`: the same file with the same choices, sent again while it is being imported, is that import (200), and later its rows
    /// are known already and change nothing, whatever newer files have said since (`repeats`); to let it hold again, say `asOf`.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="desk">What takes files.</param>
    /// <param name="kind">What the rows are: `leads`, `events` or `deals`. Here or as a part of the form.</param>
    /// <param name="id">The column that is the id, where Baton would not know it.</param>
    /// <param name="map">What a column means, as `column=meaning`. May be given several times.</param>
    /// <param name="asOf">
    /// As of when the file is true, for leads and deals: a date such as `2026-06-30` (that day's end, UTC) or a time, not in the future. Where nothing is said:
    /// when its import begins. What is known as of later stays.
    /// </param>
    /// <param name="name">What to call the file. A form says it, too.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Accepted<ImportAnswer>, Ok<ImportAnswer>, ProblemHttpResult>> StartAsync(
        HttpContext http, ImportDesk desk, string? kind, string? id, [FromQuery] string[]? map, string? asOf, string? name, CancellationToken cancel) =>
        await UploadReader.ReadAsync<Results<Accepted<ImportAnswer>, Ok<ImportAnswer>, ProblemHttpResult>>(
            http,
            new SaidOfUpload(kind, id, map ?? [], asOf, name),
            async upload => await desk.TakeAsync(upload, act: null, cancel) switch
            {
                UploadResult.Started started => TypedResults.Accepted($"/api/imports/{started.Import.Id}", ImportAnswer.Of(started.Import)),
                UploadResult.Underway underway => TypedResults.Ok(ImportAnswer.Of(underway.Import)),
                UploadResult.Unreadable unreadable => Unreadable(unreadable.Reason),
                var result => throw new InvalidOperationException($"{result.GetType()} is no result."),
            },
            problem => Problems.Wrong(problem),
            cancel);

    /// <summary>Says how a file would be read, and keeps nothing.</summary>
    /// <remarks>The first 16 MB and 100,000 rows are looked at. The file comes as it does to be imported.</remarks>
    /// <param name="http">The request.</param>
    /// <param name="desk">What takes files.</param>
    /// <param name="kind">What the rows are: `leads`, `events` or `deals`. Here or as a part of the form.</param>
    /// <param name="id">The column that is the id, where Baton would not know it.</param>
    /// <param name="map">What a column means, as `column=meaning`. May be given several times.</param>
    /// <param name="asOf">
    /// As of when the file is true, for leads and deals: a date such as `2026-06-30` (that day's end, UTC) or a time, not in the future. Where nothing is said:
    /// when its import begins. What is known as of later stays.
    /// </param>
    /// <param name="name">What to call the file. A form says it, too.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<ImportPreviewAnswer>, ProblemHttpResult>> PreviewAsync(
        HttpContext http, ImportDesk desk, string? kind, string? id, [FromQuery] string[]? map, string? asOf, string? name, CancellationToken cancel) =>
        await UploadReader.ReadAsync<Results<Ok<ImportPreviewAnswer>, ProblemHttpResult>>(
            http,
            new SaidOfUpload(kind, id, map ?? [], asOf, name),
            async upload => await desk.PreviewAsync(upload, cancel) is var (preview, reason) && preview is not null
                ? TypedResults.Ok(ImportPreviewAnswer.Of(upload.Kind, preview))
                : Unreadable(reason!),
            problem => Problems.Wrong(problem),
            cancel);

    /// <summary>Lists imports, the newest first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="desk">What takes files.</param>
    /// <param name="limit">The most imports of a page, from 1 to 200; 50 where nothing is said.</param>
    /// <param name="cursor">The `next` of the page before.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<Page<ImportAnswer>>, ProblemHttpResult>> ListAsync(HttpContext http, ImportDesk desk, int? limit, string? cursor, CancellationToken cancel)
    {
        if (!PageSize.TryRead(limit, out var size, out var problem) || !Place.TryRead(cursor, "imports", out var after, out problem))
        {
            return problem!;
        }

        var imports = await desk.ListAsync(http.Workspace(), after?.Id, size + 1, cancel);
        return TypedResults.Ok(new Page<ImportAnswer>(
            [.. imports.Take(size).Select(ImportAnswer.Of)], imports.Count > size ? new Place(0, imports[size - 1].Id).ToCursor("imports") : null));
    }

    /// <summary>Says how far an import is.</summary>
    /// <param name="http">The request.</param>
    /// <param name="desk">What takes files.</param>
    /// <param name="id">The import's id.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<Ok<ImportAnswer>, ProblemHttpResult>> GetAsync(HttpContext http, ImportDesk desk, Guid id, CancellationToken cancel) =>
        await desk.GetAsync(http.Workspace(), id, cancel) is { } import ? TypedResults.Ok(ImportAnswer.Of(import)) : Unknown(id);

    /// <summary>The rows of an import that were skipped, as CSV: the line, the reason, and the row as it stands in the file.</summary>
    /// <param name="http">The request.</param>
    /// <param name="desk">What takes files.</param>
    /// <param name="id">The import's id.</param>
    /// <param name="cancel">Gives up.</param>
    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> RejectedAsync(HttpContext http, ImportDesk desk, Guid id, CancellationToken cancel)
    {
        if (await desk.GetAsync(http.Workspace(), id, cancel) is not { } import)
        {
            return Unknown(id);
        }

        return Rejected(desk, import, row => row, cancel);
    }

    /// <summary>The rows of an import that were skipped, as CSV.</summary>
    /// <param name="desk">What takes files.</param>
    /// <param name="import">Whose rows.</param>
    /// <param name="asShown">A row as it is written: for spreadsheets no cell may be taken for a formula; programs read the rows as they are.</param>
    /// <param name="cancel">Gives up.</param>
    internal static PushStreamHttpResult Rejected(ImportDesk desk, Import import, Func<RejectedRow, RejectedRow> asShown, CancellationToken cancel) => TypedResults.Stream(
        async body =>
        {
            // Written in memory a piece at a time: the list writes synchronously, which a response does not.
            using var piece = new MemoryStream();
            var list = new RejectedList(piece);
            await foreach (var row in desk.RejectedAsync(import, cancel))
            {
                list.Add(asShown(row));
                if (piece.Length > 0)
                {
                    await DrainAsync(piece, body, cancel);
                }
            }

            list.Finish();
            await DrainAsync(piece, body, cancel);
        },
        "text/csv; charset=utf-8",
        $"rejected-{import.Id}.csv");

    private static async Task DrainAsync(MemoryStream piece, Stream body, CancellationToken cancel)
    {
        await body.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), cancel);
        piece.SetLength(0);
    }

    private static ProblemHttpResult Unreadable(string reason) => TypedResults.Problem(ImportAnswer.InWordsOfTheApi(reason), statusCode: StatusCodes.Status422UnprocessableEntity);

    private static ProblemHttpResult Unknown(Guid id) => Problems.Unknown($"There is no import {id}. GET /api/imports lists all there are.");
}
