using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Handoffs;

/// <summary>Links in messages: opening one triggers nothing, and each does its work once.</summary>
public class ActTests
{
    [Theory]
    [EachDatabase]
    public async Task A_link_asks_first_and_accepts_once(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");

        for (var scan = 0; scan < 3; scan++)
        {
            var page = await desk.OpenAsync(links["Accept"]);
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Text.ShouldContain("Accept");
            page.Text.ShouldContain("jo@acme.example");
        }

        (await desk.StageAsync(lead)).ShouldBe("MQL", "Mail scanners open every link.");

        (await desk.PressAsync(links["Accept"])).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.StageAsync(lead)).ShouldBe("SAL");
        (await desk.PressAsync(links["Accept"])).Status.ShouldBe(HttpStatusCode.Gone);
        (await desk.OpenAsync(links["Accept"])).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Theory]
    [EachDatabase]
    public async Task Nobody_says_no_without_a_reason(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");

        var asked = await desk.PressAsync(links["Reject"]);
        asked.Status.ShouldBe(HttpStatusCode.BadRequest);
        asked.Text.ShouldContain("Choose a reason");
        (await desk.StageAsync(lead)).ShouldBe("MQL");

        (await desk.PressAsync(links["Reject"], ("reason", "timeline_too_far"), ("value", "18 months"), ("note", "<b>later</b>"))).Status.ShouldBe(HttpStatusCode.OK);
        (await desk.StageAsync(lead)).ShouldBe("Recycled");
        var work = await desk.WorkAsync(lead);
        ((string)work["wakesAt"]!).ShouldStartWith("2027-03-31", customMessage: "Eighteen months: it wakes after twelve.");
    }

    [Theory]
    [EachDatabase]
    public async Task A_call_is_logged_by_a_link_and_stops_the_clock(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");
        desk.Api.World.Now += Duration.FromMinutes(10);

        (await desk.PressAsync(links["Log a call"], ("outcome", "no_answer"))).Status.ShouldBe(HttpStatusCode.OK);

        var handoff = (await desk.WorkAsync(lead))["handoff"]!;
        handoff["contacted"].ShouldNotBeNull();
        handoff["clocks"]!.AsArray().ShouldAllBe(clock => (string)clock!["clock"]! == "decision");
    }

    [Theory]
    [EachDatabase]
    public async Task A_link_that_was_touched_or_is_old_does_nothing(Dialect dialect)
    {
        await using var desk = await SmallDesk.OpenAsync(dialect);
        var (lead, links) = await desk.HandOverAsync("jo@acme.example");
        var link = links["Accept"];

        foreach (var touched in (string[])[link[..^1], link + "A", link[..^1] + (link[^1] == 'A' ? 'B' : 'A'), Regex.Replace(link, "act/.", "act/B", RegexOptions.NonBacktracking), "/act/", "/act/" + new string('A', 5_000)])
        {
            ((int)(await desk.PressAsync(touched)).Status).ShouldBeInRange(404, 414);
        }

        desk.Api.World.Now += Duration.FromDays(31);
        (await desk.PressAsync(link)).Status.ShouldBe(HttpStatusCode.Gone);
        (await desk.StageAsync(lead)).ShouldNotBe("SAL");
    }

    [Fact]
    public async Task What_a_lead_calls_itself_is_text_on_the_page()
    {
        await using var desk = await SmallDesk.OpenAsync(Dialect.Sqlite);
        var (_, links) = await desk.HandOverAsync("jo@acme.example", "<script>alert(1)</script>");

        var page = await desk.OpenAsync(links["Reject"]);

        page.Text.ShouldNotContain("<script");
        page.Text.ShouldContain("&lt;script");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
        page.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
    }
}
