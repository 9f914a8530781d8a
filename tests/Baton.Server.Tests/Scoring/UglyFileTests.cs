using System.Text;
using Baton.Server.Scoring;

namespace Baton.Server.Tests.Scoring;

/// <summary>Files as people and systems write them: what can be understood is scored, the rest is reported with its line.</summary>
public sealed class UglyFileTests : IDisposable
{
    private const string Leads = "id,name,employees\n1,Jörg Müller,120\n2,Zoë,20\n";
    private readonly ScoredFiles _files = ScoredFiles.WithUsualPlaybook();

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Leads)] },
        { "UTF-16 LE", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Leads)] },
        { "UTF-16 BE", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Leads)] },
        { "Windows-1252", Encoding.Latin1.GetBytes(Leads) },
    };

    [Theory]
    [MemberData(nameof(Encodings), DisableDiscoveryEnumeration = true)]
    public void Any_encoding_is_read_and_said(string encoding, byte[] bytes)
    {
        var run = _files.WithLeads(bytes).Score();

        Totals(run).ShouldBe([10, 0]);
        run.Leads.LabelOf(0).ShouldBe("Jörg Müller");
        run.Leads.LabelOf(1).ShouldBe("Zoë");
        run.Report.Notes.ShouldBe(encoding.StartsWith("UTF-8", StringComparison.Ordinal) ? [] : [$"{_files.Leads} is {encoding}."]);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void Any_delimiter_is_found_in_leads_and_in_events(char delimiter)
    {
        _files.WithLeads(Leads.Replace(',', delimiter))
            .WithEvents("user_id,event,timestamp\n2,Quote Requested,2026-06-01\n".Replace(',', delimiter), "events.csv");

        Totals(_files.Score()).ShouldBe([10, 30]);
    }

    [Fact]
    public void A_name_that_is_repeated_gets_a_number_and_the_first_column_counts()
    {
        var run = _files.WithLeads("id,employees,employees\n1,120,5\n").Score();

        Totals(run).ShouldBe([10]);
        run.Report.Notes.ShouldContain("Column 3 repeats the name \"employees\"; it is called \"employees (2)\".");
    }

    [Fact]
    public void Of_two_columns_with_one_meaning_the_first_that_has_a_value_holds_and_it_is_said()
    {
        var run = _files.WithLeads("id,Company Size,No. of Employees\n1,120,5\n2,,120\n3,5,120\n").Score();

        Totals(run).ShouldBe([10, 10, 0]);
        run.Report.Notes.ShouldBe(["Company Size and No. of Employees are read as one attribute; where both have a value, Company Size holds."]);
    }

    [Fact]
    public void Rows_with_other_ids_and_one_address_are_one_lead_and_are_named()
    {
        var run = _files.WithLeads("id,email,employees\n1,info@acme.example,5\n2,Info@acme.example,120\n3,c@acme.example,5\n2,c@acme.example,\n").Score();

        Totals(run).ShouldBe([10, 0]);
        run.Report.RepeatedLeads.ShouldBe(2);
        run.Report.Notes.ShouldBe(["1 row has another id, but the e-mail address of a lead above and is joined to it: line 3 to line 2."]);
    }

    [Fact]
    public void Values_that_no_rule_can_read_are_counted_and_shown()
    {
        var run = _files.WithLeads("id,employees\n1,ca. 50\n2,120\n3,50-200\n4,\n5,unknown\n").Score();

        Totals(run).ShouldBe([0, 10, 0, 0, 0]);
        run.Report.Notes.ShouldBe(
        [
            "employees: 1 × \"unknown\" or the like read as missing.",
            "employees: 2 leads have a value that is no number, such as \"ca. 50\", so no rule that compares it holds.",
        ]);
    }

    [Theory]
    [InlineData("id,employees,Revenue\n1,1.200,\"1.000.000,50\"\n", 10)]
    [InlineData("id;employees\n1;1.200\n", 10)]
    [InlineData("id;employees;rate\n1;1.200;0.5\n", 0)]
    [InlineData("id,employees\n1,1.200\n", 0)]
    [InlineData("id;employees\n1;1,200\n", 10)]
    public void A_number_that_can_be_read_in_two_ways_is_read_as_the_rest_of_the_file_is_written(string leads, int total) =>
        Totals(_files.WithLeads(leads).Score()).ShouldBe([total]);

    [Fact]
    public void A_column_that_is_mapped_to_what_no_rule_asks_about_is_said_with_the_word_that_was_meant() =>
        _files.WithLeads("id,Staff\n1,120\n").Score(map: ("Staff", "employes")).Report.Notes
            .ShouldContain("--map \"Staff=employes\" changes nothing: no rule asks about employes; did you mean `employees`?");

    [Fact]
    public void Of_two_columns_with_one_meaning_the_one_that_the_user_gave_it_holds()
    {
        var run = _files.WithLeads("id,Email,Work,employees,Staff\n1,old@x.example,jo@acme.example,5,120\n")
            .WithEvents("email,event,timestamp\njo@acme.example,Quote Requested,2026-06-01\n", "events.csv")
            .Score(map: [("Work", "email"), ("Staff", "employees")]);

        Totals(run).ShouldBe([40]);
    }

    [Fact]
    public void One_cell_with_a_decimal_comma_changes_no_date_range_or_text_of_its_column()
    {
        _files.WithPlaybook("""
            name: X
            fit:
              rules:
                - { name: New, points: 5, when: { created: { gte: 2026-06-01 } } }
                - { name: Band, points: 3, when: { size: { in: ['1.001-5.000', '10.001+'] } } }
            """).WithLeads("id;created;size\n1;29.06.2026;1.001-5.000\n2;30.06.2026;10.001+\n3;0,00;2,5\n")
            .WithEvents("user_id;event;timestamp\n1;page;29.06.2026\n1;page;46203,5\n", "events.csv");

        var run = _files.Score();

        Totals(run).ShouldBe([8, 8, 0]);
        run.Report.Events.Count.ShouldBe(1);
    }

    [Fact]
    public void A_row_that_a_stray_quote_makes_short_is_rejected_and_short_rows_are_counted()
    {
        var run = _files.WithLeads("id,email,name,employees\n\"1\",\"a@x.example,\"H\",\"120\"\n2,b@x.example\n3,c@x.example,\"J\",120\n").Score();

        _files.Rejected.Select(r => (r.Line, r.Reason)).ShouldBe([(2, "has a stray quote and so fewer fields than the header: 3 instead of 4")]);
        Totals(run).ShouldBe([0, 10]);
        run.Report.Notes.ShouldContain("1 row has fewer fields than the header, the first on line 3; what they lack is read as blank.");
    }

    [Theory]
    [InlineData("03/04/2026", "month before day")]
    [InlineData("31/03/2026", "day before month")]
    [InlineData("2026-03-31", null)]
    public void How_dates_are_read_is_said_where_they_can_be_read_in_two_ways(string date, string? note) =>
        _files.WithPlaybook("name: X\nfit:\n  rules:\n    - { name: New, points: 5, when: { created: { gte: 2026-06-01 } } }\n")
            .WithLeads($"id,created\n1,{date}\n").Score().Report.LeadColumns[1].Note.ShouldBe(note);

    [Fact]
    public void Names_of_JSON_may_have_escapes() =>
        Totals(_files.WithLeads(Leads).WithEvents("""{"type":"track","event":"Quote Requested","\u0075serId":"2","timestamp":"2026-06-01"}""").Score()).ShouldBe([10, 30]);

    [Fact]
    public void Line_ends_of_old_Macs_hide_no_style()
    {
        var rows = string.Concat(Enumerable.Range(1, 60_000).Select(i => $"{i};1.200;1.200,50\r"));

        Totals(_files.WithLeads("id;employees;rate\r" + rows).Score()).ShouldAllBe(total => total == 10);
    }

    [Fact]
    public void Values_that_no_rule_can_read_are_said_of_lists_too() =>
        _files.WithPlaybook("name: X\nfit:\n  rules:\n    - { name: A, points: 1, when: { employees: { in: [10, 20] } } }\n")
            .WithLeads("id,employees\n1,ca. 10\n").Score().Report.Notes.ShouldHaveSingleItem().ShouldContain("no number, such as \"ca. 10\"");

    [Fact]
    public void Rows_behind_a_quote_that_is_never_closed_are_scored()
    {
        _files.WithLeads("id,name,employees\n1,A,120\n2,\"B,130\n3,\"C\",140\n4\n5,E,150,too,many\n6,F,160\n");

        _files.Scores().Select(s => (s.Key, s.Value.Total)).ShouldBe([("1", 10), ("3", 10), ("4", 0), ("6", 10)], ignoreOrder: true);
        _files.Rejected.Select(r => (r.Line, r.Reason, r.Text)).ShouldBe(
        [
            (3, "has a quote that is never closed: the one that opens on line 3", "2,\"B,130"),
            (6, "has more fields than the header: 5 instead of 3", "5,E,150,too,many"),
        ]);
    }

    [Fact]
    public void Dates_in_three_styles_stand_in_one_column()
    {
        _files.WithPlaybook("""
            name: Dates
            fit:
              rules:
                - { name: New, points: 5, when: { created: { between: [2026-04-13, 2026-04-14] } } }
            """).WithLeads("id,created\n1,2026-04-13\n2,13.04.2026 18:00\n3,04/14/2026\n4,13/04/2026\n5,15.04.2026\n6,yesterday\n7,1e30\n8,\n");

        Totals(_files.Score()).ShouldBe([5, 5, 5, 5, 0, 0, 0, 0]);
    }

    [Fact]
    public void Dates_in_three_styles_stand_in_one_column_of_timestamps()
    {
        const string Events = "user_id,event,timestamp\n2,Quote Requested,2026-06-01T10:00:00Z\n2,Quote Requested,01.06.2026\n2,Quote Requested,06/01/2026 10:00\n"
            + "2,Quote Requested,yesterday\n2,Quote Requested,\n2,Quote Requested,1e30\n2,Quote Requested,99999999999999999999\n";

        var run = _files.WithLeads(Leads).WithEvents(Events, "events.csv").Score();

        Totals(run).ShouldBe([10, 90]);
        _files.Rejected.Select(r => (r.Line, r.Reason)).ShouldBe(
        [
            (5, "has a timestamp that is no date: yesterday"),
            (6, "has no timestamp"),
            (7, "has a timestamp that is no date: 1e30"),
            (8, "has a timestamp that is no date: 99999999999999999999"),
        ]);
    }

    [Fact]
    public void Numbers_that_are_none_or_too_large_are_unknown()
    {
        const string Numbers = "id,employees\n1,NaN\n2,1e400\n3,Infinity\n4,99999999999999999999999999999999\n5,-1e5\n6,1E+02\n7,\"1,200\"\n";

        Totals(_files.WithLeads(Numbers).Score()).ShouldBe([0, 0, 0, 0, 0, 10, 10]);
    }

    [Fact]
    public void A_line_of_events_that_is_none_says_why()
    {
        string[] lines =
        [
            """{"type":"track","event":"Quote Requested","userId":"2","timestamp":"2026-06-01","properties":{"n":1e999,"deep":[[{"a":null}]]}}""",
            """{"type":"track","event":"X","userId":"2","timestamp":NaN}""",
            """{"type":"track","event":"X","userId":"2","timestamp":1e400}""",
            """[1]""",
            """{"type":"track","event":"X","userId":"2"} {}""",
            "",
            """{"type":"track","userId":"2","timestamp":"2026-06-01"}""",
            """{"type":"track","event":"X","timestamp":"2026-06-01"}""",
            """{"type":"trakc","event":"X","userId":"2","timestamp":"2026-06-01"}""",
            """{"type":"group","userId":"2","timestamp":"2026-06-01"}""",
            """{"type":"alias","userId":"2","timestamp":"2026-06-01"}""",
            """{"type":"track","event":"X","userId":"2"}""",
        ];

        var run = _files.WithLeads(Leads).WithEvents(string.Join("\r\n", lines)).Score();

        Totals(run).ShouldBe([10, 30]);
        _files.Rejected.Select(r => (r.Line, r.Reason)).ShouldBe(
        [
            (2, "is not JSON: 'N' is an invalid start of a value (character 54)"),
            (3, "has a `timestamp` that is no date: 1e400"),
            (4, "is not JSON: an object, `{…}`, is expected"),
            (5, "is not JSON: '{' is invalid after a single JSON value. Expected end of data (character 43)"),
            (7, "is a `track` call without `event`"),
            (8, "has neither `userId` nor `anonymousId`"),
            (9, "has a `type` that is none of Segment's: trakc"),
            (10, "is a `group` call without `groupId`"),
            (11, "is an `alias` call without `previousId`"),
            (12, "has no `timestamp`"),
        ]);
    }

    [Theory]
    [InlineData("employees")]
    [InlineData("nobody asks")]
    [InlineData("empl\\u006fyees")]
    public void Half_of_a_surrogate_pair_in_any_text_loses_nothing(string name)
    {
        var line = $$"""{"type":"identify","userId":"2","timestamp":"2026-06-01","traits":{"{{name}}":"\ud800","\udc00":1},"context":{"page":{"\ud800":"\ud800"} } }""";
        const string Quote = """{"type":"track","event":"Quote \u0052equested","userId":"2","timestamp":"2026-06-01","properties":{"\ud800":"\udfff"}}""";

        var run = _files.WithLeads(Leads).WithEvents($"{line}\n{Quote}").Score();

        Totals(run).ShouldBe([10, 30]);
        run.Report.Events.Count.ShouldBe(0);
    }

    [Fact]
    public void A_line_with_bytes_that_are_no_text_is_rejected_whatever_field_they_are_in()
    {
        byte[] line = [.. Encoding.UTF8.GetBytes("""{"type":"track","event":"Quote Requested","userId":"2","timestamp":"2026-06-01","x":" """), 0xC3, .. "\"}\n"u8];
        var good = Encoding.UTF8.GetBytes("""{"type":"track","event":"Quote Requested","userId":"2","timestamp":"2026-06-01","x":"ö"}""" + "\n");

        var run = _files.WithLeads(Leads).WithEvents([.. Enumerable.Repeat(good, 20_000).SelectMany(b => b), .. line, .. good]).Score();

        _files.Rejected.Select(r => (r.Line, r.Reason)).ShouldBe([(20_001, "has bytes that are not UTF-8")]);
    }

    [Fact]
    public void A_pattern_meant_to_hang_does_not()
    {
        _files.WithPlaybook("""
            name: Pattern
            fit:
              rules:
                - { name: Hang, points: 10, when: { name: { matches: '^(a+)+$' } } }
            """).WithLeads($"id,name\n1,{new string('a', 900)}!\n2,aaa\n");

        Totals(_files.Score()).ShouldBe([0, 10]);
    }

    [Fact]
    public void Ten_thousand_rules_all_count()
    {
        var rules = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"    - {{ name: Rule {i}, points: 0.01, when: {{ employees: {{ gt: {i} }} }} }}\n"));

        Totals(_files.WithPlaybook("name: Many\nfit:\n  rules:\n" + rules).WithLeads("id,employees\n1,20000\n2,5000\n3,0\n").Score()).ShouldBe([100, 50, 0]);
    }

    private static IEnumerable<int> Totals(ScoreRun run) => run.Leads.Scores.Select(score => score.Total);

    public void Dispose() => _files.Dispose();
}
