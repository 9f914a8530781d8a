namespace Baton.Server.Demo;

/// <summary>The purchase a lead has in mind, whether or not anybody hears of it.</summary>
/// <param name="Machine">An index into <see cref="Site.Machines"/>.</param>
/// <param name="Budget">In EUR, in steps of 5,000.</param>
/// <param name="HorizonMonths">Until the machine is to run.</param>
/// <param name="PaybackMonths">Until it has earned its price.</param>
internal readonly record struct Project(byte Machine, int Budget, int HorizonMonths, int PaybackMonths)
{
    private static readonly int[] s_horizons = [3, 6, 9, 12, 18, 24, 36];
    private static readonly Odds s_horizonOdds = new([10, 22, 18, 22, 14, 10, 4]);
    private static readonly (int From, int To)[] s_budgets = [(2, 10), (10, 30), (30, 80), (80, 300)];
    private static readonly Odds s_smallCompany = new([50, 32, 15, 3]);
    private static readonly Odds s_midCompany = new([24, 36, 32, 8]);
    private static readonly Odds s_largeCompany = new([10, 25, 45, 20]);

    public static Project Of(Market market, in Lead lead)
    {
        var dice = Dice.For(market.Seed, Purpose.Project, lead.PersonNumber);
        var odds = market.CompanyOf(lead).Employees switch { < 20 => s_smallCompany, < 100 => s_midCompany, _ => s_largeCompany };
        var (from, to) = s_budgets[odds.Pick(ref dice)];
        return new Project(
            (byte)dice.Below(Site.Machines.Length), dice.Between(from, to) * 5_000, s_horizons[s_horizonOdds.Pick(ref dice)], dice.Between(12, 60));
    }
}
