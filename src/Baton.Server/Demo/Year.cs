namespace Baton.Server.Demo;

/// <summary>Lets a year pass in a market.</summary>
internal static class Year
{
    private const double RobotShare = 0.03;

    /// <summary>Exactly as many events as ordered, in order of arrival, and the deals that closed, in order of closing.</summary>
    public static (Moment[] Moments, List<Deal> Deals) Play(Market market, int events, CancellationToken cancel)
    {
        var timeline = new Timeline(market.Seasons, events);
        var journey = new Journey(market, timeline);
        var deals = new List<Deal>();
        var robots = (int)(events * RobotShare);
        long all = 0;
        for (var row = 0; row < market.Leads.Length; row++)
        {
            all += Liveliness(market, row);
        }

        long soFar = 0;
        for (var row = 0; row < market.Leads.Length; row++)
        {
            if (row % 4096 == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }

            var share = Liveliness(market, row);
            if (share == 0)
            {
                continue;
            }

            var quota = Upto(soFar + share) - Upto(soFar);
            soFar += share;
            var (decision, intent) = journey.Walk(row, quota);
            if (Deal.Decide(market, row, decision, intent) is { } deal)
            {
                deals.Add(deal);
            }
        }

        Robots.Run(market, timeline, events - Upto(soFar), cancel);
        deals.Sort(static (a, b) => (a.Closed, a.Row).CompareTo((b.Closed, b.Row)));
        return (timeline.InOrder(), deals);

        int Upto(long liveliness) => all == 0 ? 0 : (int)((Int128)(events - robots) * liveliness / all);
    }

    /// <summary>The lead's share in all events; heavy-tailed, greater for the interested and for those who have been with us for long.</summary>
    private static int Liveliness(Market market, int row)
    {
        ref readonly var lead = ref market.Leads[row];
        if (lead.Repeat == Repeat.Record)
        {
            return 0;
        }

        var dice = Dice.For(market.Seed, Purpose.Journey, -1L - row);
        var tenure = (double)(market.Seasons.Until - lead.Created) / (market.Seasons.Until - market.Seasons.From);
        return (int)(10 * (0.3 + 0.7 * tenure) * (4 + 90 * lead.Interest * lead.Interest) * dice.Tail(30));
    }
}
