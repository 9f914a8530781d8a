using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Baton.Server.Api;

/// <summary>A form with a file, read as it comes in: what it says before the file, and the file, of which nothing is read yet.</summary>
/// <param name="Fields">The parts before the file, in their order.</param>
/// <param name="FileName">What whoever sends it calls the file; null where they do not say.</param>
/// <param name="File">The file; null where the form has none.</param>
internal sealed record FormWithFile(IReadOnlyList<KeyValuePair<string, string>> Fields, string? FileName, Stream? File)
{
    /// <summary>The most characters of a part that is no file, and of those the most.</summary>
    private const int LongestPart = 1_000;
    private const int MostParts = 500;

    /// <summary>What the form says under a name; empty where it says nothing.</summary>
    public string this[string name] => Fields.FirstOrDefault(field => field.Key == name).Value ?? "";

    /// <summary>True of a request whose body is such a form.</summary>
    /// <param name="request">The request.</param>
    /// <param name="type">Its content type.</param>
    public static bool Is(HttpRequest request, [NotNullWhen(true)] out MediaTypeHeaderValue? type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads up to the file.</summary>
    /// <param name="request">Its body is read as far as the file begins.</param>
    /// <param name="type">Its content type.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The form, or what is wrong with it.</returns>
    /// <exception cref="IOException">The form ends early.</exception>
    /// <exception cref="InvalidDataException">The body is no form.</exception>
    public static async Task<(FormWithFile? Form, string? Problem)> ReadAsync(HttpRequest request, MediaTypeHeaderValue type, CancellationToken cancel)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > 70)
        {
            return (null, "The form has no `boundary` of at most 70 characters in its Content-Type, so where its parts end is not known. Let your HTTP library write that header.");
        }

        var (parts, fields) = (new MultipartReader(boundary, request.Body), new List<KeyValuePair<string, string>>());
        for (var part = 0; part < MostParts && await parts.ReadNextSectionAsync(cancel) is { } section; part++)
        {
            if (section.GetContentDispositionHeader() is not { } header)
            {
                continue;
            }

            if (header.IsFileDisposition())
            {
                return (new FormWithFile(fields, HeaderUtilities.RemoveQuotes(header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).Value, section.Body), null);
            }

            if (await TextOfAsync(section.Body, cancel) is not { } value)
            {
                return (null, $"A part of the form that stands before the file has more than {LongestPart:N0} characters.");
            }

            fields.Add(KeyValuePair.Create(HeaderUtilities.RemoveQuotes(header.Name).Value ?? "", value));
        }

        return (new FormWithFile(fields, null, null), null);
    }

    private static async Task<string?> TextOfAsync(Stream body, CancellationToken cancel)
    {
        using var reader = new StreamReader(body);
        var text = new char[LongestPart + 1];
        var length = await reader.ReadBlockAsync(text, cancel);
        return length > LongestPart ? null : new string(text, 0, length);
    }
}
