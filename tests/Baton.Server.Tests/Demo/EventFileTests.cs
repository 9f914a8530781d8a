using System.Text.RegularExpressions;
using NodaTime;

namespace Baton.Server.Tests.Demo;

[Collection(nameof(DemoYear))]
public partial class EventFileTests(DemoYear year)
{
    [Fact]
    public void Every_line_is_a_call_of_Segments_API()
    {
        foreach (var e in year.Events)
        {
            e.MessageId.Length.ShouldBe(36);
            (e.UserId ?? e.AnonymousId).ShouldNotBeNull();
            (e.Timestamp > Instant.MinValue && e.ReceivedAt > Instant.MinValue).ShouldBeTrue();
            switch (e.Type)
            {
                case "track": e.Event.ShouldNotBeNullOrEmpty(); break;
                case "page": e.Path.ShouldStartWith("/"); break;
                case "identify": e.Json.GetProperty("traits").GetProperty("email").GetString()!.ShouldContain("@"); break;
                case "group": e.Json.GetProperty("groupId").GetString().ShouldNotBeNullOrEmpty(); break;
                default: Assert.Fail(e.Type); break;
            }
        }
    }

    [Fact]
    public void Every_event_that_the_sample_playbook_scores_happens()
    {
        string[] scored =
        [
            "Quote Requested", "Demo Requested", "Case Study Downloaded", "Datasheet Downloaded", "Configurator Used", "ROI Calculated",
            "Webinar Attended", "Trade Fair Visited", "Email Opened", "Email Link Clicked", "Unsubscribed", "Email Bounced", "Email Marked as Spam",
        ];
        string[] paths = ["/pricing", "/machines/", "/service", "/careers"];

        scored.Except(year.Events.Select(e => e.Event!)).ShouldBeEmpty();
        paths.ShouldAllBe(path => year.Events.Any(e => e.Path.StartsWith(path)));
        year.Events.Where(e => e.Event == "Configurator Used").ShouldAllBe(e => e.Property("minutes") != null);
        year.Events.Where(e => e.Event == "ROI Calculated").ShouldAllBe(e => e.Property("payback_months") != null);
        year.Events.Where(e => e.Event == "Case Study Downloaded").Select(e => e.Property("funnel_stage")).ShouldContain("bottom");
        year.Events.Where(e => e.Event == "Email Opened").Select(e => e.Property("kind")).Distinct().ShouldBe(["newsletter", "sales"], ignoreOrder: true);
        year.Events.Where(e => e.Event == "Quote Requested" && e.Property("budget") != null)
            .ShouldAllBe(e => BudgetPattern().IsMatch(e.Property("budget")!));
    }

    [Fact]
    public void Events_stand_in_the_order_of_their_arrival_not_of_their_occurrence()
    {
        year.Events.Select(e => e.ReceivedAt).ShouldBeInOrder();
        year.Events.Zip(year.Events.Skip(1)).Count(pair => pair.Second.Timestamp < pair.First.Timestamp).ShouldBeGreaterThan(500);
        year.Events[^1].ReceivedAt.ShouldBeLessThan(DemoYear.Options.Until);
    }

    [Fact]
    public void Some_events_come_late_and_a_few_from_the_future()
    {
        ShareOf(e => e.ReceivedAt - e.Timestamp > Duration.FromMinutes(2)).ShouldBeInRange(0.025, 0.05);
        ShareOf(e => e.ReceivedAt - e.Timestamp > Duration.FromDays(1)).ShouldBeInRange(0.004, 0.015);
        ShareOf(e => e.Timestamp > e.ReceivedAt).ShouldBeInRange(0.0003, 0.003);
    }

    [Fact]
    public void About_one_in_a_hundred_is_the_same_message_sent_again_later()
    {
        var repeated = year.Events.GroupBy(e => e.MessageId).Where(same => same.Count() > 1).ToList();

        repeated.ShouldAllBe(same => same.Count() == 2);
        repeated.ShouldAllBe(same => same.Select(AllButReceipt).Distinct().Count() == 1);
        repeated.ShouldAllBe(same => same.Last().ReceivedAt >= same.First().ReceivedAt);
        ((double)repeated.Count / year.Events.Count).ShouldBeInRange(0.007, 0.013);
    }

    [Fact]
    public void About_three_in_a_hundred_were_made_by_machines()
    {
        var bursts = year.Events.Where(e => e.Event == "Email Link Clicked").GroupBy(e => (e.UserId, e.Property("campaign"), e.UserAgent))
            .Sum(clicks => clicks.Zip(clicks.Skip(1)).Count(pair => pair.Second.Timestamp - pair.First.Timestamp < Duration.FromSeconds(3)));

        ShareOf(e => MachinePattern().IsMatch(e.UserAgent)).ShouldBeInRange(0.015, 0.035);
        ((double)bursts / year.Events.Count).ShouldBeInRange(0.005, 0.03);
    }

    [Fact]
    public void Strangers_are_tied_to_leads_by_identify()
    {
        var records = year.Leads.Select(lead => lead["Record ID"]).ToHashSet();
        var tied = year.Events.Where(e => e.Type == "identify").Select(e => e.AnonymousId).ToHashSet();

        ShareOf(e => e.UserId == null && tied.Contains(e.AnonymousId)).ShouldBeInRange(0.05, 0.2);
        year.Events.Where(e => e.UserId != null).ShouldAllBe(e => records.Contains(e.UserId!));
    }

    [Fact]
    public void Most_leads_do_little_and_a_few_do_very_much()
    {
        var perLead = year.Events.Where(e => e.UserId != null).GroupBy(e => e.UserId).Select(lead => lead.Count()).Order().ToList();

        perLead[perLead.Count / 2].ShouldBeLessThan(6);
        perLead[^1].ShouldBeGreaterThan(150);
    }

    [Fact]
    public void Lines_are_as_long_as_real_ones() =>
        year.Events.Average(e => e.Json.GetRawText().Length).ShouldBeInRange(300, 450);

    [Fact]
    public void The_flat_file_tells_the_same_events()
    {
        year.FlatEvents.Select(e => e["message_id"]).ShouldBe(year.Events.Select(e => e.MessageId));
        year.FlatEvents.Select(e => e["path"]).ShouldBe(year.Events.Select(e => e.Path));
        year.FlatEvents.Select(e => e["event"]).ShouldBe(year.Events.Select(e => e.Event ?? ""));
        year.FlatEvents.Select(e => e["horizon_months"]).ShouldBe(year.Events.Select(e => e.Property("horizon_months") ?? ""));
    }

    private static string AllButReceipt(DemoEvent e) => e.Json.GetRawText().Replace(e.Json.GetProperty("receivedAt").GetRawText(), "");

    private double ShareOf(Func<DemoEvent, bool> holds) => (double)year.Events.Count(holds) / year.Events.Count;

    [GeneratedRegex(@"^\d+( EUR)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BudgetPattern();

    [GeneratedRegex("bot|headless|sentinel|mimecast|proofpoint|python-requests", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachinePattern();
}
