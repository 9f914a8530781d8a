using NodaTime;
using NodaTime.Text;

namespace Baton.Server.Demo;

/// <summary><c>deals.csv</c>: the deals won and lost, in order of closing.</summary>
internal static class DealFile
{
    public static void Write(Market market, List<Deal> deals, Stream file, CancellationToken cancel)
    {
        var csv = new CsvLines();
        csv.Header(
            "Deal ID", "Record ID", "Deal Name", "Amount", "Currency", "Deal Stage", "Create Date", "Close Date", "Reason");
        for (var i = 0; i < deals.Count; i++)
        {
            var deal = deals[i];
            ref readonly var lead = ref market.Leads[deal.Row];
            csv.Cell(9_000_001L + i);
            csv.Cell(lead.RecordId);
            csv.Cell($"{market.CompanyOf(lead).Brand} - {Site.Machines[Project.Of(market, lead).Machine]}");
            csv.Cell(deal.Amount);
            csv.Cell("EUR");
            csv.Cell(deal.LossReason is null ? "Closed won" : "Closed lost");
            csv.Cell(Text(deal.Created));
            csv.Cell(Text(deal.Closed));
            csv.Cell(deal.LossReason);
            csv.EndRow();
        }

        csv.Text.Flush(file, cancel);
    }

    private static string Text(long moment) => InstantPattern.General.Format(Instant.FromUnixTimeMilliseconds(moment));
}
