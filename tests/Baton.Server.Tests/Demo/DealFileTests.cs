namespace Baton.Server.Tests.Demo;

[Collection(nameof(DemoYear))]
public class DealFileTests(DemoYear year)
{
    [Fact]
    public void Deals_belong_to_leads_and_close_within_the_year()
    {
        var records = year.Leads.Select(lead => lead["Record ID"]).ToHashSet();

        year.Deals.Count.ShouldBeInRange(300, 1_200);
        foreach (var deal in year.Deals)
        {
            records.ShouldContain(deal["Record ID"]);
            DemoYear.Time(deal["Close Date"]).ShouldBeInRange(DemoYear.Time(deal["Create Date"]), DemoYear.Options.Until);
            (deal["Deal Stage"] == "Closed won").ShouldBe(deal["Reason"].Length == 0);
        }
    }

    [Fact]
    public void About_three_deals_in_ten_are_won() =>
        ((double)year.Deals.Count(Won) / year.Deals.Count).ShouldBeInRange(0.18, 0.42);

    [Fact]
    public void Fit_and_behaviour_tell_won_from_lost_but_not_for_certain()
    {
        Auc(deal => Fit(deal) + Behaviour(deal)).ShouldBeInRange(0.7, 0.88);
        Auc(Fit).ShouldBeInRange(0.55, 0.82);
        Auc(Behaviour).ShouldBeInRange(0.55, 0.82);
    }

    [Fact]
    public void Webinars_tell_less_than_quotes()
    {
        var won = year.Deals.Where(Won).ToList();
        var lost = year.Deals.Where(deal => !Won(deal)).ToList();

        Lift("Webinar Attended").ShouldBeLessThan(Lift("Quote Requested"));

        double Lift(string name) => won.Average(deal => Times(deal, 1, e => e.Event == name)) - lost.Average(deal => Times(deal, 1, e => e.Event == name));
    }

    [Fact]
    public void Reasons_agree_with_what_is_known_of_the_lost()
    {
        var impatient = year.Deals.Where(deal => deal["Reason"] == "timeline too far").SelectMany(Before).Select(e => e.Property("horizon_months"));

        impatient.ShouldAllBe(months => months == null || months == "18" || months == "24" || months == "36");
        year.Deals.Where(deal => deal["Reason"] == "budget too small").SelectMany(Before).Select(e => e.Property("budget"))
            .ShouldAllBe(budget => budget == null || Amount(budget) < 150_000);
    }

    private readonly ILookup<string, IReadOnlyDictionary<string, string>> _leads = year.Leads.ToLookup(lead => lead["Record ID"]);
    private readonly ILookup<string, DemoEvent> _events = year.Events.Where(e => e.UserId != null).ToLookup(e => e.UserId!);

    private static bool Won(IReadOnlyDictionary<string, string> deal) => deal["Deal Stage"] == "Closed won";

    private static int Amount(string budget) => int.Parse(budget.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A hand-made points table on the columns of the lead file.</summary>
    private double Fit(IReadOnlyDictionary<string, string> deal)
    {
        var lead = _leads[deal["Record ID"]].First();
        var title = lead["Job Title"];
        var points = title switch
        {
            "Plant Manager" or "Production Director" or "Technical Director" or "Managing Director" or "COO" or "CEO" => 20,
            _ when title.Contains("Head of") || title.Contains("Operations") || title.Contains("Production") => 20,
            _ when title.Contains("Engineer") || title.Contains("Procurement") || title.Contains("Purchasing") => 12,
            _ when title.Contains("Manager") => 6,
            _ => 0,
        };
        var size = lead["Number of Employees"].Length switch { <= 2 => 0, _ => 10 };
        return points + size + lead["Industry"] switch
        {
            "Pharmaceuticals" or "Biotechnology" or "Medical Devices" => 20,
            "Food & Beverage" or "Cosmetics" or "Nutraceuticals" or "Chemicals" => 12,
            "Machinery" or "Consulting" or "Education" => -20,
            _ => 0,
        };
    }

    private double Behaviour(IReadOnlyDictionary<string, string> deal) =>
        20 * Times(deal, 1, e => e.Event == "Quote Requested") + 15 * Times(deal, 1, e => e.Event == "Demo Requested")
        + 8 * Times(deal, 2, e => e.Event == "Configurator Used") + 8 * Times(deal, 2, e => e.Property("funnel_stage") == "bottom")
        + 5 * Times(deal, 3, e => e.Path.StartsWith("/pricing", StringComparison.Ordinal));

    private double Times(IReadOnlyDictionary<string, string> deal, int most, Func<DemoEvent, bool> holds) =>
        Math.Min(most, Before(deal).Count(holds));

    /// <summary>What the lead did before the deal was made.</summary>
    private IEnumerable<DemoEvent> Before(IReadOnlyDictionary<string, string> deal) =>
        _events[deal["Record ID"]].Where(e => e.Timestamp < DemoYear.Time(deal["Create Date"]));

    /// <summary>The probability that a won deal scores higher than a lost one.</summary>
    private double Auc(Func<IReadOnlyDictionary<string, string>, double> score)
    {
        var won = year.Deals.Where(Won).Select(score).ToList();
        var lost = year.Deals.Where(deal => !Won(deal)).Select(score).ToList();
        return won.Sum(w => lost.Sum(l => w > l ? 1 : w == l ? 0.5 : 0)) / won.Count / lost.Count;
    }
}
