using System.Collections.Concurrent;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using Baton.Server.Hosting;
using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>
/// Hands e-mails to the mail server of the settings. Connections are kept for a while and used again, each for one mail at a time; one that has failed, or has been idle
/// for longer than servers wait, is not.
/// </summary>
internal sealed class MailServer(ServerOptions options, IClock clock) : IDisposable
{
    /// <summary>Why e-mails wait where there is none.</summary>
    public const string NotSetUp = "No mail server is set up: name one with the settings smtpHost and mailFrom. It is sent then, unless it has waited for 76 hours.";

    /// <summary>Why they are dead in the end.</summary>
    public const string NeverSetUp = "No mail server was set up for 76 hours. Name one with the settings smtpHost and mailFrom, then send it again: POST /api/messages/{id}/resend.";

    /// <summary>How long handing over a mail may take, less than the lease of <see cref="DueMessages"/>.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>As many as are used at once.</summary>
    private const int MostIdle = Courier.MostOfTarget;

    private static readonly Duration LongestIdle = Duration.FromSeconds(20);

    /// <summary>Who is asking, and not what, is wrong: authentication and encryption. All else that begins with 5 is about the mail.</summary>
    private static readonly int[] OfConnection = [500, 502, 503, 504, 530, 534, 535, 538];

    private readonly ConcurrentStack<(SmtpClient Client, Instant Since)> _idle = new();

    /// <summary>True where there is one.</summary>
    public bool IsSetUp => options.SmtpHost.Length > 0 && From is not null;

    /// <summary>What is set up, without the password; null where it is none.</summary>
    public MailSettings? Settings => IsSetUp ? new MailSettings(options.SmtpHost, options.SmtpPort, options.SmtpTls != "none", options.SmtpUser, options.MailFrom) : null;

    private MailAddress? From => MailBody.AddressOf(options.MailFrom);

    /// <summary>Sends a message.</summary>
    public async Task<Outcome> SendAsync(Claimed message, CancellationToken cancel)
    {
        if (MailBody.AddressOf(message.Address) is not { } to)
        {
            return new Outcome.Refused("What it is addressed to is no e-mail address.");
        }

        if (!to.User.All(char.IsAscii))
        {
            return new Outcome.Refused("Most mail servers take only ASCII before the @ of an address. Give the person another one.");
        }

        using var mail = MailBody.Of(message.Id, From!, to, EmailContent.Of(message.Address, message.Content));
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(Longest);
        try
        {
            // The server may have closed a connection that was idle.
            return Idle() is { } idle && await SendAsync(idle, mail, time.Token) is var outcome and not Outcome.Failed { IsOfTarget: true }
                ? outcome
                : await SendAsync(Connect(), mail, time.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Outcome.Failed($"The mail server did not take it within {Longest.TotalSeconds} seconds.", IsOfTarget: true);
        }
    }

    public void Dispose()
    {
        while (_idle.TryPop(out var idle))
        {
            idle.Client.Dispose();
        }
    }

    private SmtpClient? Idle()
    {
        while (_idle.TryPop(out var idle))
        {
            if (clock.GetCurrentInstant() - idle.Since < LongestIdle)
            {
                return idle.Client;
            }

            idle.Client.Dispose();
        }

        return null;
    }

    private SmtpClient Connect() => new(options.SmtpHost, options.SmtpPort)
    {
        EnableSsl = options.SmtpTls != "none",
        DeliveryFormat = SmtpDeliveryFormat.SevenBit,
        UseDefaultCredentials = false,
        Credentials = options.SmtpUser.Length > 0 ? new NetworkCredential(options.SmtpUser, options.SmtpPassword) : null,
    };

    private async Task<Outcome> SendAsync(SmtpClient client, MailMessage mail, CancellationToken cancel)
    {
        var isGood = false;
        try
        {
            await client.SendMailAsync(mail, cancel).WaitAsync(cancel);
            isGood = true;
            return new Outcome.Sent();
        }
        catch (SmtpException failure)
        {
            return OutcomeOf(failure);
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException)
        {
            return new Outcome.Failed("It cannot be written as an e-mail.", IsOfTarget: false);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            return new Outcome.Failed("The connection to the mail server broke.", IsOfTarget: true);
        }
        finally
        {
            if (isGood && _idle.Count < MostIdle)
            {
                _idle.Push((client, clock.GetCurrentInstant()));
            }
            else
            {
                client.Dispose();
            }
        }
    }

    private static Outcome OutcomeOf(SmtpException failure) => (int)failure.StatusCode switch
    {
        >= 500 and < 600 and var code when !OfConnection.Contains(code) => new Outcome.Refused($"The mail server refused it: {code}."),
        >= 400 and < 600 and var code => new Outcome.Failed($"The mail server answered {code}.", IsOfTarget: failure is not SmtpFailedRecipientException),
        _ when failure.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => new Outcome.Failed("No mail server listens there: the connection was refused.", IsOfTarget: true),
        _ when failure.GetBaseException() is System.Security.Authentication.AuthenticationException => new Outcome.Failed("The certificate of the mail server is not valid.", IsOfTarget: true),
        _ => new Outcome.Failed("The mail server cannot be reached, or does not do what the settings ask for, such as TLS.", IsOfTarget: true),
    };
}
