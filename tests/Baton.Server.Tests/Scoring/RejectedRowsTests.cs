using System.Globalization;
using Baton.Server.Imports;
using Baton.Server.Scoring;

namespace Baton.Server.Tests.Scoring;

public sealed class RejectedRowsTests : IDisposable
{
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook();

    [Fact]
    public void Every_row_that_is_skipped_comes_back_the_leads_before_the_events_and_in_the_order_of_the_file()
    {
        const int Leads = 120_000;
        const int Events = 110_000;
        _files.WithLeads("id,employees\n" + string.Concat(Enumerable.Range(1, Leads).Select(i => $"{i},1,2\n")))
            .WithEvents("user_id,event,timestamp\n" + string.Concat(Enumerable.Range(1, Events).Select(i => $"1,A,{i}.13.2026\n")), "events.csv");

        var done = _files.Baton("--rejected", _files["rejected.csv"]);

        done.Error.ShouldBe("");
        var rows = File.ReadLines(_files["rejected.csv"]).Skip(1).Select(row => row.Split(',')).Select(cells => (cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture)));
        rows.ShouldBe([.. Enumerable.Range(2, Leads).Select(line => ("leads", line)), .. Enumerable.Range(2, Events).Select(line => ("events", line))]);
        done.Output.ShouldContain("    line 2 and 119,999 more: has more fields than the header, such as 3 instead of 2\n");
        done.Output.ShouldContain("    line 2 and 109,999 more: has a timestamp that is no date, such as 1.13.2026\n");
    }

    [Fact]
    public void One_kind_of_mistake_is_one_reason_with_its_first_example()
    {
        var passedOn = new List<RejectedRow>();
        var rows = new RejectedRows(passedOn.Add);
        RejectedRow[] rejected = [new(2, "is empty", "a"), new(5, "is no date: 31.31.2026", "b"), new(6, "is no date: 12:70: no", "c")];

        Array.ForEach(rejected, rows.Reject);

        passedOn.ShouldBe(rejected);
        rows.Count.ShouldBe(3);
        rows.ByReason.Select(r => (r.Count, r.First.Line, r.First.Kind, r.First.Detail))
            .ShouldBe([(2, 5, "is no date", "31.31.2026"), (1, 2, "is empty", null)]);
        rejected[2].Detail.ShouldBe("12:70: no");
    }

    [Fact]
    public void Reasons_without_number_take_bounded_memory()
    {
        var rows = new RejectedRows(_ => { });

        for (var i = 0; i < 5_000; i++)
        {
            rows.Reject(new RejectedRow(i, $"is {i}", ""));
        }

        (rows.Count, rows.ByReason.Count()).ShouldBe((5_000, 1_000));
    }

    public void Dispose() => _files.Dispose();
}
