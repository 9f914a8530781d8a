namespace Baton.Server.Demo;

/// <summary>An opportunity that closed within the year. Times are Unix milliseconds.</summary>
/// <param name="Amount">In EUR.</param>
/// <param name="LossReason">Null when it was won.</param>
internal readonly record struct Deal(int Row, long Created, long Closed, int Amount, string? LossReason)
{
    private const long Day = 24 * 3600 * 1000;

    private static readonly string[] s_lossReasons =
        ["no budget", "budget too small", "no authority", "no need", "timeline too far", "bad fit", "competitor", "not now"];

    /// <summary>
    /// Whether sales opens a deal on a lead, and how it ends: chances that grow with fit and behaviour, never certainties.
    /// Null where there is no deal, or it is still open at the end of the year.
    /// </summary>
    public static Deal? Decide(Market market, int row, long decision, Intent intent)
    {
        ref readonly var lead = ref market.Leads[row];
        var dice = Dice.For(market.Seed, Purpose.Deal, row);
        if (!dice.Chance(Logistic(0.75 * intent.Warmth + 0.9 * lead.Fit - 5.2)))
        {
            return null;
        }

        var country = market.CompanyOf(lead).CountryIndex;
        var closed = market.Seasons.Near(decision + (long)((12 + 30 * dice.Halving()) * Day), country, ref dice);
        if (closed < 0)
        {
            return null;
        }

        var project = Project.Of(market, lead);
        var money = project.Budget >= 150_000 ? 0.7 : -0.7;
        var time = project.HorizonMonths <= 12 ? 0.5 : -0.9;
        var won = dice.Chance(Logistic(0.6 * (intent.Warmth - 4.5) + 1.3 * (lead.Fit - 1.2) + money + time - 2.0));
        var amount = (int)(project.Budget * (0.8 + 0.4 * dice.Unit()) / 500) * 500;
        return new Deal(row, decision, closed, amount, won ? null : WhyLost(market, lead, project, intent, ref dice));
    }

    private static string WhyLost(Market market, in Lead lead, Project project, Intent intent, ref Dice dice)
    {
        ref readonly var company = ref market.CompanyOf(lead);
        return s_lossReasons[Odds.Pick(
            [
                project.Budget < 50_000 ? 14 : 0,
                project.Budget is >= 50_000 and < 150_000 ? 9 : 0,
                lead.Title.Rank >= Rank.Manager ? 6 : 0,
                intent.Warmth < 2 ? 6 : 1,
                project.HorizonMonths > 12 ? 12 : 0,
                company.Industry.Fit < -0.5 || company.Employees < 20 ? 7 : 0,
                4,
                1,
            ],
            ref dice)];
    }

    /// <summary>1 ÷ (1 + e⁻ˣ), with e⁻ˣ by squaring, so that every machine gets the same.</summary>
    private static double Logistic(double x)
    {
        var power = 1 - Math.Clamp(x, -20, 20) / 1024;
        for (var i = 0; i < 10; i++)
        {
            power *= power;
        }

        return 1 / (1 + power);
    }
}
