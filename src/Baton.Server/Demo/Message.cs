namespace Baton.Server.Demo;

/// <summary>A <see cref="Moment"/> spelled out as a call of Segment's tracking API, before it takes a format. Null is absent.</summary>
internal readonly record struct Message
{
    private static readonly string[] s_events =
    [
        "", "", "", "Email Delivered", "Email Opened", "Email Opened", "Email Link Clicked", "Email Bounced", "Email Marked as Spam",
        "Unsubscribed", "Case Study Downloaded", "Datasheet Downloaded", "Configurator Used", "ROI Calculated", "Webinar Attended",
        "Trade Fair Visited", "Quote Requested", "Demo Requested",
    ];

    public required Guid Id { get; init; }

    public required string Type { get; init; }

    /// <summary>Unix milliseconds, as is <see cref="Received"/>.</summary>
    public required long Timestamp { get; init; }

    public required long Received { get; init; }

    public long? UserId { get; init; }

    public Guid? AnonymousId { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Where the visit came from.</summary>
    public Campaign? Origin { get; init; }

    public string? Event { get; init; }

    public Page? Page { get; init; }

    public string? Product { get; init; }

    public string? Asset { get; init; }

    public string? FunnelStage { get; init; }

    public string? Kind { get; init; }

    /// <summary>The mailing or fair that the event is about.</summary>
    public string? Campaign { get; init; }

    public long? Minutes { get; init; }

    /// <summary>In EUR.</summary>
    public long? Budget { get; init; }

    public long? HorizonMonths { get; init; }

    public long? PaybackMonths { get; init; }

    /// <summary>The person an identify call tells about.</summary>
    public Person? Person { get; init; }

    /// <summary>The company an identify or group call tells about.</summary>
    public Company? Company { get; init; }

    public static Message Of(Market market, in Moment moment)
    {
        var dice = Dice.For(market.Seed, Purpose.Message, moment.Number);
        var message = new Message
        {
            Id = Uuid(ref dice),
            Type = moment.Deed switch { Deed.Page => "page", Deed.Identify => "identify", Deed.Group => "group", _ => "track" },
            Timestamp = moment.Occurred,
            Received = moment.Received,
            AnonymousId = AnonymousIdOf(market, moment),
            UserAgent = UserAgentOf(market, moment),
            Event = moment.Deed > Deed.Group ? s_events[(int)moment.Deed] : null,
        };
        if (moment.Sender == Sender.Crawler)
        {
            return message with { Page = Site.Pages[moment.Item] };
        }

        ref readonly var lead = ref market.Leads[moment.Row];
        if (moment.Sender is not (Sender.Stranger or Sender.StrangePhone))
        {
            message = message with { UserId = lead.RecordId };
        }

        if (moment.Sender == Sender.Stranger && lead.Campaign.Name.Length > 0)
        {
            message = message with { Origin = lead.Campaign };
        }

        return moment.Deed < Deed.CaseStudyDownloaded
            ? Plain(market, lead, message, moment)
            : WithDetails(Project.Of(market, lead), message, moment, ref dice);
    }

    private static Message Plain(Market market, in Lead lead, in Message message, in Moment moment) => moment.Deed switch
    {
        Deed.Page => message with { Page = Site.Pages[moment.Item] },
        Deed.Identify => message with { Person = Person.Of(market, lead), Company = market.CompanyOf(lead) },
        Deed.Group => message with { Company = market.CompanyOf(lead) },
        Deed.SalesEmailOpened => message with { Kind = "sales", Campaign = Site.SalesMails[moment.Item] },
        _ => message with { Kind = "newsletter", Campaign = Site.Newsletters[moment.Item] },
    };

    private static Message WithDetails(Project project, in Message message, in Moment moment, ref Dice dice) => moment.Deed switch
    {
        Deed.CaseStudyDownloaded => message with
        {
            Asset = Site.CaseStudies[moment.Item].Title,
            FunnelStage = Site.CaseStudies[moment.Item].FunnelStage,
        },
        Deed.DatasheetDownloaded => message with { Asset = "Data sheet", Product = Site.Machines[moment.Item] },
        Deed.ConfiguratorUsed => message with { Product = Site.Machines[moment.Item], Minutes = dice.Between(1, 3) * dice.Between(1, 9) },
        Deed.RoiCalculated => message with { Product = Site.Machines[moment.Item], PaybackMonths = project.PaybackMonths },
        Deed.WebinarAttended => message with { Campaign = Site.Webinars[moment.Item], Minutes = dice.Between(5, 60) },
        Deed.TradeFairVisited => message with { Campaign = Site.Fairs[moment.Item], Kind = "stand" },
        _ => message with
        {
            Product = Site.Machines[moment.Item],
            Budget = moment.Deed == Deed.QuoteRequested && dice.Chance(0.85) ? project.Budget : null,
            HorizonMonths = dice.Chance(0.9) ? project.HorizonMonths : null,
        },
    };

    private static Guid? AnonymousIdOf(Market market, in Moment moment)
    {
        var device = moment.Sender switch
        {
            Sender.Browser or Sender.Stranger or Sender.Crawler => 0,
            Sender.Phone or Sender.StrangePhone => 1,
            _ => -1,
        };
        if (device < 0)
        {
            return null;
        }

        var dice = Dice.For(market.Seed, Purpose.Anonymous, moment.Row * 2L + device);
        return Uuid(ref dice);
    }

    private static string? UserAgentOf(Market market, in Moment moment)
    {
        string[]? agents = moment.Sender switch
        {
            Sender.Browser or Sender.Stranger => UserAgents.Browsers,
            Sender.Phone or Sender.StrangePhone => UserAgents.Phones,
            Sender.MailClient => UserAgents.MailClients,
            Sender.Crawler => UserAgents.Crawlers,
            Sender.Scanner => UserAgents.Scanners,
            Sender.Server => null,
        };
        var dice = Dice.For(market.Seed, Purpose.Anonymous, moment.Row * 2L);
        return agents is null ? null : dice.Pick(agents);
    }

    private static Guid Uuid(ref Dice dice)
    {
        var high = dice.Next();
        var low = dice.Next();
        return new Guid(
            (uint)(high >> 32), (ushort)(high >> 16), (ushort)(high & 0x0FFF | 0x4000), (byte)(low >> 56 & 0x3F | 0x80), (byte)(low >> 48),
            (byte)(low >> 40), (byte)(low >> 32), (byte)(low >> 24), (byte)(low >> 16), (byte)(low >> 8), (byte)low);
    }
}
