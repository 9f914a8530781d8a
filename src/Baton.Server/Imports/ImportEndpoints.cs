using System.Net.Http.Headers;
using Baton.Server.Commands;
using Baton.Server.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Imports;

/// <summary>Imports over HTTP: a file comes in, is imported in the background, and can be asked after.</summary>
internal static class ImportEndpoints
{
    /// <summary>The most bytes of a file.</summary>
    private const long MostBytes = 4L << 30;

    private const int MostListed = 100;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/imports").AddEndpointFilter(AskForKey).ExcludeFromDescription();
        group.MapPost("/", StartAsync);
        group.MapPost("/preview", PreviewAsync);
        group.MapGet("/", ListAsync);
        group.MapGet("/{id:guid}", GetAsync);
        group.MapGet("/{id:guid}/rejected", RejectedAsync);
    }

    private static async Task<IResult> StartAsync(HttpContext http, ImportDesk desk)
    {
        var (upload, problem) = await UploadOfAsync(http);
        if (upload is null)
        {
            return Wrong(problem!);
        }

        var (import, reason) = await desk.TakeAsync(upload, http.RequestAborted);
        return import is null ? Unreadable(reason!) : TypedResults.Accepted($"/api/imports/{import.Id}", ImportAnswer.Of(import));
    }

    private static async Task<IResult> PreviewAsync(HttpContext http, ImportDesk desk)
    {
        var (upload, problem) = await UploadOfAsync(http);
        if (upload is null)
        {
            return Wrong(problem!);
        }

        var (preview, reason) = await desk.PreviewAsync(upload, http.RequestAborted);
        return preview is null ? Unreadable(reason!) : TypedResults.Ok(PreviewAnswer.Of(upload.Kind, preview));
    }

    private static async Task<IResult> ListAsync(HttpContext http, ImportDesk desk, Guid? before)
    {
        var imports = await desk.ListAsync(KeyOf(http).WorkspaceId, before, MostListed, http.RequestAborted);
        return TypedResults.Ok(new ImportsAnswer([.. imports.Select(ImportAnswer.Of)], imports.Count == MostListed ? imports[^1].Id : null));
    }

    private static async Task<IResult> GetAsync(HttpContext http, ImportDesk desk, Guid id) =>
        await desk.GetAsync(KeyOf(http).WorkspaceId, id, http.RequestAborted) is { } import ? TypedResults.Ok(ImportAnswer.Of(import)) : Missing(id);

    private static async Task<IResult> RejectedAsync(HttpContext http, ImportDesk desk, Guid id)
    {
        if (await desk.GetAsync(KeyOf(http).WorkspaceId, id, http.RequestAborted) is not { } import)
        {
            return Missing(id);
        }

        return TypedResults.Stream(
            async body =>
            {
                // Written in memory a piece at a time: the list writes synchronously, which a response does not.
                using var piece = new MemoryStream();
                var list = new RejectedList(piece);
                await foreach (var row in desk.RejectedAsync(import, http.RequestAborted))
                {
                    list.Add(row);
                    if (piece.Length > 0)
                    {
                        await DrainAsync(piece, body, http.RequestAborted);
                    }
                }

                list.Finish();
                await DrainAsync(piece, body, http.RequestAborted);
            },
            "text/csv; charset=utf-8",
            $"rejected-{import.Id}.csv");
    }

    private static async Task DrainAsync(MemoryStream piece, Stream body, CancellationToken cancel)
    {
        await body.WriteAsync(piece.GetBuffer().AsMemory(0, (int)piece.Length), cancel);
        piece.SetLength(0);
    }

    /// <summary>The file and what is said of it: as the body itself, or as the part <c>file</c> of a form, whose other parts stand before it.</summary>
    private static async Task<(Upload? Upload, string? Problem)> UploadOfAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostBytes;
        }

        var query = http.Request.Query;
        var said = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in (string[])["kind", "id", "map", "name"])
        {
            said[name] = [.. query[name].OfType<string>()];
        }

        if (Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return await OfFormAsync(http, type.Boundary.Value?.Trim('"') ?? "", said);
        }

        return Of(http, said, http.Request.Body, fileName: null);
    }

    private static async Task<(Upload? Upload, string? Problem)> OfFormAsync(HttpContext http, string boundary, Dictionary<string, List<string>> said)
    {
        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } header)
            {
                continue;
            }

            var name = header.Name.Value?.Trim('"') ?? "";
            if (header.FileName.HasValue || header.FileNameStar.HasValue)
            {
                return Of(http, said, section.Body, (header.FileNameStar.Value ?? header.FileName.Value)?.Trim('"'));
            }

            if (said.TryGetValue(name, out var values))
            {
                using var text = new StreamReader(section.Body);
                values.Add(await text.ReadToEndAsync(http.RequestAborted));
            }
        }

        return (null, "The form has no file. Send it as the part `file`, behind `kind`, `map` and `id`.");
    }

    private static (Upload? Upload, string? Problem) Of(HttpContext http, Dictionary<string, List<string>> said, Stream content, string? fileName)
    {
        if (ImportWords.KindOf(said["kind"].FirstOrDefault()) is not { } kind)
        {
            return (null, "Say what the file has: kind=leads, kind=events or kind=deals.");
        }

        if (ColumnOptions.ProblemsOf(said["map"]).FirstOrDefault() is { } problem)
        {
            return (null, problem.Replace("--map", "map", StringComparison.Ordinal));
        }

        var name = said["name"].FirstOrDefault() ?? fileName ?? $"{kind.Name()}";
        var choices = ColumnOptions.ChoicesOf(said["id"].FirstOrDefault(), said["map"]);
        var key = KeyOf(http);
        return (new Upload(key.WorkspaceId, kind, choices, Path.GetFileName(name), key.Actor, content), null);
    }

    private static KeyInfo KeyOf(HttpContext http) => (KeyInfo)http.Items[typeof(KeyInfo)]!;

    private static async ValueTask<object?> AskForKey(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var keys = (KeyStore)http.RequestServices.GetService(typeof(KeyStore))!;
        var isBearer = AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header) && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);
        if (!isBearer || await keys.FindAsync(header!.Parameter?.Trim() ?? "", http.RequestAborted) is not { Revoked: null } key)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return TypedResults.Problem("The key is missing, unknown or revoked. Send it as `Authorization: Bearer …`.", statusCode: StatusCodes.Status401Unauthorized);
        }

        if (!key.May(Scopes.Import))
        {
            return TypedResults.Problem("This key may not import. `baton key create --scope import` makes one that may.", statusCode: StatusCodes.Status403Forbidden);
        }

        http.Items[typeof(KeyInfo)] = key;
        return await next(context);
    }

    private static IResult Wrong(string problem) => TypedResults.Problem(problem, statusCode: StatusCodes.Status400BadRequest);

    private static IResult Unreadable(string problem) => TypedResults.Problem(problem, statusCode: StatusCodes.Status422UnprocessableEntity);

    private static IResult Missing(Guid id) => TypedResults.Problem($"There is no import {id}.", statusCode: StatusCodes.Status404NotFound);

    private static string? Text(Instant? time) => time is { } known ? InstantPattern.General.Format(known) : null;

    private sealed record ImportsAnswer(IReadOnlyList<ImportAnswer> Imports, Guid? Before);

    private sealed record ImportAnswer(
        Guid Id, string Kind, string File, string State, string? Problem, double Progress, long Accepted, long Known, long Rejected, string Started, string? Finished, string By)
    {
        public static ImportAnswer Of(Import import) => new(
            import.Id,
            import.Kind.Name(),
            import.FileName,
            import.State.Name(),
            import.Problem,
            import.State == ImportState.Done ? 1 : import.Bytes == 0 ? 0 : Math.Round(Math.Min(1, (double)import.BytesRead / import.Bytes), 3),
            import.Accepted,
            import.Repeated,
            import.Rejected,
            Text(import.Started)!,
            Text(import.Finished),
            import.StartedBy);
    }

    private sealed record PreviewAnswer(
        string Kind, IReadOnlyList<ColumnMeaning> Columns, IReadOnlyList<string> Notes, IReadOnlyList<RowAnswer> Rows, long Read, bool IsWhole, long Repeated, long Rejected, IReadOnlyList<ReasonAnswer> Reasons)
    {
        public static PreviewAnswer Of(ImportKind kind, ImportPreview preview) => new(
            kind.Name(),
            preview.Columns,
            preview.Notes,
            [.. preview.Rows.Select(row => new RowAnswer(row.Line, row.Values.DistinctBy(value => value.Key).ToDictionary()))],
            preview.Read,
            preview.IsWhole,
            preview.Repeated,
            preview.Rejected.Count,
            [.. preview.Rejected.ByReason.Select(reason => new ReasonAnswer(reason.Count, reason.First.Line, reason.First.Reason))]);
    }

    private sealed record RowAnswer(long Line, IReadOnlyDictionary<string, string> Values);

    private sealed record ReasonAnswer(long Count, long FirstLine, string Reason);
}
