namespace Baton.Core.Funnel;

/// <summary>What came of what was spent, and how numbers grow.</summary>
public static class Growth
{
    /// <summary>
    /// Lead velocity rate: by what share there were more qualified leads in a month than in the one before. From 100 to 115 it is 0.15; null where there were none before.
    /// </summary>
    /// <param name="now">Leads that came to the stage for the first time this month.</param>
    /// <param name="before">And the month before.</param>
    public static double? LeadVelocity(long now, long before) => before == 0 ? null : (double)(now - before) / before;

    /// <summary>What a customer cost: all that marketing and sales spent in a period, by the customers won in it; null where none was won.</summary>
    /// <param name="marketing">In one currency.</param>
    /// <param name="sales">In the same.</param>
    /// <param name="customers">How many were won.</param>
    public static decimal? CustomerAcquisitionCost(decimal marketing, decimal sales, long customers) => customers == 0 ? null : (marketing + sales) / customers;

    /// <summary>What a campaign brought for what it cost: 1 where twice its cost was won, −1 where nothing was; null where it cost nothing.</summary>
    /// <param name="won">What its deals were won with.</param>
    /// <param name="cost">What it cost, in the same currency.</param>
    public static decimal? ReturnOnInvestment(decimal won, decimal cost) => cost == 0 ? null : (won - cost) / cost;
}
