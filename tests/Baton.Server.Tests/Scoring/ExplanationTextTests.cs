using System.Text.Json;

namespace Baton.Server.Tests.Scoring;

/// <summary>One lead's explanation, for people and for programs.</summary>
public sealed class ExplanationTextTests : IDisposable
{
    private readonly ScoredFiles _files = new ScoredFiles().WithPlaybook("""
        name: Explained
        fit:
          groups: { seniority: { pick: best } }
          rules:
            - { name: Plant manager, group: seniority, points: 15, when: { title: Plant Manager } }
            - { name: Manager, group: seniority, points: 5, when: { title: { contains: manager } } }
            - { name: Large, points: 10, when: { employees: { gte: 100 } } }
            - { name: Pharma, points: 20, when: { account.industry: Pharma } }
            - { name: Nothing, points: 0, when: { title: { has: true } } }
        engagement:
          rules:
            - { name: Read the pricing page, event: page, points: 8, max: 3, decay: { half_life: 14d } }
            - { name: Clicked, event: Clicked, points: 2, decay: { percent: 100, every: 10d } }
            - { name: Asked for a quote, event: Quote Requested, points: 30 }
            - { name: Unsubscribed, event: Unsubscribed, points: -5 }
        """)
        .WithLeads("id,title,employees\n1,Plant Manager,12\n2,,\n")
        .WithEvents("""
            {"type":"page","userId":"1","timestamp":"2026-06-20T10:00:00Z"}
            {"type":"page","userId":"1","timestamp":"2026-06-21T10:00:00Z"}
            {"type":"page","userId":"1","timestamp":"2026-06-23T10:00:00Z"}
            {"type":"page","userId":"1","timestamp":"2026-06-24T10:00:00Z"}
            {"type":"track","event":"Clicked","userId":"1","timestamp":"2026-06-01T10:00:00Z"}
            """);

    [Fact]
    public void People_read_what_each_rule_was_read_from_what_does_not_hold_and_what_never_happened() => Text("1").ShouldContain("""
        1
        32 = fit 15 + engagement 17, stage Lead, as of 2026-06-30 23:59 UTC

          points   why                                                     how often                                      last
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
                   Fit
             +15   Plant manager  (title = “Plant Manager”)
              +5   Manager  (title = “Plant Manager”)
              −5   seniority: only “Plant manager” counts, not “Manager”
                   Engagement
          +16.72   Read the pricing page                                   3 of 4 count (at most 3 times), faded to 70%   2026-06-24 10:00 UTC
           +0.28   Engagement is rounded to 17

             +32   the lines add up to the score


          points   what does not hold   it asks                          this lead
        ──────────────────────────────────────────────────────────────────────────────────────────────────
             +20   Pharma               account’s industry is “Pharma”   account’s industry is not known
             +10   Large                employees is at least 100        employees = 12

        Never happened: Asked for a quote (+30), Unsubscribed (−5)
        Worth nothing now: Clicked (1 ×, last 2026-06-01 10:00 UTC)
        """);

    [Fact]
    public void A_lead_without_points_has_no_table_of_zeros() => Text("2").ShouldContain("No rule gives this lead any points.\n");

    [Fact]
    public void Programs_read_the_same_with_exact_points()
    {
        var explanation = JsonDocument.Parse(_files.Baton("--explain", "1", "--format", "json").Output).RootElement;
        var lines = explanation.GetProperty("lines").EnumerateArray().ToDictionary(line => line.GetProperty("text").GetString()!);
        var notHeld = explanation.GetProperty("notHeld").EnumerateArray().ToDictionary(rule => rule.GetProperty("rule").GetString()!);

        lines["Plant manager"].GetProperty("values").EnumerateObject().ShouldHaveSingleItem().ToString().ShouldBe("\"title\": \"Plant Manager\"");
        var read = lines["Read the pricing page"];
        read.GetProperty("points").GetDecimal().ShouldNotBe(decimal.Round(read.GetProperty("points").GetDecimal(), 2));
        (read.GetProperty("seen").GetInt32(), read.GetProperty("counted").GetInt32(), read.GetProperty("counts").GetString(), read.GetProperty("unfaded").GetDecimal())
            .ShouldBe((4, 3, "at most 3 times", 24));
        lines["Clicked"].GetProperty("points").GetDecimal().ShouldBe(0);
        notHeld.Keys.ShouldBe(["Large", "Pharma", "Asked for a quote", "Unsubscribed"]);
        notHeld["Pharma"].GetProperty("values").GetProperty("account.industry").ValueKind.ShouldBe(JsonValueKind.Null);
        notHeld["Large"].GetProperty("asks").GetString().ShouldBe("employees is at least 100");
        notHeld["Asked for a quote"].GetProperty("points").GetInt32().ShouldBe(30);
    }

    [Theory]
    [InlineData("2026-06-24", "+22.51 Read the pricing page,+15 Plant manager,")]
    [InlineData("2027-06-30", "+15 Plant manager,,")]
    public void A_reason_is_a_rule_that_counts_and_has_not_all_but_faded(string asOf, string reasons)
    {
        var scores = Commands.BatonProcess.Run("score", "-p", _files.Playbook, "-l", _files.Leads, "-e", _files.Events!, "--as-of", asOf, "--format", "csv");

        scores.Output.Split('\n')[1].ShouldEndWith(",Lead," + reasons);
    }

    [Fact]
    public void Of_rules_of_a_group_that_give_as_much_the_first_in_the_playbook_is_the_reason()
    {
        _files.WithPlaybook("""
            name: Tie
            fit:
              groups: { title: { pick: best } }
              rules:
                - { name: Least, group: title, points: 1, when: { title: { has: true } } }
                - { name: First, group: title, points: 9, when: { title: { contains: plant } } }
                - { name: Second, group: title, points: 9, when: { title: { contains: manager } } }
            """);

        _files.Baton("--format", "csv").Output.Split('\n')[1].ShouldEndWith(",Lead,+9 First,,");
        Text("1").ShouldContain("title: only “First” counts, not “Least”, “Second”");
    }

    private string Text(string lead) =>
        string.Join('\n', _files.Baton("--explain", lead).Output.Split('\n').Select(line => line.TrimEnd()));

    public void Dispose() => _files.Dispose();
}
