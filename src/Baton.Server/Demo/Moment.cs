namespace Baton.Server.Demo;

/// <summary>An event in 24 bytes: all that <see cref="Message"/> needs to spell it out. Times are Unix milliseconds.</summary>
/// <param name="Delay">From occurrence to receipt; negative where a wrong clock dates the event in the future.</param>
/// <param name="Row">The row of the lead, or −1 − n for the n-th visit of a crawler.</param>
/// <param name="Number">The event's own; a message sent again keeps it.</param>
internal readonly record struct Moment(long Received, int Delay, int Row, int Number, Deed Deed, byte Item, Sender Sender)
    : IComparable<Moment>
{
    public long Occurred => Received - Delay;

    /// <summary>In order of arrival.</summary>
    public int CompareTo(Moment other) =>
        Received != other.Received ? Received.CompareTo(other.Received) : Number.CompareTo(other.Number);
}

/// <summary>What was done.</summary>
internal enum Deed : byte
{
    Page,
    Identify,
    Group,
    EmailDelivered,
    EmailOpened,
    SalesEmailOpened,
    EmailLinkClicked,
    EmailBounced,
    EmailMarkedAsSpam,
    Unsubscribed,
    CaseStudyDownloaded,
    DatasheetDownloaded,
    ConfiguratorUsed,
    RoiCalculated,
    WebinarAttended,
    TradeFairVisited,
    QuoteRequested,
    DemoRequested,
}

/// <summary>Who sent the event, and so under which ids and with which user agent.</summary>
internal enum Sender : byte
{
    /// <summary>The lead's browser, which knows the lead.</summary>
    Browser,

    /// <summary>The lead's browser before it knows the lead.</summary>
    Stranger,

    /// <summary>The lead's telephone, after it was tied to the lead.</summary>
    Phone,

    /// <summary>The lead's telephone, before that.</summary>
    StrangePhone,

    /// <summary>A mail client of the lead, through our mail server.</summary>
    MailClient,

    /// <summary>One of our own systems.</summary>
    Server,

    /// <summary>A search engine, or another program that reads the site.</summary>
    Crawler,

    /// <summary>A mail gateway that tries the links of a mail to the lead.</summary>
    Scanner,
}
