using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Baton.Core.Handoffs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Handoffs;

/// <summary>The pages behind links in messages: plain HTML that works everywhere and needs nothing else.</summary>
internal static class ActPage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Asks whether to do what the link is for.</summary>
    /// <param name="asked">What it is for, and who is asked.</param>
    /// <param name="reasons">The playbook's reasons for giving a lead back.</param>
    /// <param name="problem">What was wrong with the answer before; null for nothing.</param>
    public static ContentHttpResult Ask(Asked asked, ImmutableArray<RejectionReason> reasons, string? problem = null)
    {
        var brief = asked.Brief;
        var who = Escaped($"{brief.Person.Called}{(brief.Account?.Name is { } company ? $", {company}" : "")}");
        var (title, button, fields) = asked.Link.Act switch
        {
            Act.Accept => ($"Accept {who}?", "Accept", ""),
            Act.Reject => ($"Give {who} back?", "Give back", Reasons(reasons) + Field("value", "What the lead said, such as 5000 EUR or 18 months", isLong: false) + Field("note", "In your own words", isLong: true)),
            Act.LogCall => ($"Log a call with {who}", "Log the call", Outcomes() + Field("note", "What was said", isLong: true)),
        };
        return Page(
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            title,
            $"""
            <p>{Escaped(brief.Stage)}, {brief.Score.Score.Total} points. You are {Escaped(asked.Person.Name)}.</p>
            {(problem is null ? "" : $"<p class=\"problem\" role=\"alert\">{Escaped(problem)}</p>")}
            <form method="post">
            {fields}
            <button type="submit">{button}</button>
            </form>
            """);
    }

    /// <summary>Says something.</summary>
    public static ContentHttpResult Say(Said said) => Page(said.Status, Escaped(said.Title), $"<p>{Escaped(said.Words)}</p>");

    private static ContentHttpResult Page(int status, string title, string body) => TypedResults.Content(
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{title}}</title>
        <style>
        :root { color-scheme: light dark; --line: #8888; }
        body { margin: 0; padding: 2rem 1rem; font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 32rem; margin: 0 auto; }
        h1 { font-size: 1.4rem; line-height: 1.3; overflow-wrap: anywhere; }
        label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
        select, input, textarea { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid var(--line); border-radius: 6px; }
        button { margin-top: 1.5rem; padding: .7rem 1.4rem; font: inherit; font-weight: 600; color: #fff; background: #1d4ed8; border: 0; border-radius: 6px; cursor: pointer; }
        button:focus-visible, select:focus-visible, input:focus-visible, textarea:focus-visible { outline: 3px solid #60a5fa; outline-offset: 1px; }
        .problem { padding: .6rem .8rem; border-left: 4px solid #dc2626; }
        </style>
        </head>
        <body>
        <main>
        <h1>{{title}}</h1>
        {{body}}
        </main>
        </body>
        </html>

        """,
        "text/html; charset=utf-8",
        statusCode: status);

    private static string Reasons(ImmutableArray<RejectionReason> reasons) => Select(
        "reason", "Why", [("", "Choose a reason"), .. reasons.Select(reason => (reason.Name, reason.Title))]);

    private static string Outcomes() => Select("outcome", "What came of it", [("", "Choose what came of it"), .. ActButtons.Outcomes]);

    private static string Select(string name, string label, IEnumerable<(string Value, string Words)> options) =>
        $"<label for=\"{name}\">{label}</label><select id=\"{name}\" name=\"{name}\" required>{string.Concat(options.Select(option => $"<option value=\"{Escaped(option.Value)}\">{Escaped(option.Words)}</option>"))}</select>";

    private static string Field(string name, string label, bool isLong) => isLong
        ? $"<label for=\"{name}\">{label}</label><textarea id=\"{name}\" name=\"{name}\" rows=\"4\" maxlength=\"5000\"></textarea>"
        : $"<label for=\"{name}\">{label}</label><input id=\"{name}\" name=\"{name}\" maxlength=\"200\">";

    private static string Escaped(string words) => Encoder.Encode(words);
}
