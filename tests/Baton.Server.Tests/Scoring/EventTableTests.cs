namespace Baton.Server.Tests.Scoring;

/// <summary>Events as tables: whose a row is, what its columns are and how they are written. A quote request gives 30.</summary>
public sealed class EventTableTests : IDisposable
{
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook().WithLeads("id,email\n51,jo@acme.example\n52,kim@acme.example\n");

    [Theory]
    [InlineData("email,event,timestamp\nJO@acme.example,Quote Requested,2026-06-01\n")]
    [InlineData("user_id,email,event,timestamp\n,jo@acme.example,Quote Requested,2026-06-01\n")]
    [InlineData("user_id,email,event,timestamp\nweb-7,jo@acme.example,Quote Requested,2026-06-01\n")]
    [InlineData("user_id,email,event,timestamp\nNULL,jo@acme.example,Quote Requested,2026-06-01\n")]
    [InlineData("user_id,anonymous_id,event,timestamp\n51,undefined,page,2026-06-02\n,undefined,Quote Requested,2026-06-01\n51,,Quote Requested,2026-06-01\n")]
    [InlineData("id,event,timestamp\n51,Quote Requested,2026-06-01\n52,page,2026-06-01\n")]
    [InlineData("id,email,event,timestamp\n51,,Quote Requested,2026-06-01\n")]
    public void A_row_is_the_leads_by_its_id_or_its_e_mail_address(string events) => Totals(events).ShouldBe([30, 0]);

    [Fact]
    public void A_user_id_that_came_with_an_address_is_the_leads_in_rows_without_one() => Totals(
        "user_id,email,event,timestamp\nweb-7,,Quote Requested,2026-06-01\nweb-7,jo@acme.example,page,2026-06-02\n").ShouldBe([30, 0]);

    [Fact]
    public void An_id_that_nearly_every_row_has_to_itself_is_the_events() => Totals(
        "id,email,event,timestamp\n9001,jo@acme.example,Quote Requested,2026-06-01\n9002,jo@acme.example,Quote Requested,2026-06-01\n"
        + string.Concat(Enumerable.Range(1, 20).Select(i => $"{i},kim@acme.example,page,2026-06-01\n")) + "9001,jo@acme.example,Quote Requested,2026-06-01\n").ShouldBe([60, 0]);

    [Fact]
    public void An_id_that_rows_share_is_not_taken_for_the_events_which_would_hide_all_but_one() => Totals(
        "id,email,event,timestamp\n7,jo@acme.example,Quote Requested,2026-06-01\n7,jo@acme.example,Quote Requested,2026-06-02\n7,kim@acme.example,page,2026-06-02\n").ShouldBe([60, 0]);

    [Fact]
    public void Columns_of_events_are_read_in_the_style_that_they_are_written_in()
    {
        _files.WithPlaybook("""
            name: Budgets
            engagement:
              rules:
                - { name: Large budget, event: Quote Requested, where: { budget: { gte: 1000 } }, points: 30 }
                - { name: In April, event: Quote Requested, where: { wanted: { between: [2026-04-01, 2026-04-30] } }, points: 5 }
            """);

        Totals("""
            user_id;event;timestamp;budget;wanted
            51;Quote Requested;03/04/2026;1.200;05/04/2026
            51;Quote Requested;30/04/2026;1.200,50;25/04/2026
            52;Quote Requested;04/04/2026;999,99;04/05/2026
            """).ShouldBe([70, 0]);
        _files.Score(asOf: "2026-04-03").Leads.Scores.Select(s => s.Total).ShouldBe([35, 0]);
        _files.Score().Report.EventColumns.Select(c => c.Note).ShouldBe([null, null, "day before month", "decimal comma", "day before month"]);
    }

    [Fact]
    public void An_event_that_rules_ask_about_and_no_row_has_is_said_with_the_name_that_was_meant()
    {
        Totals("user_id,event,timestamp\n51,Quote Request,2026-06-01\n").ShouldBe([0, 0]);

        _files.Score().Report.Notes.ShouldContain(
            $"Usual asks about the events Quote Requested, page, which {_files.Events} does not have. It has Quote Request; if that is Quote Requested, let the rule listen to both: event: [Quote Requested, Quote Request].");
    }

    [Fact]
    public void A_property_that_rules_ask_about_and_no_event_has_is_said()
    {
        Totals("user_id,event,timestamp,pth\n51,page,2026-06-01,/pricing\n51,Quote Requested,2026-06-01,\n").ShouldBe([30, 0]);

        _files.Score().Report.Notes.ShouldContain($"Usual asks about path of events, which none of them in {_files.Events} has.");
    }

    private IEnumerable<int> Totals(string events) => _files.WithEvents(events, "events.csv").Score().Leads.Scores.Select(s => s.Total);

    public void Dispose() => _files.Dispose();
}
