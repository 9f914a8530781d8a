namespace Baton.Server.Demo;

/// <summary>The companies and leads of one seed.</summary>
internal sealed class Market
{
    private const double RepeatShare = 0.01;

    private readonly Company[] _companies;
    private readonly Lead[] _leads;

    private Market(long seed, Seasons seasons, Company[] companies, Lead[] leads)
    {
        Seed = seed;
        Seasons = seasons;
        _companies = companies;
        _leads = leads;
    }

    public long Seed { get; }

    public Seasons Seasons { get; }

    /// <summary>By creation; a repeat stands where it was exported, with the creation time of its record.</summary>
    public ReadOnlySpan<Lead> Leads => _leads;

    public ref readonly Company CompanyOf(in Lead lead) => ref _companies[lead.CompanyNumber];

    public static Market Draw(DemoOptions options, CancellationToken cancel)
    {
        var seasons = new Seasons(options.Until);
        var companies = new List<Company>();
        var people = new List<int>();
        var leads = new Lead[options.Leads];
        for (var i = 0; i < leads.Length; i++)
        {
            if (i % 4096 == 0)
            {
                cancel.ThrowIfCancellationRequested();
            }

            var dice = Dice.For(options.Seed, Purpose.Lead, i);
            var employer = Hire(options.Seed, companies, people, leads.AsSpan(0, i), ref dice);
            leads[i] = DrawLead(i, companies[employer], people[employer]++, seasons, ref dice);
        }

        Array.Sort(leads, static (a, b) => (a.Created, a.PersonNumber).CompareTo((b.Created, b.PersonNumber)));
        for (var i = 0; i < leads.Length; i++)
        {
            leads[i] = leads[i] with { RecordNumber = i };
        }

        DrawRepeats(options.Seed, leads);
        return new Market(options.Seed, seasons, [.. companies], leads);
    }

    /// <summary>The more leads a company has, the likelier it gets the next one, up to its capacity.</summary>
    private static int Hire(long seed, List<Company> companies, List<int> people, ReadOnlySpan<Lead> earlier, ref Dice dice)
    {
        if (!earlier.IsEmpty && dice.Chance(0.8))
        {
            var employer = earlier[dice.Below(earlier.Length)].CompanyNumber;
            if (people[employer] < companies[employer].Capacity)
            {
                return employer;
            }
        }

        companies.Add(Company.Draw(seed, companies.Count));
        people.Add(0);
        return companies.Count - 1;
    }

    private static Lead DrawLead(int number, Company company, int slot, Seasons seasons, ref Dice dice)
    {
        var created = seasons.Draw(company.CountryIndex, ref dice);
        var title = JobTitle.Draw(company.IndustryIndex == Industry.Education, ref dice);
        var campaign = Campaign.Draw(seasons.FairAt(created), ref dice);
        var fit = Fits(company, JobTitle.All[title]);
        var eager = dice.Unit();
        var interest = eager * eager * eager * Campaign.All[campaign].Quality * (0.95 + 0.25 * fit);
        var freeMail = dice.Chance(JobTitle.All[title].Rank == Rank.Junior ? 0.5 : company.Employees < 20 ? 0.2 : 0.06);
        return new Lead(
            created, number, number, company.Number, (ushort)slot, title, campaign, (float)Math.Clamp(interest, 0, 1),
            (float)(fit + 0.3 * dice.Noise()), freeMail ? (Mail)dice.Between(1, 3) : Mail.Company, Repeat.None);
    }

    private static double Fits(Company company, JobTitle title)
    {
        var rank = title.Rank switch
        {
            Rank.Decider => 1.0,
            Rank.Planner => 0.6,
            Rank.Manager => 0.1,
            Rank.Staff => -0.3,
            Rank.Junior => -1.8,
        };
        var size = company.Employees switch { < 20 => -0.6, < 100 => 0.0, <= 2000 => 0.6, _ => 0.35 };
        return rank + company.Industry.Fit + size + (company.Country.Serviced ? 0.25 : -0.35);
    }

    private static void DrawRepeats(long seed, Lead[] leads)
    {
        for (var i = 1; i < leads.Length; i++)
        {
            var dice = Dice.For(seed, Purpose.Row, i);
            var original = leads[dice.Below(i)];
            if (!dice.Chance(RepeatShare) || original.Repeat != Repeat.None)
            {
                continue;
            }

            leads[i] = dice.Chance(0.5)
                ? original with { Repeat = Repeat.Record }
                : original with { Repeat = Repeat.Person, RecordNumber = i, Created = leads[i].Created };
        }
    }
}
