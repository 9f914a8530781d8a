namespace Baton.Server.Demo;

/// <summary>
/// What no person did: crawlers that read the site, and mail gateways that try every link of a mail seconds after its
/// delivery. They keep no office hours.
/// </summary>
internal static class Robots
{
    private const int Second = 1000;

    public static void Run(Market market, Timeline timeline, int events, CancellationToken cancel)
    {
        var dice = Dice.For(market.Seed, Purpose.Robots, 0);
        timeline.Allow(events);
        for (var visit = 0; !timeline.IsFull; visit++)
        {
            if (visit % 4096 == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }

            var at = market.Seasons.From + (long)(dice.Unit() * (market.Seasons.Until - market.Seasons.From));
            var row = dice.Below(market.Leads.Length);
            if (dice.Chance(0.7) && market.Leads[row].Created < at)
            {
                Scan(row, at, timeline, ref dice);
            }
            else
            {
                Crawl(visit, at, timeline, ref dice);
            }
        }
    }

    private static void Crawl(int visit, long at, Timeline timeline, ref Dice dice)
    {
        for (var pages = dice.Between(2, 25); pages > 0; pages--, at += dice.Between(1, 20) * Second)
        {
            timeline.Add(at, -1 - visit, Deed.Page, (byte)dice.Below(Site.Pages.Length), Sender.Crawler, ref dice);
        }
    }

    private static void Scan(int row, long at, Timeline timeline, ref Dice dice)
    {
        var mail = (byte)dice.Below(Site.Newsletters.Length);
        timeline.Add(at, row, Deed.EmailDelivered, mail, Sender.Server, ref dice);
        for (var links = dice.Between(4, 9); links > 0; links--)
        {
            timeline.Add(at += dice.Between(200, 1200), row, Deed.EmailLinkClicked, mail, Sender.Scanner, ref dice);
        }
    }
}
