namespace Baton.Server.Demo;

/// <summary>An employer of leads.</summary>
/// <param name="Number">From 0; name and domain follow from it, and no two companies share them.</param>
/// <param name="Employees">From 2 to 20,000.</param>
/// <param name="Revenue">A year's, in thousands of EUR.</param>
internal readonly record struct Company(int Number, byte IndustryIndex, byte CountryIndex, int Employees, int Revenue)
{
    private static readonly string[] s_onsets =
        "Al Ar Bel Ber Bor Cal Cor Dal Del Dor El Fal Fen Ger Gol Hal Hel Il Jor Kal Kel Kor Lan Lor Mal Mar Mel Nor Ol Or Pal Per Quin Ral Ren Ros Sal Sel Sol Tal Ter Tor Ul Val Ver Vol Wen Zel".Split(' ');

    private static readonly string[] s_middles =
        "a e i o u ta te ti to va ve vi vo da de di do ma me mi mo ka ki ko na ni no ra ri ro sa si so ba bi bo".Split(' ');

    private static readonly string[] s_endings =
        "lis nis ris vis tis dex lex nex rex vex lon non ron ton von lux nax rax tas max lan ran dan mar nor tor dor lum num rum mon son gen ven len ska berg feld bach hof".Split(' ');

    private static readonly Odds s_sizes = new([330, 350, 230, 65, 25]);
    private static readonly (int From, int To)[] s_sizeRanges = [(2, 19), (20, 99), (100, 499), (500, 2000), (2001, 20000)];

    public Industry Industry => Industry.All[IndustryIndex];

    public Country Country => Country.All[CountryIndex];

    /// <summary>Such as <c>Norvalis Pharma</c>.</summary>
    public string Brand
    {
        get
        {
            var coinable = s_onsets.Length * s_middles.Length * s_endings.Length;
            var (round, at) = Math.DivRem(Number, coinable);
            var coined = (int)((at * 7919L + 30011) % coinable); // 7919 is prime to the number of coinable words: a permutation
            var (rest, ending) = Math.DivRem(coined, s_endings.Length);
            var (onset, middle) = Math.DivRem(rest, s_middles.Length);
            var (generation, shift) = Math.DivRem(round, Industry.Trades.Length);
            var trade = Industry.Trades[(coined + shift) % Industry.Trades.Length];
            var name = $"{s_onsets[onset]}{s_middles[middle]}{s_endings[ending]} {trade}";
            return generation == 0 ? name : $"{name} {generation + 1}";
        }
    }

    /// <summary>Such as <c>Norvalis Pharma GmbH</c>.</summary>
    public string Name => $"{Brand} {Country.LegalForms[Number % Country.LegalForms.Length]}";

    /// <summary>Such as <c>norvalis-pharma.example</c>, in the name space reserved for examples.</summary>
    public string Domain => Brand.ToLowerInvariant().Replace(' ', '-') + ".example";

    /// <summary>How many of its people can become leads.</summary>
    public int Capacity => Math.Min(40, 1 + Employees / 20);

    public static Company Draw(long seed, int number)
    {
        var dice = Dice.For(seed, Purpose.Company, number);
        var (from, to) = s_sizeRanges[s_sizes.Pick(ref dice)];
        var steep = dice.Unit();
        var employees = from + (int)((to - from) * steep * steep);
        if (employees > 300)
        {
            employees -= employees % 10;
        }

        return new Company(
            number, Industry.Draw(ref dice), Country.Draw(ref dice), employees, Math.Max(1, employees * dice.Between(70, 320) / 100) * 100);
    }
}
