using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Baton.Server.Delivery;

/// <summary>Makes of what is kept the e-mail that is sent. No text of anybody's makes a header, or ends one.</summary>
internal static class MailBody
{
    /// <summary>Set here, or by .NET.</summary>
    private static readonly HashSet<string> Own = new(
        ["From", "Sender", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "MIME-Version", "Reply-To", "Return-Path", "Received", "X-Sender", "X-Receiver", "Priority", "Importance"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one address, alone or with a name; null where the text is none, several, or has line breaks. Of several, .NET would make a name and the last one.</summary>
    public static MailAddress? AddressOf(string text) =>
        text.Length is > 0 and <= 500 && text.AsSpan().Count('@') == 1 && !text.Any(char.IsControl) && MailAddress.TryCreate(text, out var address) && address.Address.Length <= 254 && !address.User.Contains('"', StringComparison.Ordinal)
            ? address
            : null;

    /// <summary>The e-mail.</summary>
    /// <param name="id">The message's id, of which <c>Message-ID</c> is made.</param>
    /// <param name="from">Who sends it.</param>
    /// <param name="to">Whom to.</param>
    /// <param name="content">What it says.</param>
    public static MailMessage Of(Guid id, MailAddress from, MailAddress to, EmailContent content)
    {
        var mail = new MailMessage(from, to) { Subject = OneLine(content.Subject), SubjectEncoding = Encoding.UTF8, HeadersEncoding = Encoding.UTF8, BodyEncoding = Encoding.UTF8 };
        mail.Headers.Add("Message-ID", $"<{id}@{from.Host}>");
        if (content.ReplyTo is { } replyTo && AddressOf(replyTo) is { } answers)
        {
            mail.ReplyToList.Add(answers);
        }

        foreach (var (name, value) in content.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (IsName(name) && !Own.Contains(name) && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && OneLine(value) is { Length: > 0 } line)
            {
                mail.Headers.Add(name, line);
            }
        }

        mail.AlternateViews.Add(View(content.Text, MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(View(content.Html, MediaTypeNames.Text.Html));
        return mail;
    }

    /// <summary>In base64, which leaves every line as it is, however long and whatever it begins with.</summary>
    private static AlternateView View(string text, string type)
    {
        var view = AlternateView.CreateAlternateViewFromString(text, Encoding.UTF8, type);
        view.TransferEncoding = TransferEncoding.Base64;
        return view;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 70 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029' ? ' ' : letter)).Trim();
}
