using System.Text.RegularExpressions;
using Baton.Core.Handoffs;
using Baton.Server.Home;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Teams;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Home;

/// <summary>My work.</summary>
public class WorkPageTests
{
    private const string Playbook = """
        name: Two desks
        engagement:
          rules:
            - { name: Asked for a quote, event: Quote Requested, points: 30 }
            - { name: Read the prices, event: Prices, points: 20, max: 3 }
            - { name: Looked around, event: Look, points: 1 }
        stages: { mql: { score: 20 }, sal: { accepted_by: the desk } }
        handoffs:
          mql:
            routes:
              - { name: North, when: { country: { eq: Norway } }, team: North }
              - { name: Queue, when: { country: { eq: Italy } }, team: Empty }
              - { name: Everybody, team: South }
            fallback: Nobody
            response: { within: 60 minutes, remind_at: 50, escalate_at: 100, reassign_at: 1000 }
            decision: { within: 8 hours }
            cadence: { attempts: [{ kind: call, day: 0 }, { kind: email, day: 1 }], grace: 3d }
        """;

    private const string Teams = """
        people:
          - { email: ann@acme.example, name: Ann, role: sdr }
          - { email: bo@acme.example, name: Bo, role: sdr }
          - { email: kim@acme.example, name: Kim, role: manager }
          - { email: lou@acme.example, name: Lou, role: manager }
        teams:
          - { name: South, zone: UTC, hours: Mon-Sun 00:00-24:00, manager: kim@acme.example, members: [{ person: ann@acme.example }] }
          - { name: North, zone: UTC, hours: Mon-Sun 00:00-24:00, manager: lou@acme.example, members: [{ person: bo@acme.example }] }
          - { name: Empty, zone: UTC, hours: Mon-Sun 00:00-24:00, manager: kim@acme.example, members: [] }
        """;

    [Theory, EachDatabase]
    public async Task What_loses_most_by_waiting_comes_first(Dialect dialect)
    {
        await using var api = await OpenAsync(dialect);
        using var ann = await PersonAsync(api, "ann");
        await SendAsync(api, "early", "Germany", "Prices");
        api.World.Now += Duration.FromMinutes(5);
        await SendAsync(api, "asked", "Germany", "Quote Requested");
        api.World.Now += Duration.FromMinutes(5);
        await SendAsync(api, "later", "Germany", "Prices");

        // 5 minutes later and 10 points more: it comes first.
        (await NamesAsync(ann, "/")).ShouldBe(["asked", "early", "later"]);

        // What a lead gains while it waits counts at once.
        await api.World.SendAsync(new { type = "track", userId = "later", @event = "Quote Requested" });
        (await NamesAsync(ann, "/")).ShouldBe(["later", "asked", "early"]);

        api.World.Now += Duration.FromMinutes(58);
        var page = await ann.GetAsync("/");
        page.Words.ShouldContain("overdue by 0:08:00");
        page.Words.ShouldContain("0:02:00 left");
        page.Words.ShouldContain("Asked for a quote");
    }

    [Theory, EachDatabase]
    public async Task One_sees_ones_own_ones_teams_or_everybodys(Dialect dialect)
    {
        await using var api = await OpenAsync(dialect);
        using var ann = await PersonAsync(api, "ann");
        using var bo = await PersonAsync(api, "bo");
        using var kim = await PersonAsync(api, "kim");
        using var reader = await TestBrowser.SignInAsync(api, Roles.Reader);
        await SendAsync(api, "south", "Germany", "Quote Requested");
        await SendAsync(api, "north", "Norway", "Quote Requested");
        await SendAsync(api, "queued", "Italy", "Quote Requested");

        (await NamesAsync(ann, "/")).ShouldBe(["south"]);
        (await NamesAsync(bo, "/")).ShouldBe(["north"]);
        (await NamesAsync(bo, "/?of=all")).ShouldBe(["south", "north", "queued"], ignoreOrder: true);

        // Managers begin with their teams.
        (await NamesAsync(kim, "/")).ShouldBe(["south", "queued"], ignoreOrder: true);
        (await NamesAsync(kim, "/?of=mine")).ShouldBe(["queued"]);
        (await NamesAsync(reader, "/")).ShouldBe(["south", "north", "queued"], ignoreOrder: true);
        (await reader.GetAsync("/")).Text.ShouldNotContain("/accept");

        // Who runs Baton may work on leads, and sees what nobody else does.
        using var admin = await TestBrowser.SignInAsync(api, Roles.Admin);
        (await NamesAsync(admin, "/")).ShouldBe(["south", "north", "queued"], ignoreOrder: true);
        (await kim.GetAsync("/")).Words.ShouldContain("Waiting for somebody 1");
    }

    [Theory, EachDatabase]
    public async Task Tasks_are_there_when_they_are_due_and_the_first_call_stands_once(Dialect dialect)
    {
        await using var api = await OpenAsync(dialect);
        using var ann = await PersonAsync(api, "ann");
        await SendAsync(api, "jo", "Germany", "Quote Requested");
        var lead = await api.LeadAsync("jo@acme.example");

        // The attempt of the day is the first contact that the hand-off waits for.
        (await ann.GetAsync("/")).Words.ShouldContain("Tasks due 0");
        (await ann.PostAsync($"/leads/{lead}/accept")).Ok();
        (await ann.PostAsync($"/leads/{lead}/contacts", ("kind", "call"), ("outcome", "no_answer"))).Ok();
        (await ann.PostAsync($"/leads/{lead}/tasks", ("title", "Write to them"), ("day", "2026-04-10"))).Ok();
        var done = await ann.GetAsync("/");
        done.Words.ShouldContain("Nothing waits for you.");

        api.World.Now = Instant.FromUtc(2026, 4, 1, 12, 30);
        (await ann.GetAsync("/")).Words.ShouldContain("Tasks due 1");
        api.World.Now = Instant.FromUtc(2026, 4, 11, 0, 0);
        var overdue = await ann.GetAsync("/");
        overdue.Words.ShouldContain("Write to them");
        overdue.Words.ShouldContain("overdue");
    }

    [Theory, EachDatabase]
    public async Task A_lead_that_gets_active_again_is_hot_until_somebody_is_in_touch(Dialect dialect)
    {
        await using var api = await OpenAsync(dialect);
        using var ann = await PersonAsync(api, "ann");
        await SendAsync(api, "jo", "Germany", "Quote Requested");
        var lead = await api.LeadAsync("jo@acme.example");
        (await ann.PostAsync($"/leads/{lead}/accept")).Ok();
        (await ann.PostAsync($"/leads/{lead}/contacts", ("kind", "call"), ("outcome", "reached"))).Ok();
        (await ann.GetAsync("/")).Words.ShouldContain("Nothing waits for you.");

        api.World.Now += Duration.FromHours(3);
        await api.World.SendAsync(new { type = "track", userId = "jo", @event = "Look" });
        (await ann.GetAsync("/")).Words.ShouldContain("Nothing waits for you.");
        await api.World.SendAsync(new { type = "track", userId = "jo", @event = "Prices" });
        var hot = await ann.GetAsync("/");
        hot.Words.ShouldContain("Hot leads 1");
        hot.Words.ShouldContain("Read the prices");

        api.World.Now += Duration.FromMinutes(1);
        (await ann.PostAsync($"/leads/{lead}/contacts", ("kind", "email"), ("outcome", "sent"))).Ok();
        (await ann.GetAsync("/")).Words.ShouldContain("Nothing waits for you.");
    }

    [Theory, EachDatabase]
    public async Task A_long_list_shows_its_beginning_and_leads_to_the_rest(Dialect dialect)
    {
        await using var api = await OpenAsync(dialect);
        using var ann = await PersonAsync(api, "ann");
        foreach (var number in Enumerable.Range(0, 130))
        {
            await SendAsync(api, FormattableString.Invariant($"n{number:000}"), "Germany", "Quote Requested");
        }

        var page = await ann.GetAsync("/");
        page.Words.ShouldContain("Waiting for you 130");
        Names(page.Text).Count.ShouldBe(25);
        var first = await ann.GetAsync("/?of=mine&list=waiting");
        Names(first.Text).Count.ShouldBe(100);
        var next = Regex.Match(first.Text, "href=\"(?<url>/[^\"]*after=[^\"]+)\"", RegexOptions.NonBacktracking).Groups["url"].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        Names((await ann.GetAsync(next)).Text).Concat(Names(first.Text)).Distinct().Count().ShouldBe(130);
    }

    [Theory, EachDatabase]
    public async Task What_waits_is_found_by_an_index(Dialect dialect)
    {
        await using var api = await OpenAsync(dialect);
        Guid[] some = [Guid.CreateVersion7()];
        foreach (var (of, isQueued) in ((WorkOf, bool)[])
            [
                (new WorkOf(WorkScope.Mine, some, some, ["South"], ["North"], true), false),
                (new WorkOf(WorkScope.Mine, some, some, ["South"], ["North"], true), true),
                (new WorkOf(WorkScope.Everybody, null, null, [], [], true), false),
                (new WorkOf(WorkScope.Everybody, null, null, [], [], true), true),
            ])
        {
            var plan = await PlanAsync(api, dialect, WorkQueue.Sql(of, isQueued, isAfter: true), some);
            plan.ShouldMatch(@"\bhandoff_waiting(_person|_nobody)?\b");
            plan.ShouldNotMatch("SCAN handoff|Seq Scan on handoff|SCAN part|SCAN root");
        }

        var taken = await PlanAsync(api, dialect, HotLeads.TakenOnSql(some), some);
        taken.ShouldContain("handoff_person");
        taken.ShouldNotMatch("TEMP B-TREE|Sort Key");
        var newest = await PlanAsync(api, dialect, HotLeads.NewestSql(some), some);
        newest.ShouldContain("event_lead");
        newest.ShouldNotMatch("TEMP B-TREE|Sort Key");
    }

    private static async Task<string> PlanAsync(TestApi api, Dialect dialect, string sql, IReadOnlyList<Guid> some)
    {
        await using var connection = await api.World.Db.OpenReadAsync(default);
        var parameters = new DynamicParameters(new { workspaceId = api.World.Id, at = 1L, id = Guid.CreateVersion7(), rows = 26, most = 1000, since = 0L }).With("people", some).With("of", some).With("lead", some).With("teams", some).With("queues", (string[])["South"]).With("others", (string[])["North"]);
        if (dialect == Dialect.Postgres)
        {
            // Of an empty table, PostgreSQL would read all.
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off", transaction: transaction);
            return string.Join('\n', await connection.QueryAsync<string>("EXPLAIN " + sql, parameters, transaction));
        }

        return string.Join('\n', (await connection.QueryAsync("EXPLAIN QUERY PLAN " + sql, parameters)).Select(row => (string)row.detail));
    }

    private static async Task<TestApi> OpenAsync(Dialect dialect)
    {
        var api = await TestApi.StartAsync(dialect);
        await api.World.PublishAsync(Playbook);
        var (file, mistakes) = TeamFile.Read(Teams, Roles.All);
        file.ShouldNotBeNull(string.Join(' ', mistakes));
        await new TeamStore(api.World.Db, api.World).SetAsync(api.World.Id, file, default);
        return api;
    }

    private static Task SendAsync(TestApi api, string name, string country, string does) => api.World.SendAsync(
        new { type = "identify", userId = name, traits = new { email = $"{name}@acme.example", name, country } }, new { type = "track", userId = name, @event = does });

    private static async Task<TestBrowser> PersonAsync(TestApi api, string name) =>
        await TestBrowser.SignInAsync(api, (await new PeopleStore(api.World.Db, api.World).AllAsync(api.World.Id, default)).Single(person => person.Email == $"{name}@acme.example").Person);

    private static async Task<IReadOnlyList<string>> NamesAsync(TestBrowser browser, string path) => Names((await browser.GetAsync(path)).Ok().Text);

    private static IReadOnlyList<string> Names(string html) => [.. Regex.Matches(html, "class=\"work-name\"[^>]*>(?<name>[^<]+)<", RegexOptions.NonBacktracking).Select(match => match.Groups["name"].Value)];
}
