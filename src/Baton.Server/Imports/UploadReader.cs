using System.Globalization;
using Baton.Core.Documents;
using Baton.Server.Api;
using Baton.Server.Commands;
using Microsoft.AspNetCore.Http;
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

    /// <summary>Hands over the file, of which nothing is read yet, or what is wrong with the request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="said">What its address says of the file.</param>
    /// <param name="take">Reads the file.</param>
    /// <param name="refuse">Says what is wrong.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<T> ReadAsync<T>(HttpContext http, SaidOfUpload said, Func<Upload, Task<T>> take, Func<string, T> refuse, CancellationToken cancel)
    {
        if (!FormWithFile.Is(http.Request, out var type))
        {
            return await TakeAsync(Of(http, said, http.Request.Body));
        }

        try
        {
            return await TakeAsync(await OfFormAsync(http, type, said, cancel));
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not (BadHttpRequestException or FileFailedException) && !http.RequestAborted.IsCancellationRequested))
        {
            return refuse("The form ends early or is none. Send the file as its part `file`, or as the body itself.");
        }

        async Task<T> TakeAsync((Upload? Upload, string? Problem) found) => found.Upload is { } upload ? await take(upload) : refuse(found.Problem!);
    }

    private static async Task<(Upload? Upload, string? Problem)> OfFormAsync(HttpContext http, MediaTypeHeaderValue type, SaidOfUpload said, CancellationToken cancel)
    {
        var (form, problem) = await FormWithFile.ReadAsync(http.Request, type, cancel);
        return form is null ? (null, problem)
            : form.File is null ? (null, "The form has no file. Send it as the part `file`, behind `kind`, `map`, `id` and `asOf`.")
            : Of(http, form.Fields.Aggregate(said, (all, field) => all.With(field.Key, field.Value)).With("name", form.FileName ?? ""), form.File);
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

    /// <summary>The name without folders and without characters that control terminals or turn the direction of what is read; null where nothing is left.</summary>
    public static string? NameOf(string? said) =>
        string.Concat(Path.GetFileName(said ?? "").Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)).Trim() is { Length: > 0 } name ? name.CutAt(LongestName) : null;
}
