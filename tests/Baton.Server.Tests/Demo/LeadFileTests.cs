using System.Globalization;

namespace Baton.Server.Tests.Demo;

[Collection(nameof(DemoYear))]
public class LeadFileTests(DemoYear year)
{
    private static readonly string[] s_freeMail = ["gmail.com", "gmx.de", "outlook.com"];

    [Fact]
    public void Addresses_are_plain_ASCII_on_reserved_or_free_mail_domains()
    {
        foreach (var email in year.Leads.Select(lead => lead["Email"]))
        {
            email.ShouldMatch(@"^[a-z]+\.[a-z]+\d*@[a-z0-9.-]+$");
            var domain = email.Split('@')[1];
            (domain.EndsWith(".example", StringComparison.Ordinal) || s_freeMail.Contains(domain)).ShouldBeTrue(email);
        }

        ShareOf(lead => s_freeMail.Contains(lead["Email"].Split('@')[1])).ShouldBeInRange(0.08, 0.2);
    }

    [Fact]
    public void About_one_row_in_a_hundred_repeats_a_record_or_a_person()
    {
        var records = year.Leads.Select(lead => lead["Record ID"]).Distinct().Count();
        var people = year.Leads.Select(lead => lead["Email"]).Distinct().Count();

        (1 - (double)records / year.Leads.Count).ShouldBeInRange(0.002, 0.01);
        (1 - (double)people / year.Leads.Count).ShouldBeInRange(0.006, 0.015);
        (records - people).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_few_companies_have_many_leads_and_most_have_one_or_two()
    {
        var sizes = year.Leads.GroupBy(lead => lead["Email"].Split('@')[1])
            .Where(company => !s_freeMail.Contains(company.Key)).Select(company => company.Count()).ToList();

        sizes.Max().ShouldBeGreaterThan(15);
        sizes.Average().ShouldBeInRange(1.3, 4);
    }

    [Fact]
    public void Numbers_are_ugly_but_legal()
    {
        string[] missing = ["", "N/A", "unknown"];

        foreach (var lead in year.Leads)
        {
            if (!missing.Contains(lead["Annual Revenue"]))
            {
                lead["Annual Revenue"].ShouldMatch(@"^\d+ EUR$");
            }

            if (!missing.Contains(lead["Number of Employees"]))
            {
                int.Parse(lead["Number of Employees"], NumberStyles.AllowThousands, CultureInfo.InvariantCulture).ShouldBeInRange(2, 20_001);
            }
        }

        year.Leads.ShouldContain(lead => lead["Number of Employees"].Contains(','));
        ShareOf(lead => missing.Contains(lead["Phone Number"])).ShouldBeInRange(0.2, 0.35);
        ShareOf(lead => missing.Contains(lead["Job Title"])).ShouldBeInRange(0.02, 0.08);
    }

    [Fact]
    public void August_and_Christmas_are_quiet_and_the_fairs_are_loud()
    {
        var ordinary = PerDay("2025-10-06", "2025-12-12");

        PerDay("2025-08-01", "2025-08-31").ShouldBeLessThan(0.7 * ordinary);
        PerDay("2025-12-22", "2026-01-04").ShouldBeLessThan(0.4 * ordinary);
        PerDay("2025-09-19", "2025-09-30").ShouldBeGreaterThan(1.4 * ordinary);
        PerDay("2026-03-20", "2026-03-31").ShouldBeGreaterThan(1.4 * ordinary);
    }

    [Fact]
    public void Leads_come_on_weekdays_in_the_office_hours_of_their_country()
    {
        var german = year.Leads.Where(lead => lead["Country/Region"] == "Germany")
            .Select(lead => DemoYear.Time(lead["Create Date"]).InZone(NodaTime.DateTimeZoneProviders.Tzdb["Europe/Berlin"])).ToList();

        ((double)german.Count(time => time.DayOfWeek >= NodaTime.IsoDayOfWeek.Saturday) / german.Count).ShouldBeInRange(0.01, 0.1);
        ((double)german.Count(time => time.Hour is >= 8 and < 18) / german.Count).ShouldBeInRange(0.75, 0.97);
    }

    private double ShareOf(Func<IReadOnlyDictionary<string, string>, bool> holds) => (double)year.Leads.Count(holds) / year.Leads.Count;

    private double PerDay(string first, string last)
    {
        var from = NodaTime.Text.LocalDatePattern.Iso.Parse(first).Value;
        var to = NodaTime.Text.LocalDatePattern.Iso.Parse(last).Value;
        var count = year.Leads.Select(lead => DemoYear.Time(lead["Create Date"]).InUtc().Date).Count(date => date >= from && date <= to);
        return (double)count / (NodaTime.Period.DaysBetween(from, to) + 1);
    }
}
