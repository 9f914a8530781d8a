using Baton.Server.Scoring;
using Baton.Server.Tests.Imports;

namespace Baton.Server.Tests.Scoring;

/// <summary>
/// Public files that nobody wrote for Baton, from a folder <c>shared/data</c> beside the repository or the one that <c>BATON_SHARED_DATA</c> names.
/// </summary>
public sealed class RealFileTests : IDisposable
{
    private readonly ScoredFiles _files = new();

    [Fact]
    public void The_origins_of_the_leads_and_of_the_won_ones_are_those_of_the_data()
    {
        _files.WithPlaybook("""
            name: Origins
            fit:
              rules:
                - { name: organic search, points: 1, when: { origin: organic_search } }
                - { name: paid search, points: 2, when: { origin: paid_search } }
                - { name: social, points: 3, when: { origin: social } }
                - { name: e-mail, points: 4, when: { origin: email } }
                - { name: missing, points: 5, when: { origin: { not_has: true } } }
            engagement:
              rules:
                - { name: Won, event: olist_closed_deals_dataset, points: 50 }
            """).At(Data("olist/olist_marketing_qualified_leads_dataset.csv"), Data("olist/olist_closed_deals_dataset.csv"));

        var run = _files.Score("2018-12-31", id: "mql_id", ("mql_id", "user_id"), ("won_date", "timestamp"));

        var leads = run.Leads.Scores.CountBy(score => score.Fit).ToDictionary();
        var won = run.Leads.Scores.Where(score => score.Engagement == 50).CountBy(score => score.Fit).ToDictionary();
        (leads[1], leads[2], leads[3], leads[4], leads[5]).ShouldBe((2296, 1586, 1350, 493, 60 + 1099));
        (won[1], won[2], won[3], won[4]).ShouldBe((271, 195, 75, 15));
        (won.Values.Sum(), run.Leads.Count).ShouldBe((842, 8000));
        run.Report.EventTotals.ShouldBe(new EventTotals(0, 0, Scored: 842, 0, 0, 0));
        run.Report.Notes.ShouldContain("origin: 1,099 × \"unknown\" or the like read as missing.");
        run.Report.Notes.ShouldContain(
            "No column names the event, so every row is the event \"olist_closed_deals_dataset\", after the file.");
    }

    [Theory]
    [InlineData("maven_crm/sales_pipeline.csv", "opportunity_id", "deal_stage: Won", 8_800, 4_238)]
    [InlineData("maven_crm/accounts.csv", "account", "employees: { gte: 1 }", 85, 85)]
    [InlineData("uci_bank/bank-additional-full.csv", null, "y: 'yes'", 41_188, 4_640)]
    public void Nothing_is_lost(string file, string? id, string condition, int rows, int matching)
    {
        _files.WithPlaybook($"name: One rule\nfit:\n  rules:\n    - name: Rule\n      points: 1\n      when: {{ {condition} }}\n").At(Data(file));

        var run = _files.Score(id: id);

        (run.Report.LeadRows, run.Leads.Count, run.Report.RepeatedLeads, run.Report.Leads.Count).ShouldBe((rows, rows, 0, 0));
        run.Leads.Scores.Count(score => score.Total == 1).ShouldBe(matching);
    }

    private static string Data(string file) => SharedData.File(file);

    public void Dispose() => _files.Dispose();
}
