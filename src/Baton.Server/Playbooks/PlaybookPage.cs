using System.Net;
using Baton.Core.Playbooks;
using Markdig;

namespace Baton.Server.Playbooks;

/// <summary>The playbook's document as a web page to read, print and sign.</summary>
public static class PlaybookPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>One HTML page that needs nothing else: no script, no other file. Prints on A4, and on a telephone rules of five columns become short blocks.</summary>
    public static string ToHtml(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        var title = WebUtility.HtmlEncode(playbook.Name);

        // Raw HTML is disabled, so every `<table>` is one of Markdig's own.
        var body = Markdown.ToHtml(PlaybookDocument.ToMarkdown(playbook), Pipeline)
            .Replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal)
            .Replace("<th></th>", "<td></td>", StringComparison.Ordinal);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            {body}</main>
            </body>
            </html>

            """;
    }

    private const string Style = """
        :root { --text: #1d2433; --quiet: #5b6577; --line: #dfe3ea; --head: #f5f7fa; --page: #fff; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e4e8ef; --quiet: #9aa5b8; --line: #333c4c; --head: #1d2430; --page: #141922; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
        main { max-width: 58rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; overflow-wrap: break-word; }
        h1 { margin: 0 0 1rem; font-size: 2.1rem; line-height: 1.2; letter-spacing: -0.015em; }
        h2 { margin: 2.75rem 0 0.75rem; padding-bottom: 0.35rem; border-bottom: 1px solid var(--line); font-size: 1.35rem; line-height: 1.3; }
        h3 { margin: 1.75rem 0 0.25rem; font-size: 1.05rem; }
        p { max-width: 44rem; margin: 0 0 0.75rem; }
        h3 + p { margin-bottom: 0.5rem; color: var(--quiet); }
        .table { margin: 0 0 1.25rem; overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: 0.93rem; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.45rem 0.75rem; border: 1px solid var(--line); text-align: left; vertical-align: top; }
        th { font-weight: 600; white-space: nowrap; }
        thead > tr > * { background: var(--head); }
        tbody > tr > td:first-child { white-space: nowrap; }
        th[style] { width: 5rem; }
        th[style] + th { width: 30%; }
        table:has(th:nth-child(5)) th[style] + th { width: 20%; }
        table:has(th:nth-child(5)) th:nth-child(n + 4) { width: 16%; }
        h2:last-of-type + .table :is(th, td) { width: 25%; }
        h2:last-of-type + .table td { height: 3.25rem; vertical-align: middle; }
        h2:last-of-type + .table thead td { height: auto; }
        @media (max-width: 40rem) {
          main { padding: 1.5rem 1rem 3rem; }
          h1 { font-size: 1.65rem; }
          th, td { padding: 0.4rem 0.55rem; }
          th, tbody > tr > td:first-child { white-space: normal; }
          td:nth-child(n + 3) { overflow-wrap: anywhere; }
          th[style] { width: 3.75rem; }
          table:has(th:nth-child(5)) :is(thead, tbody) { display: block; }
          table:has(th:nth-child(5)) thead { display: none; }
          table:has(th:nth-child(5)) tr { display: grid; grid-template-columns: 3.75rem 1fr; border: 1px solid var(--line); padding: 0.3rem 0; }
          table:has(th:nth-child(5)) tr + tr { border-top: 0; }
          table:has(th:nth-child(5)) td { grid-column: 2; border: 0; padding: 0.1rem 0.55rem; }
          table:has(th:nth-child(5)) td:first-child { grid-column: 1; }
          table:has(th:nth-child(5)) td:nth-child(2) { font-weight: 600; }
          table:has(th:nth-child(5)) td:nth-child(n + 4) { color: var(--quiet); }
          table:has(th:nth-child(5)) td:nth-child(4)::before { content: "Counts "; }
          table:has(th:nth-child(5)) td:nth-child(5)::before { content: "Fades: "; }
        }
        @media print {
          @page { size: A4; margin: 18mm 16mm; }
          :root { --text: #000; --quiet: #444; --line: #bbb; --head: #f3f3f3; --page: #fff; font-size: 9.5pt; }
          main { max-width: none; padding: 0; }
          .table { overflow: visible; }
          h2, h3, h3 + p { break-after: avoid; }
          tr { break-inside: avoid; }
        }
        """;
}
