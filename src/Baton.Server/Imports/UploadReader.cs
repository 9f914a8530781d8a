using Baton.Server.Api;
using Baton.Server.Commands;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>What a request says of its file, beside the file.</summary>
/// <param name="Kind">What its rows are.</param>
/// <param name="Id">The column of the id.</param>
/// <param name="Maps">What columns mean, each <c>column=meaning</c>.</param>
/// <param name="AsOf">As of when the file is true.</param>
/// <param name="Name">What the file is called.</param>
internal sealed record SaidOfUpload(string? Kind, string? Id, IReadOnlyList<string> Maps, string? AsOf, string? Name)
{
    /// <summary>With a part of a form, which adds to what the address says. Parts that say nothing of a file are left out.</summary>
    public SaidOfUpload With(string part, string value) => part switch
    {
        "kind" => this with { Kind = Kind ?? value },
        "id" => this with { Id = Id ?? value },
        "map" => this with { Maps = [.. Maps, value] },
        "asOf" => this with { AsOf = AsOf ?? value },
        "name" => this with { Name = Name ?? value },
        _ => this,
    };
}

/// <summary>Finds the file of a request: the body itself, or the part of a form that is one, whose other parts stand before it.</summary>
internal static class UploadReader
{
    private const int LongestName = 255;

    /// <summary>The most characters of a part that is no file, and of those the most.</summary>
    private const int LongestPart = 1_000;
    private const int MostParts = 500;

    /// <summary>Hands over the file, of which nothing is read yet, or what is wrong with the request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="said">What its address says of the file.</param>
    /// <param name="take">Reads the file.</param>
    /// <param name="refuse">Says what is wrong.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<T> ReadAsync<T>(HttpContext http, SaidOfUpload said, Func<Upload, Task<T>> take, Func<string, T> refuse, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return await TakeAsync(Of(http, said, http.Request.Body));
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            return refuse("The form has no `boundary` in its Content-Type, so where its parts end is not known. Let your HTTP library write that header.");
        }

        try
        {
            return await TakeAsync(await OfFormAsync(http, new MultipartReader(boundary, http.Request.Body), said, cancel));
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not (BadHttpRequestException or FileFailedException) && !http.RequestAborted.IsCancellationRequested))
        {
            return refuse("The form ends early or is none. Send the file as its part `file`, or as the body itself.");
        }

        async Task<T> TakeAsync((Upload? Upload, string? Problem) found) => found.Upload is { } upload ? await take(upload) : refuse(found.Problem!);
    }

    private static async Task<(Upload? Upload, string? Problem)> OfFormAsync(HttpContext http, MultipartReader form, SaidOfUpload said, CancellationToken cancel)
    {
        for (var part = 0; part < MostParts && await form.ReadNextSectionAsync(cancel) is { } section; part++)
        {
            if (section.GetContentDispositionHeader() is not { } header)
            {
                continue;
            }

            if (header.IsFileDisposition())
            {
                var name = HeaderUtilities.RemoveQuotes(header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).Value;
                return Of(http, said.With("name", name ?? ""), section.Body);
            }

            if (await TextOfAsync(section.Body, cancel) is not { } value)
            {
                return (null, $"A part of the form that stands before the file has more than {LongestPart:N0} characters.");
            }

            said = said.With(HeaderUtilities.RemoveQuotes(header.Name).Value ?? "", value);
        }

        return (null, "The form has no file. Send it as the part `file`, behind `kind`, `map`, `id` and `asOf`.");
    }

    private static async Task<string?> TextOfAsync(Stream body, CancellationToken cancel)
    {
        using var reader = new StreamReader(body);
        var text = new char[LongestPart + 1];
        var length = await reader.ReadBlockAsync(text, cancel);
        return length > LongestPart ? null : new string(text, 0, length);
    }

    private static (Upload? Upload, string? Problem) Of(HttpContext http, SaidOfUpload said, Stream content)
    {
        var clock = http.RequestServices.GetRequiredService<IClock>();
        if (ImportWords.KindOf(said.Kind) is not { } kind)
        {
            return (null, "Say what the file has: kind=leads, kind=events or kind=deals.");
        }

        if (ColumnOptions.ProblemsOf(said.Maps).FirstOrDefault() is { } problem)
        {
            return (null, ImportAnswer.InWordsOfTheApi(problem));
        }

        if (ImportTime.ProblemOf(kind, said.AsOf, clock.GetCurrentInstant()) is { } wrong)
        {
            return (null, ImportAnswer.InWordsOfTheApi(wrong));
        }

        var choices = ColumnOptions.ChoicesOf(said.Id, said.Maps);
        var upload = new Upload(http.Workspace(), kind, choices, ImportTime.Of(said.AsOf), NameOf(said.Name) ?? kind.Name(), http.Caller().Actor, content);
        return (upload, null);
    }

    /// <summary>The name without folders and without characters that control terminals; null where nothing is left.</summary>
    private static string? NameOf(string? said) =>
        string.Concat(Path.GetFileName(said ?? "").Where(c => !char.IsControl(c))).Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, LongestName)] : null;
}
