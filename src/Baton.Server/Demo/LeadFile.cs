using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Demo;

/// <summary><c>leads.csv</c>: an export as HubSpot makes it, with the gaps and repetitions of a real one.</summary>
internal static class LeadFile
{
    private static readonly string[] s_missing = ["", "", "", "N/A", "unknown"];

    public static void Write(Market market, Stream file, CancellationToken cancel)
    {
        var csv = new CsvLines();
        csv.Header(
            "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Job Title", "Company name", "Industry", "Number of Employees",
            "Annual Revenue", "Country/Region", "Postal Code", "Lead Source", "Original Campaign", "Create Date");
        for (var row = 0; row < market.Leads.Length; row++)
        {
            Write(market, row, csv);
            if (csv.Text.IsLong || row == market.Leads.Length - 1)
            {
                csv.Text.Flush(file, cancel);
            }
        }
    }

    private static void Write(Market market, int row, CsvLines csv)
    {
        ref readonly var lead = ref market.Leads[row];
        ref readonly var company = ref market.CompanyOf(lead);
        var person = Person.Of(market, lead);
        var dice = Dice.For(market.Seed, Purpose.Row, -1L - row);
        var again = lead.Repeat != Repeat.None;
        csv.Cell(lead.RecordId);
        csv.Cell(again && dice.Chance(0.5) ? person.First.ToUpperInvariant() : person.First);
        csv.Cell(person.Last);
        csv.Cell(person.Email);
        csv.Cell(dice.Chance(again ? 0.5 : 0.28) ? dice.Pick(s_missing) : person.Phone);
        csv.Cell(OrMissing(lead.Title.Text, 0.05, ref dice));
        csv.Cell(OrMissing(company.Name, lead.Mail == Mail.Company ? 0.02 : 0.3, ref dice));
        csv.Cell(OrMissing(company.Industry.Name, 0.06, ref dice));
        csv.Cell(OrMissing(Employees(again ? company.Employees + 1 : company.Employees, ref dice), 0.08, ref dice));
        csv.Cell(OrMissing(string.Create(CultureInfo.InvariantCulture, $"{company.Revenue * 1000L} EUR"), 0.15, ref dice));
        csv.Cell(OrMissing(company.Country.Name, 0.02, ref dice));
        csv.Cell(OrMissing(person.PostalCode, 0.2, ref dice));
        csv.Cell(lead.Campaign.Source);
        csv.Cell(lead.Campaign.Name);
        csv.Cell(InstantPattern.General.Format(Instant.FromUnixTimeMilliseconds(lead.Created)));
        csv.EndRow();
    }

    private static string Employees(int employees, ref Dice dice) =>
        employees.ToString(dice.Chance(0.5) ? "N0" : "D", CultureInfo.InvariantCulture);

    private static string OrMissing(string value, double probability, ref Dice dice) =>
        dice.Chance(probability) ? dice.Pick(s_missing) : value;
}
