using Baton.Server.Api;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Api;

public class LeadListTests
{
    [Theory]
    [EachDatabase]
    public async Task Every_lead_is_listed_once_in_the_order_asked_for_whatever_the_pages(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        for (var i = 0; i < 23; i++)
        {
            api.World.Now += Duration.FromSeconds(1);
            await api.World.SendAsync(
                new { type = "identify", userId = $"u{i}", traits = new { email = $"u{i}@c{i % 3}.example", title = i % 4 == 0 ? "Manager" : "Clerk" } },
                new { type = "track", userId = $"u{i}", @event = i % 5 == 0 ? "Quote Requested" : "Nothing" },
                new { type = "page", anonymousId = $"a{i}", properties = new { path = "/pricing" } });
        }

        foreach (var sort in LeadOrders.Names)
        {
            var all = await api.AllAsync($"/api/leads?sort={sort}", 200);
            var paged = await api.AllAsync($"/api/leads?sort={sort}", 4);
            all.Count.ShouldBe(23);
            paged.Select(lead => lead["id"]!.ToString()).ShouldBe(all.Select(lead => lead["id"]!.ToString()));
            var by = all.Select(lead => sort.TrimStart('-') switch
            {
                "score" => lead["score"]!["total"]!.GetValue<int>().ToString("D5", System.Globalization.CultureInfo.InvariantCulture),
                "since" => lead["stageSince"]!.ToString(),
                _ => lead["created"]!.ToString(),
            });
            by.ShouldBe(sort[0] == '-' ? by.OrderDescending(StringComparer.Ordinal) : by.Order(StringComparer.Ordinal));
        }

        (await api.AllAsync("/api/leads?sort=-created&visitors=true", 5)).Count.ShouldBe(46);
        (await api.GetAsync("/api/leads?visitors=true")).Problem(400).ShouldContain("-created");
        (await api.AllAsync("/api/leads?where={ title: { contains: manager }, score: { gte: 40 } }", 2)).Count.ShouldBe(2);
        (await api.AllAsync("/api/leads?where={\"any\":[{\"stage\":\"MQL\"},{\"email\":\"u1@c1.example\"}]}", 3)).Count.ShouldBe(6);
        (await api.AllAsync("/api/leads?stage=mql", 3)).ShouldAllBe(lead => lead["stage"]!.ToString() == "MQL");
        (await api.AllAsync("/api/leads?q=C2.example", 3)).Count.ShouldBe(7);

        var account = (await api.GetAsync("/api/accounts?domain=c1.example")).Ok()["items"]![0]!;
        account["name"]!.ToString().ShouldBe("c1.example");
        (await api.AllAsync($"/api/accounts/{account["id"]}/leads", 3)).Count.ShouldBe(8);
        (await api.AllAsync($"/api/leads?account={account["id"]}&sort=score", 3)).Count.ShouldBe(8);
        (await api.AllAsync("/api/accounts", 2)).Count.ShouldBe(3);
        var shown = await api.GetAsync($"/api/accounts/{account["id"]}");
        shown.Ok()["keys"]![0]!["value"]!.ToString().ShouldBe("c1.example");
        ((int)(await api.GetAsync($"/api/accounts/{account["id"]}", ("If-None-Match", shown.ETag))).Status).ShouldBe(304);
        (await api.GetAsync($"/api/accounts/{api.World.Id}")).Problem(404);
        (await api.GetAsync($"/api/accounts/{api.World.Id}/leads")).Problem(404);

        (await api.GetAsync("/api/leads?userId=u3")).Ok()["items"]![0]!["email"]!.ToString().ShouldBe("u3@c0.example");
        (await api.GetAsync("/api/leads?email=U3@c0.example")).Ok()["items"]!.AsArray().Count.ShouldBe(1);
        (await api.GetAsync("/api/leads?anonymousId=a3")).Ok()["items"]![0]!["known"]!.GetValue<bool>().ShouldBeFalse();
        (await api.GetAsync("/api/leads?anonymousId=a999")).Ok()["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_asked_is_said_kindly()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "identify", userId = "u1" }, new { type = "identify", userId = "u2" });
        var cursor = (await api.GetAsync("/api/leads?limit=1")).Ok()["next"]!.ToString();

        (await api.GetAsync("/api/leads?stagee=MQL")).Problem(400).ShouldContain("did you mean `stage`?");
        (await api.GetAsync("/api/leads?stage=MQL&stage=SQL")).Problem(400).ShouldContain("more than once");
        (await api.GetAsync("/api/leads?stage=hot")).Problem(400).ShouldContain("`MQL`");
        (await api.GetAsync("/api/leads?sort=name")).Problem(400).ShouldContain("`-created`");
        (await api.GetAsync("/api/leads?limit=0")).Problem(400).ShouldContain("1 to 200");
        (await api.GetAsync("/api/leads?limit=many")).Problem(400).ShouldContain("`limit` cannot be `many`");
        (await api.GetAsync("/api/leads?account=x")).Problem(400).ShouldContain("`account`");
        (await api.GetAsync("/api/leads?cursor=zzz")).Problem(400).ShouldContain("`cursor`");
        (await api.GetAsync($"/api/leads?sort=score&cursor={cursor}")).Problem(400).ShouldContain("asked for otherwise");
        (await api.GetAsync("/api/leads?email=jo")).Problem(400);
        (await api.GetAsync("/api/leads?email=a@b.example&userId=u1")).Problem(400);
        var wrong = await api.GetAsync("/api/leads?where={ title: { containz: x } }");
        wrong.Problem(400).ShouldContain("line 1, column");
        wrong.Json["mistakes"]![0]!["column"]!.GetValue<int>().ShouldBeGreaterThan(1);
        (await api.GetAsync("/api/leads/not-an-id")).Problem(404);
        (await api.GetAsync("/api/nothing")).Problem(404).ShouldContain("/api/docs");
        (await api.PostAsync("/api/leads")).Problem(405).ShouldContain("GET");
        (await api.GetAsync("/api/leads?where=%00&q=%00&userId=%00")).Problem(400);
    }

    [Fact]
    public async Task A_request_looks_at_a_bounded_number_of_leads_and_says_where_to_go_on()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await FillAsync(api, 12_000);

        var page = (await api.GetAsync("/api/leads?where={ title: nobody }")).Ok();
        page["items"]!.AsArray().ShouldBeEmpty();
        page["next"].ShouldNotBeNull();
        (await api.AllAsync("/api/leads?where={ title: nobody }", 50)).ShouldBeEmpty();
        (await api.AllAsync("/api/leads?stage=Lead", 200)).Select(lead => lead["id"]!.ToString()).Distinct().Count().ShouldBe(12_000);
    }

    [Theory]
    [EachDatabase]
    public async Task Lists_are_read_in_the_order_of_an_index_without_sorting(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await FillAsync(api, 5_000);
        await api.World.Db.WriteAsync(transaction => transaction.Connection!.Execute("ANALYZE;", commandType: System.Data.CommandType.Text, transaction: transaction), TestContext.Current.CancellationToken);
        var place = new Place(10, Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(2_500)));
        var statements = new List<string> { LeadTimeline.AllEvents(null), LeadTimeline.AllEvents(place) };
        foreach (var order in Enum.GetValues<LeadOrder>())
        {
            statements.AddRange([.. order.Statements(null, false, false, ofStage: order.IsByStageSince()), .. order.Statements(place, false, false, ofStage: order.IsByStageSince())]);
            statements.AddRange([.. order.Statements(place, false, false, ofStage: true, ofScores: true)]);
            statements.AddRange(order is not (LeadOrder.Newest or LeadOrder.Oldest)
                ? order.IsByScore() ? [.. order.Statements(null, ofAccount: true, false), .. order.Statements(place, ofAccount: true, visitors: true)] : []
                : [.. order.Statements(null, false, visitors: true), .. order.Statements(place, false, visitors: true)]);
        }

        await using var connection = await api.World.Db.OpenReadAsync(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
        {
            var parameters = new { workspaceId = api.World.Id, account = place.Id, number = 10L, stage = (short)1, least = 5, most = 60, id = place.Id, at = 10L, rows = 50 };
            var plan = dialect == Dialect.Sqlite
                ? string.Join('\n', connection.Query($"EXPLAIN QUERY PLAN {statement}", parameters).Select(row => (string)row.detail))
                : string.Join('\n', connection.Query<string>($"EXPLAIN {statement}", parameters));

            plan.ShouldContain("ndex", customMessage: statement);
            plan.ShouldNotContain("TEMP B-TREE", customMessage: statement);
            plan.ShouldNotContain("Sort Key", customMessage: $"{statement}\n{plan}");
            plan.ShouldNotContain("Seq Scan", customMessage: $"{statement}\n{plan}");
            plan.ShouldNotMatch("(?m)^SCAN ", statement);
            statement.ShouldNotContain("OFFSET");
            if (statement.Contains("ORDER BY total DESC", StringComparison.Ordinal) && !statement.Contains("account_id = @", StringComparison.Ordinal) && !statement.Contains("stage = @", StringComparison.Ordinal))
            {
                plan.ShouldContain("lead_by_score", customMessage: statement);
            }
        }
    }

    /// <summary>Adds leads as the door would, and an event for each.</summary>
    private static Task FillAsync(TestApi api, int leads) => api.World.Db.WriteAsync(
        transaction => transaction.Connection!.Execute(
            """
            INSERT INTO lead (workspace_id, lead_id, root_id, created_at, is_known, stage, stage_since, total, fit, engagement, scored_at, playbook, account_id, deal, edits, tallies, revision)
            VALUES (@workspace, @id, @id, @at, @known, 1, @at, @total, 0, 0, @at, 1, @account, 0, '[]', @none, 1)
            """,
            Enumerable.Range(0, leads).Select(i => new
            {
                workspace = api.World.Id,
                id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(i)),
                at = 1000L * i,
                known = true,
                total = i % 90,
                account = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(i % 100)),
                none = Array.Empty<byte>(),
            }),
            transaction)
            + transaction.Connection!.Execute(
                """
                INSERT INTO event (workspace_id, event_id, lead_id, kind, name, occurred_at, received_at, mark, payload)
                SELECT workspace_id, lead_id, lead_id, 0, 'x', created_at, created_at, 0, tallies FROM lead WHERE workspace_id = @workspace
                """,
                new { workspace = api.World.Id },
                transaction),
        default);
}
