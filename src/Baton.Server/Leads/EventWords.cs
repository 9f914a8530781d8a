using Baton.Server.Shell;
using Microsoft.Extensions.Localization;

namespace Baton.Server.Leads;

/// <summary>What leads do, in the language of the page. Views are said in words of Baton's; all else as the website calls it, without the marks of a program's names.</summary>
internal static class EventWords
{
    /// <summary>An event: <c>Looked at /pricing</c>, <c>Quote Requested</c>, and <c>Form submitted</c> for <c>form_submitted</c>.</summary>
    /// <param name="name">What rules listen to.</param>
    /// <param name="view">The page, or the part of an app; null where nothing says it.</param>
    /// <param name="words">The language.</param>
    public static string Of(string name, string? view, IStringLocalizer<Words> words) => name.ToLowerInvariant() switch
    {
        "page" or "$pageview" or "page_view" => words["Looked at {0}", view ?? words["a page"]],
        "screen" or "$screen" or "screen_view" => words["Looked at {0}", view ?? words["a screen"]],
        _ => Readable(name),
    };

    /// <summary>A name of one piece, as <c>$form_submitted</c>, in several; any other stays.</summary>
    private static string Readable(string name)
    {
        if (!name.All(one => char.IsLetterOrDigit(one) || one is '_' or '-' or '.' or '$') || !name.AsSpan().ContainsAny('_', '$'))
        {
            return name;
        }

        var pieces = string.Join(' ', name.TrimStart('$').Split('_', StringSplitOptions.RemoveEmptyEntries));
        return pieces.Length == 0 ? name : char.ToUpperInvariant(pieces[0]) + pieces[1..];
    }
}
