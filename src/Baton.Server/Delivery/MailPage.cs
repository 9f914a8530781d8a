using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Baton.Server.Shell;

namespace Baton.Server.Delivery;

/// <summary>
/// An e-mail, part by part, from which both its text and its HTML are made. All words are given as they are and escaped here; every layout is the same plain one, which
/// is readable on a telephone and in the dark.
/// <code>
/// new MailPage("A lead for you: Jo Miller").Say("…").Facts([("Company", "Acme")]).Button("Accept", url).To("ann@acme.example")
/// </code>
/// </summary>
/// <param name="subject">The subject, and the heading.</param>
internal sealed class MailPage(string subject)
{
    private const int TextWidth = 24;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string _subject = OneLine.Of(subject);
    private readonly StringBuilder _html = new();
    private readonly StringBuilder _text = new();

    /// <summary>A paragraph; its line breaks stay.</summary>
    public MailPage Say(string words)
    {
        _html.Append("<p style=\"margin:0 0 16px\">").Append(Lines(words)).Append("</p>\n");
        _text.Append(words).Append("\n\n");
        return this;
    }

    /// <summary>A heading within.</summary>
    public MailPage Heading(string words)
    {
        _html.Append("<h2 style=\"margin:24px 0 8px;font-size:16px\">").Append(Escaped(words)).Append("</h2>\n");
        _text.Append(words).Append('\n').Append('-', Math.Min(words.Length, 72)).Append('\n');
        return this;
    }

    /// <summary>Names and values, each in one line, one below the other.</summary>
    public MailPage Facts(IEnumerable<(string Name, string Value)> facts)
    {
        _html.Append("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px;border-collapse:collapse\">\n");
        foreach (var (name, said) in facts)
        {
            var value = OneLine.Of(said);
            _html.Append("<tr><td style=\"padding:2px 16px 2px 0;vertical-align:top;opacity:.7\">").Append(Escaped(name))
                .Append("</td><td style=\"padding:2px 0;vertical-align:top\">").Append(Escaped(value)).Append("</td></tr>\n");
            _text.Append((name + ":").PadRight(TextWidth)).Append(value).Append('\n');
        }

        _html.Append("</table>\n");
        _text.Append('\n');
        return this;
    }

    /// <summary>Points, one below the other. Further lines of a point are indented, so that none looks like one of Baton's own.</summary>
    public MailPage List(IEnumerable<string> points)
    {
        _html.Append("<ul style=\"margin:0 0 16px;padding-left:20px\">\n");
        foreach (var point in points)
        {
            _html.Append("<li style=\"margin:0 0 4px\">").Append(Lines(point)).Append("</li>\n");
            _text.Append("- ").Append(point.ReplaceLineEndings("\n  ")).Append('\n');
        }

        _html.Append("</ul>\n");
        _text.Append('\n');
        return this;
    }

    /// <summary>A link that looks like a button; a second one beside it is another call of this.</summary>
    /// <param name="words">What it does.</param>
    /// <param name="url">An address of http or https.</param>
    /// <exception cref="ArgumentException">The address is none of those.</exception>
    public MailPage Button(string words, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("A button leads to an address of http or https.", nameof(url));
        }

        _html.Append("<p style=\"margin:0 0 16px\"><a href=\"").Append(Escaped(url))
            .Append("\" style=\"display:inline-block;padding:10px 18px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none;font-weight:600\">")
            .Append(Escaped(words)).Append("</a></p>\n");
        _text.Append(words).Append(":\n").Append(url).Append("\n\n");
        return this;
    }

    /// <summary>Small words at the end, such as why this mail came.</summary>
    public MailPage Small(string words)
    {
        _html.Append("<p style=\"margin:24px 0 0;font-size:13px;opacity:.7\">").Append(Lines(words)).Append("</p>\n");
        _text.Append(words).Append("\n\n");
        return this;
    }

    /// <summary>The e-mail for somebody, in the language in which it was said.</summary>
    public EmailContent To(string address) => new(address, _subject, $"{_subject}\n\n{_text.ToString().TrimEnd()}\n", Html());

    private string Html() =>
        $"""
        <!DOCTYPE html>
        <html lang="{(Languages.Current is { Length: > 0 } language ? language : Languages.English)}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="supported-color-schemes" content="light dark">
        <title>{Escaped(_subject)}</title>
        </head>
        <body style="margin:0;padding:24px 12px;font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5">
        <div style="max-width:560px;margin:0 auto">
        <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">{Escaped(_subject)}</h1>
        {_html.ToString().TrimEnd()}
        </div>
        </body>
        </html>

        """;

    private static string Escaped(string words) => Encoder.Encode(words);

    private static string Lines(string words) => string.Join("<br>\n", words.ReplaceLineEndings("\n").Split('\n').Select(Escaped));
}
