using System.Net;
using Baton.Server.Accounts;
using Baton.Server.Api;
using Baton.Server.Leads;
using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Accounts;

public class AccountPageTests
{
    private static readonly Guid Nobody = new("01234567-89ab-7def-8123-456789abcdef");

    [Theory, EachDatabase]
    public async Task Accounts_are_listed_in_either_order_each_once_however_long_the_pages_are(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world);
        var accounts = new AccountList(world.Db);
        var expected = (await ReadAllAsync(accounts, world.Id, AccountOrder.Newest, 200)).ToDictionary(account => account.Id);
        expected.Count.ShouldBe(6);

        foreach (var limit in (int[])[1, 2, 5, 50])
        {
            var best = await ReadAllAsync(accounts, world.Id, AccountOrder.BestLead, limit);
            best.Select(account => account.Best).ShouldBe(expected.Values.Where(account => account.People > 0).Select(account => account.Best).OrderDescending());
            best.Select(account => account.Id).Distinct().Count().ShouldBe(best.Count);
            (await ReadAllAsync(accounts, world.Id, AccountOrder.Newest, limit)).Select(account => account.Id).ShouldBe(expected.Keys);
        }
    }

    [Theory, EachDatabase]
    public async Task Accounts_are_found_by_how_their_name_or_domain_begins(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await FillAsync(api.World);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Reader);

        (await ann.GetAsync("/accounts?q=COMPANY2")).Ok().Words.ShouldContain("company2.example");
        (await ann.GetAsync("/accounts?q=company2")).Words.ShouldNotContain("company3.example");
        (await ann.GetAsync("/accounts?q=company")).Words.ShouldContain("company3.example");
        (await ann.GetAsync("/accounts?q=%25")).Ok().Words.ShouldContain("No account begins with “%”");
        (await ann.GetAsync("/accounts?q=%F0%9F%8F%AD")).Ok();
    }

    [Theory, EachDatabase]
    public async Task An_account_shows_its_people_what_they_did_and_what_it_came_to(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await FillAsync(api.World);
        using var ann = await TestBrowser.SignInAsync(api, Roles.Reader);
        var lead = await api.LeadAsync("p0@company3.example");
        var account = (await api.GetAsync($"/api/leads/{lead}")).Ok()["account"]!["id"]!.ToString();
        (await ann.GetAsync("/accounts")).Ok().Text.ShouldContain($"href=\"/accounts/{account}\"");
        (await ann.GetAsync($"/leads/{lead}")).Text.ShouldContain($"href=\"/accounts/{account}\"");

        var page = (await ann.GetAsync($"/accounts/{account}")).Ok();

        page.Words.ShouldContain("4 known");
        for (var person = 0; person < 4; person++)
        {
            page.Text.ShouldContain($"href=\"/leads/{await api.LeadAsync($"p{person}@company3.example")}\"");
        }

        page.Words.ShouldContain("Quote Requested");
        page.Words.ShouldContain("Engagement over time");
        (await ann.GetAsync($"/accounts/{Nobody}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ann.GetAsync($"/accounts/{account}?people=nonsense&before=nonsense")).Ok();
        foreach (var number in (long[])[long.MinValue, long.MaxValue])
        {
            (await ann.GetAsync($"/accounts/{account}?before={new Place(number, Nobody).ToCursor($"account items\n{account}")}&people={new Place(number, Nobody).ToCursor($"account people\n{account}")}")).Ok();
        }

        (await ann.GetAsync("/accounts?sort=nonsense&after=nonsense")).Ok();
    }

    [Theory, EachDatabase]
    public async Task What_many_leads_did_is_told_newest_first_each_once_however_long_the_pages_are(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        await FillAsync(world);
        foreach (var days in (int[])[1, 1, 13, 15, 15, 100, 130, 300])
        {
            await world.SendAsync(new { type = "track", @event = "Email Link Clicked", userId = $"p{days % 4}@company4.example", timestamp = (world.Now - Duration.FromDays(days)).ToDateTimeOffset() });
        }

        var parts = await world.QueryAsync<Guid>("SELECT lead_id FROM lead WHERE workspace_id = @Id");
        var expected = await world.QueryAsync<Guid>(
            """
            SELECT id FROM (SELECT event_id AS id, occurred_at AS at FROM event WHERE workspace_id = @Id UNION ALL SELECT activity_id, at FROM activity WHERE workspace_id = @Id) AS item
            ORDER BY at DESC, id DESC
            """);
        await using var connection = await world.Db.OpenReadAsync(TestContext.Current.CancellationToken);
        await using var snapshot = connection.BeginSnapshot();

        foreach (var limit in (int[])[1, 2, 7, 30, 1000])
        {
            var told = new List<Guid>();
            Place? after = null;
            do
            {
                (var items, after) = LeadTimeline.ReadOfMany(connection, snapshot, world.Id, parts, limit, after, world.Now);
                items.Count.ShouldBeLessThanOrEqualTo(limit);
                told.AddRange(items.Select(item => item.Id));
            }
            while (after is not null);

            told.ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Since_when_there_is_enough_to_tell_is_read_from_indexes_alone()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        await using var connection = await world.Db.OpenReadAsync(TestContext.Current.CancellationToken);

        foreach (var after in (Place?[])[null, new Place(10, Guid.Empty)])
        {
            var plan = string.Join('\n', connection.Query<(long Id, long Parent, long Unused, string Detail)>(
                "EXPLAIN QUERY PLAN " + LeadTimeline.TimesOfMany(2, after), new { workspaceId = Guid.Empty, part0 = Guid.Empty, part1 = Guid.Empty, since = 0L, at = 0L, rows = 31 }).Select(step => step.Detail));
            plan.ShouldContain("SEARCH event USING COVERING INDEX event_lead");
            plan.ShouldContain("SEARCH activity USING COVERING INDEX activity_lead");
        }
    }

    [Fact]
    public async Task Lists_read_no_more_than_they_show_by_an_index()
    {
        await using var world = await TestWorkspace.CreateAsync(Dialect.Sqlite);
        await using var connection = await world.Db.OpenReadAsync(TestContext.Current.CancellationToken);
        var after = new Place(10, Guid.Empty);
        var statements = ((AccountOrder[])[AccountOrder.BestLead, AccountOrder.Newest]).SelectMany(order => AccountList.Statements(order, null).Concat(AccountList.Statements(order, after)))
            .Concat([AccountList.Beginning(Dialect.Sqlite), AccountSheets.BestSql]).Concat(AccountSheets.PeopleSql(null)).Concat(AccountSheets.PeopleSql(after))
            .Concat([LeadTimeline.EventsOf(TimelineShown.All, after), LeadTimeline.EventsOf(TimelineShown.Of("did", null), null), LeadTimeline.ActivitiesOf(TimelineShown.Of("talks", null), after)]);

        foreach (var statement in statements)
        {
            var plan = string.Join('\n', connection.Query<(long Id, long Parent, long Unused, string Detail)>(
                "EXPLAIN QUERY PLAN " + statement,
                new { workspaceId = Guid.Empty, account = Guid.Empty, id = Guid.Empty, part = Guid.Empty, number = 0L, at = 0L, total = 0, kind = 0, from = "a", to = "b", name = "", rows = 51 }).Select(step => step.Detail));
            plan.ShouldNotContain("SCAN", customMessage: statement);
            plan.ShouldNotContain("TEMP B-TREE FOR ORDER BY\n", customMessage: statement);
        }
    }

    private static async Task<List<AccountInList>> ReadAllAsync(AccountList accounts, Guid workspace, AccountOrder order, int limit)
    {
        var all = new List<AccountInList>();
        Place? after = null;
        do
        {
            (var page, after) = await accounts.ReadAsync(workspace, order, limit, after, default);
            page.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page);
        }
        while (after is not null);

        return all;
    }

    /// <summary>Five companies with one more person each, who do ever more, and one of whom nobody is known.</summary>
    private static async Task FillAsync(TestWorkspace world)
    {
        for (var company = 0; company < 5; company++)
        {
            for (var person = 0; person <= company; person++)
            {
                var userId = $"p{person}@company{company}.example";
                await world.SendAsync(new { type = "identify", userId, traits = new { email = userId, title = company % 2 == 0 ? "Manager" : "Engineer" } });
                for (var clicks = 0; clicks < (company + person) % 4; clicks++)
                {
                    await world.SendAsync(new { type = "track", @event = "Email Link Clicked", userId });
                }

                if (person == 1)
                {
                    await world.SendAsync(new { type = "track", @event = "Quote Requested", userId });
                }
            }
        }

        await world.SendAsync(new { type = "group", anonymousId = "device", groupId = "lonely", traits = new { name = "Lonely" } });
    }
}
