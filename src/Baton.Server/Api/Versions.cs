using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Baton.Server.Api;

/// <summary>Versions of what is shown: <c>ETag</c>, and what callers say that they have.</summary>
internal static class Versions
{
    /// <summary>Answers with a value and its version, or with 304 where the caller has just that.</summary>
    public static Results<Ok<T>, ProblemHttpResult, StatusCodeHttpResult> Answer<T>(HttpContext http, string version, T value)
    {
        http.Response.Headers.ETag = $"\"{version}\"";
        return Has(http.Request.Headers.IfNoneMatch, version) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : TypedResults.Ok(value);
    }

    /// <summary>Whether something is as the caller has seen it: true where <c>If-Match</c> is missing, or names this version. Of a version only what stands before its colon counts.</summary>
    public static Func<string, bool> AsSeen(HttpContext http)
    {
        var seen = http.Request.Headers.IfMatch.ToString();
        return version => seen.Trim() is "" or "*"
            || seen.Split(',').Any(tag => tag.Trim().Replace("W/", "", StringComparison.Ordinal).Trim('"').Split(':')[0] == version);
    }

    /// <summary>Whether something whose versions are numbers is as the caller has seen it.</summary>
    public static Func<int, bool> RevisionAsSeen(HttpContext http)
    {
        var isAsSeen = AsSeen(http);
        return revision => isAsSeen(revision.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// True where a header of versions names this one, or any with <c>*</c>. A proxy that packs answers makes weak versions of strong ones, so both
    /// are the same here.
    /// </summary>
    public static bool Has(Microsoft.Extensions.Primitives.StringValues header, string version) =>
        EntityTagHeaderValue.TryParseList([.. header.OfType<string>()], out var tags) && tags.Any(tag => tag.Tag == "*" || tag.Tag == $"\"{version}\"");
}
