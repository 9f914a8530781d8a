using NodaTime;

namespace Baton.Server.Delivery;

/// <summary>How e-mail fares.</summary>
/// <param name="Settings">The mail server of the settings; null where none is set up.</param>
/// <param name="Failures">How often it has failed since it last took something.</param>
/// <param name="FailingSince">When that began; null where it works.</param>
/// <param name="HeldUntil">Until when it is left alone; null where it is not.</param>
/// <param name="Waiting">How many e-mails wait, up to a thousand.</param>
/// <param name="Dead">How many were given up, up to a thousand.</param>
/// <param name="Last">What came of the newest e-mail that was tried.</param>
public sealed record MailSheet(MailSettings? Settings, int Failures, Instant? FailingSince, Instant? HeldUntil, int Waiting, int Dead, LastTry Last);

/// <summary>The mail server of the settings, without its password.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsEncrypted">Whether the connection is.</param>
/// <param name="User">Who Baton is there; empty for nobody.</param>
/// <param name="From">Whom e-mails are from.</param>
public sealed record MailSettings(string Host, int Port, bool IsEncrypted, string User, string From);
