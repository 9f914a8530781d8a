namespace Baton.Server.Demo;

/// <summary>
/// What one lead does: arrives, perhaps asks for a quote when interest peaks, and spends the rest of its events on visits,
/// downloads and mails, the hot ones close to the peak, the cold ones all over the rest of the year.
/// </summary>
internal sealed class Journey(Market market, Timeline timeline)
{
    private const long Second = 1000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    //                                  visit, download, configure, newsletter, sales mail, webinar, fair, leave, phone
    private static readonly int[] s_cold = [30, 3, 1, 47, 5, 4, 1, 6, 3];
    private static readonly int[] s_hot = [34, 20, 11, 8, 12, 1, 2, 0, 5];

    //                                      home, machines, pricing, service, blog, about, careers
    private static readonly int[] s_coldPages = [22, 20, 1, 8, 32, 15, 2];
    private static readonly int[] s_hotPages = [8, 52, 13, 4, 14, 9, 0];
    private static readonly int[] s_jobPages = [14, 10, 0, 2, 20, 14, 40];

    private Dice _dice;
    private int _row;
    private Lead _lead;
    private byte _country;
    private Project _project;
    private Intent _intent;
    private long _peak;
    private long _decision;

    /// <summary>Adds the events of a lead, and says when a sales person would size it up and what its behaviour until then tells.</summary>
    public (long Decision, Intent Intent) Walk(int row, int events)
    {
        _row = row;
        _lead = market.Leads[row];
        _country = market.CompanyOf(_lead).CountryIndex;
        _project = Project.Of(market, _lead);
        _dice = Dice.For(market.Seed, Purpose.Journey, row);
        _intent = default;
        _peak = Settle(_lead.Created + (long)(_dice.Halving() * 15 * Day));
        _decision = Settle(_peak + _dice.Between(2, 14) * Day);

        timeline.Allow(events);
        if (events >= 4)
        {
            Arrive();
        }

        if (_dice.Chance(_lead.Interest > 0.45 ? 0.8 * (_lead.Interest - 0.35) : 0.003))
        {
            Ask();
        }

        while (!timeline.IsFull)
        {
            Continue();
        }

        return (_decision, _intent);
    }

    private void Arrive()
    {
        switch (_lead.Campaign.Source)
        {
            case "Purchased List":
                return;
            case "Trade Fair":
                Do(_lead.Created - _dice.Between(1, 90) * Minute, Deed.TradeFairVisited, (byte)_lead.Campaign.Fair, Sender.Server);
                return;
        }

        if (_dice.Chance(0.25))
        {
            Read(_lead.Created - (1 + (int)(_dice.Halving() * 2)) * Day - _dice.Below(90) * Minute, Sender.Stranger, _dice.Between(1, 3));
        }

        Read(_lead.Created - _dice.Between(2, 12) * Minute, Sender.Stranger, _dice.Between(1, 2));
        Do(_lead.Created, Deed.Identify, 0, Sender.Browser);
        if (_lead.Campaign.Source == "Webinar")
        {
            Do(Settle(Later()), Deed.WebinarAttended, (byte)_dice.Below(2), Sender.Server);
        }

        if (_lead.Mail == Mail.Company && _dice.Chance(0.06))
        {
            Do(_lead.Created + 5 * Second, Deed.Group, 0, Sender.Browser);
        }
    }

    private void Ask()
    {
        var at = Math.Max(_peak, _lead.Created + Minute);
        Do(at, Deed.Page, Site.DrawPage(Section.Pricing, ref _dice), Sender.Browser);
        Do(at + _dice.Between(1, 9) * Minute, _dice.Chance(0.6) ? Deed.QuoteRequested : Deed.DemoRequested, _project.Machine, Sender.Browser);
        if (_dice.Chance(0.6))
        {
            Configure(at - _dice.Between(1, 5) * Day);
        }

        if (_dice.Chance(0.5))
        {
            Download(at - _dice.Between(0, 9) * Day);
        }
    }

    private void Continue()
    {
        var at = When();
        switch (Odds.PickBetween(s_cold, s_hot, _lead.Interest, ref _dice))
        {
            case 0: Read(at, Sender.Browser, 1 + (int)(_dice.Halving() * (0.6 + 1.5 * _lead.Interest))); break;
            case 1: Download(at); break;
            case 2: Configure(at); break;
            case 3: OpenMail(at, Deed.EmailOpened, (byte)_dice.Below(Site.Newsletters.Length), 0.12); break;
            case 4: OpenMail(at, Deed.SalesEmailOpened, (byte)_dice.Below(Site.SalesMails.Length), 0.3); break;
            case 5: Do(at, Deed.WebinarAttended, (byte)_dice.Below(Site.Webinars.Length), Sender.Server); break;
            case 6: VisitFair(at); break;
            case 7: Leave(at); break;
            case 8: ReadOnPhone(at); break;
        }
    }

    private void Read(long at, Sender sender, int pages)
    {
        for (; pages > 0; pages--, at += _dice.Between(12, 200) * Second)
        {
            Do(at, Deed.Page, DrawPage(), sender);
        }
    }

    private void ReadOnPhone(long at)
    {
        var pages = _dice.Between(1, 4);
        Read(at, Sender.StrangePhone, pages);
        if (_dice.Chance(0.6))
        {
            Do(at + pages * 4 * Minute, Deed.Identify, 0, Sender.Phone);
        }
    }

    private void Download(long at)
    {
        Do(at, Deed.Page, Site.PageOfMachine(_project.Machine), Sender.Browser);
        at += _dice.Between(20, 300) * Second;
        if (_dice.Chance(0.5))
        {
            Do(at, Deed.DatasheetDownloaded, _dice.Chance(0.6) ? _project.Machine : (byte)_dice.Below(Site.Machines.Length), Sender.Browser);
        }
        else if (_dice.Chance(0.15 + 0.65 * _lead.Interest))
        {
            Do(at, Deed.CaseStudyDownloaded, (byte)_dice.Below(Site.BottomCaseStudies), Sender.Browser);
        }
        else
        {
            Do(at, Deed.CaseStudyDownloaded, (byte)_dice.Between(Site.BottomCaseStudies, Site.CaseStudies.Length - 1), Sender.Browser);
        }
    }

    private void Configure(long at)
    {
        at = Math.Max(at, _lead.Created + Minute);
        Do(at, Deed.Page, Site.PageOfMachine(_project.Machine), Sender.Browser);
        Do(at + _dice.Between(3, 30) * Minute, Deed.ConfiguratorUsed, _project.Machine, Sender.Browser);
        if (_dice.Chance(0.35))
        {
            Do(at + _dice.Between(31, 60) * Minute, Deed.RoiCalculated, _project.Machine, Sender.Browser);
        }
    }

    private void OpenMail(long at, Deed opened, byte mail, double clicks)
    {
        if (_dice.Chance(0.1))
        {
            Do(at - _dice.Between(1, 20) * Hour, Deed.EmailDelivered, mail, Sender.Server);
        }

        Do(at, opened, mail, Sender.MailClient);
        if (!_dice.Chance(clicks + 0.3 * _lead.Interest))
        {
            return;
        }

        Do(at + _dice.Between(5, 90) * Second, Deed.EmailLinkClicked, mail, Sender.MailClient);
        Read(at + 2 * Minute, Sender.Browser, _dice.Between(1, 2));
    }

    private void VisitFair(long at)
    {
        var fair = (Fair)_dice.Between(1, 2);
        at = market.Seasons.At(fair, ref _dice);
        if (at > _lead.Created)
        {
            Do(at, Deed.TradeFairVisited, (byte)fair, Sender.Server);
        }
    }

    private void Leave(long at)
    {
        var deed = _dice.Chance(0.6) ? Deed.Unsubscribed : _dice.Chance(0.7) ? Deed.EmailBounced : Deed.EmailMarkedAsSpam;
        Do(at, deed, (byte)_dice.Below(Site.Newsletters.Length), deed == Deed.EmailBounced ? Sender.Server : Sender.MailClient);
    }

    private byte DrawPage()
    {
        var section = _lead.Title.Rank == Rank.Junior
            ? Odds.Pick(s_jobPages, ref _dice)
            : Odds.PickBetween(s_coldPages, s_hotPages, _lead.Interest, ref _dice);
        return section == (int)Section.Machines && _dice.Chance(0.5)
            ? Site.PageOfMachine(_project.Machine)
            : Site.DrawPage((Section)section, ref _dice);
    }

    /// <summary>A moment after creation: near the peak for the hot, any for the cold.</summary>
    private long When()
    {
        var wanted = Later();
        if (_dice.Chance(0.2 + 0.6 * _lead.Interest))
        {
            var distance = (long)(_dice.Halving() * 5 * Day);
            wanted = _dice.Chance(0.7) ? _peak - distance : _peak + distance;
            if (wanted < _lead.Created)
            {
                wanted = 2 * _lead.Created - wanted;
            }
        }

        return Settle(wanted);
    }

    /// <summary>A likely moment soon after the one wanted, or any after creation where the year ends too soon.</summary>
    private long Settle(long wanted)
    {
        var moment = market.Seasons.Near(wanted, _country, ref _dice);
        if (moment < 0)
        {
            moment = Later();
        }

        return moment > _lead.Created ? moment : _lead.Created + _dice.Between(1, 90) * Minute;
    }

    /// <summary>Any moment between creation and the end of the year.</summary>
    private long Later() => _lead.Created + (long)(_dice.Unit() * (market.Seasons.Until - _lead.Created));

    private void Do(long at, Deed deed, byte item, Sender sender)
    {
        if (at < _decision && !timeline.IsFull)
        {
            _intent.Add(deed, item);
        }

        timeline.Add(at, _row, deed, item, sender, ref _dice);
    }
}
