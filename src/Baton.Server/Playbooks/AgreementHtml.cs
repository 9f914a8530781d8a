using System.Net;
using Baton.Core.Documents;
using Baton.Core.Playbooks;
using Baton.Server.Shell;
using Markdig;

namespace Baton.Server.Playbooks;

/// <summary>The playbook's document as a web page to read, print and sign.</summary>
public static class AgreementHtml
{
    private static readonly Lazy<string> Style = new(() => Asset.Text("agreement.css"));
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    /// <summary>One HTML page that needs nothing else: no script, no other file. Prints on A4, and on a telephone rules of five columns become short blocks.</summary>
    public static string ToHtml(Playbook playbook)
    {
        ArgumentNullException.ThrowIfNull(playbook);
        var title = WebUtility.HtmlEncode(playbook.Name);

        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <style>
            {Style.Value}
            </style>
            </head>
            <body>
            <main class="agreement">
            {Body(playbook)}</main>
            </body>
            </html>

            """;
    }

    /// <summary>The document alone, as it is part of a page. It needs <c>agreement.css</c>.</summary>
    public static string Body(Playbook playbook, IReadOnlyList<Signature>? signatures = null, Wording? words = null)
    {
        words ??= Wording.English;

        // Raw HTML is disabled, so every tag is one of Markdig's own.
        return Markdown.ToHtml(PlaybookDocument.ToMarkdown(playbook, signatures, words), Pipeline)
            .Replace("<table>", $"<div class=\"agreement-table\" tabindex=\"0\" role=\"group\" aria-label=\"{words["Table"]}\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal)
            .Replace(" style=\"text-align: right;\"", " class=\"points\"", StringComparison.Ordinal)
            .Replace("<th></th>", "<td></td>", StringComparison.Ordinal);
    }
}
