using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Baton.Server.Shell;

/// <summary>The languages of the pages.</summary>
internal static class Languages
{
    /// <summary>Their codes, with what each calls itself; the first is what pages are written in.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> All = [("en", "English"), ("de", "Deutsch")];

#pragma warning disable RS0030 // The one place where a culture holds for what follows: that of whoever looks at a page, and never the machine's.
    /// <summary>The code of the language that what is rendered now is in.</summary>
    public static string Current => CultureInfo.CurrentUICulture.Name;

    /// <summary>From here on words are those of this language.</summary>
    public static void Use(CultureInfo culture) => CultureInfo.CurrentUICulture = culture;

    /// <summary>The code of what is written in English, whoever asks: Slack’s messages and what programs get.</summary>
    public static string English => All[0].Code;

    /// <summary>Writes something in a language, whatever the one of the page is.</summary>
    /// <param name="code">Its code; that of none of ours is English.</param>
    /// <param name="write">Writes it, all of it at once.</param>
    public static T In<T>(string code, Func<T> write)
    {
        var before = CultureInfo.CurrentUICulture;
        Use(Cultures.GetValueOrDefault(code) ?? Cultures[English]);
        try
        {
            return write();
        }
        finally
        {
            Use(before);
        }
    }
#pragma warning restore RS0030

    private static readonly Dictionary<string, CultureInfo> Cultures = All.ToDictionary(one => one.Code, one => CultureInfo.GetCultureInfo(one.Code), StringComparer.OrdinalIgnoreCase);

    /// <summary>The one that somebody has chosen; otherwise that of the browser's wishes which is ours.</summary>
    public static CultureInfo Of(string? chosen, HttpRequest request) =>
        chosen is not null && Cultures.TryGetValue(chosen, out var theirs) ? theirs
        : request.GetTypedHeaders().AcceptLanguage.OrderByDescending(wish => wish.Quality ?? 1).Select(wish => wish.Value.ToString().Split('-')[0])
            .Select(code => Cultures.GetValueOrDefault(code)).FirstOrDefault(culture => culture is not null) ?? Cultures[English];
}
