using System.Globalization;
using System.Text;

namespace Baton.Server.Tests.Scoring;

/// <summary>No row gets lost without a word: rows in are rows scored, joined and skipped.</summary>
public class ConservationTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_row_of_an_ugly_file_of_leads_is_scored_or_joined_or_skipped(int seed)
    {
        var random = new Random(seed);
        var delimiter = ",;\t|"[random.Next(4)];
        var text = new StringBuilder($"id{delimiter}email{delimiter}employees{delimiter}remark\n");
        var (rows, broken) = (random.Next(200), 0);
        for (var row = 0; row < rows; row++)
        {
            var fields = new List<string> { Id(random), Email(random), random.Next(1_000).ToString(CultureInfo.InvariantCulture), Remark(random, delimiter) };
            switch (random.Next(12))
            {
                case 0:
                    fields.RemoveRange(2, 2);   // short: the last values are missing
                    break;
                case 1:
                    fields.Add("one too many");
                    broken++;
                    break;
                case 2:
                    fields[3] = "\"never closed";
                    broken++;
                    break;
                case 3:
                    fields.AddRange(["", ""]);   // empty extras, as spreadsheets leave them
                    break;
                case 4:
                    text.Append('\n').Append(delimiter, 3).Append('\n');   // blank rows are no rows
                    break;
            }

            // A field that is never there keeps the row from being blank.
            text.AppendJoin(delimiter, fields).Append(random.Next(4) == 0 ? "\r\n" : "\n");
        }

        using var files = ScoredFiles.WithUsualPlaybook().WithLeads(text.ToString());
        var run = files.Score();

        (run.Report.LeadRows + run.Report.Leads.Count).ShouldBe(rows);
        (run.Leads.Count + run.Report.RepeatedLeads + run.Report.Leads.Count).ShouldBe(rows);
        run.Report.Leads.Count.ShouldBe(broken);
        files.Rejected.Count.ShouldBe(broken);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_line_of_events_is_accounted_for(int seed)
    {
        var random = new Random(seed);
        var lines = Enumerable.Range(0, random.Next(300)).Select(_ => Line(random)).ToList();
        using var files = ScoredFiles.WithUsualPlaybook().WithLeads("id,email\n1,a@x.example\n2,b@x.example\n").WithEvents("{}\n" + string.Join('\n', lines));

        var report = files.Score().Report;

        var totals = report.EventTotals!;
        (totals.Scored + totals.OfMachines + totals.Identities + totals.OfStrangers + totals.Later + totals.Repeated + report.Events.Count)
            .ShouldBe(lines.Count + 1);
        report.Events.Count.ShouldBe(1 + lines.Count(line => line.EndsWith(' ')));
    }

    private static string Id(Random random) => random.Next(5) switch
    {
        0 => "unknown",
        1 => " ",
        _ => $"lead-{random.Next(60)}",
    };

    private static string Email(Random random) => random.Next(3) == 0 ? "N/A" : $"{(random.Next(2) == 0 ? "P" : "p")}{random.Next(60)}@x.example";

    private static string Remark(Random random, char delimiter) => random.Next(6) switch
    {
        0 => $"\"two\nlines{delimiter} one field\"",
        1 => "\"says \"\"hello\"\"\"",
        2 => "5\" pipe",
        3 => "Müller \uFFFD",
        _ => "",
    };

    /// <summary>A call; one that is no call ends with a blank.</summary>
    private static string Line(Random random)
    {
        var who = random.Next(5) switch
        {
            0 => """ "userId":"stranger" """,
            1 => """ "anonymousId":"cookie" """,
            _ => $""" "userId":"{random.Next(1, 3)}" """,
        };
        var month = random.Next(1, 13);
        return random.Next(8) switch
        {
            0 => "{\"type\": ",
            1 => $$"""{"type":"track","event":"X",{{who}},"timestamp":"soon"} """,
            2 => """{"type":"track","event":"X","timestamp":"2026-01-01"} """,
            3 => $$"""{"type":"identify",{{who}},"timestamp":"2026-{{month:00}}-01"}""",
            4 => $$"""{"type":"page",{{who}},"context":{"userAgent":"curl/8.5"},"timestamp":"2026-{{month:00}}-01"}""",
            _ => $$"""{"type":"track","event":"Quote Requested","messageId":"{{random.Next(100)}}",{{who}},"timestamp":"2026-{{month:00}}-01"}""",
        };
    }
}
