using System.Text.Json.Nodes;
using Baton.Core.Lifecycle;
using Baton.Server.Deals;
using Baton.Server.Delivery;
using Baton.Server.Imports;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Imports;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Deals;

public class DealApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task A_deal_is_opened_changed_lost_opened_again_and_won_and_the_stage_of_the_lead_follows(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var (lead, ann) = await WorldAsync(api);
        await new TargetStore(api.World.Db, api.World).AddAsync(api.World.Id, TargetKind.Webhook, "CRM", "https://crm.example", ["deal.*"], WebhookSecret.New(), Cancel);
        await new TargetStore(api.World.Db, api.World).AddAsync(api.World.Id, TargetKind.Slack, "#wins", "https://hooks.slack.com/x", ["deal.won"], secret: null, Cancel);

        var opened = await api.PostAsync($"/api/leads/{lead}/deals", new { name = " Filler ", amount = 150_000.5, currency = "eur", stage = "Demo", @as = "ann@acme.example" });
        var path = $"/api/deals/{opened.Ok()["id"]}";
        Shown(opened.Json).ShouldBe(("Filler", 150_000.5m, "EUR", "open", "Demo", "Ann"));
        opened.Json["lead"]!["name"]!.ToString().ShouldBe("Jo Miller");
        opened.Json["lead"]!["stage"]!.ToString().ShouldBe("Opportunity");
        (opened.Json["externalId"]!.ToString(), opened.Json["closed"]).ShouldBe(($"baton:{opened.Json["id"]}", null));
        await StageShouldBe(Stage.Opportunity);

        var shown = await api.GetAsync(path);
        shown.ETag.ShouldBe(opened.ETag);
        ((int)(await api.GetAsync(path, ("If-None-Match", shown.ETag))).Status).ShouldBe(304);
        api.World.Now += Duration.FromMinutes(1);
        var changed = await api.PatchAsync(path, new { amount = 180_000, owner = "bo@acme.example", @as = ann }, ("If-Match", shown.ETag));
        Shown(changed.Ok()).ShouldBe(("Filler", 180_000m, "EUR", "open", "Demo", "Bo"));
        (await api.PatchAsync(path, new { name = "Other" }, ("If-Match", shown.ETag))).Problem(412).ShouldStartWith("The deal was changed since you read it.");
        api.World.Now += Duration.FromMinutes(1);
        (await api.PatchAsync(path, new { stage = "", owner = "nobody" }, ("If-Match", changed.ETag))).Ok()["owner"].ShouldBeNull();

        api.World.Now += Duration.FromMinutes(1);
        (await api.PostAsync($"{path}/lose", new { reason = "Too dear", competitor = "Rival" })).Ok()["competitor"]!.ToString().ShouldBe("Rival");
        await StageShouldBe(Stage.Lost);
        (await api.PostAsync($"{path}/win", new { })).Problem(409).ShouldBe($"The deal was lost already. Open it again first: POST {path}/reopen.");
        api.World.Now += Duration.FromMinutes(1);
        var again = (await api.PostAsync($"{path}/reopen", new { })).Ok();
        (again["state"]!.ToString(), again["reason"], again["competitor"], again["closed"]).ShouldBe(("open", null, null, null));
        await StageShouldBe(Stage.Opportunity);
        (await api.PostAsync($"{path}/reopen", new { })).Problem(409).ShouldBe("The deal is open already.");
        api.World.Now += Duration.FromMinutes(1);
        (await api.PostAsync($"{path}/win", new { @as = "ann@acme.example" })).Ok()["closed"]!.ToString().ShouldBe("2026-03-31T12:05:00Z");
        await StageShouldBe(Stage.Customer);

        var told = (await api.World.QueryAsync<(string Actor, string Data)>("SELECT actor, data FROM activity WHERE workspace_id = @Id AND kind = 'deal.changed' ORDER BY activity_id"))
            .Select(row => (row.Actor, Data: JsonNode.Parse(row.Data)!)).ToList();
        told.Count.ShouldBe(6);
        told[0].Actor.ShouldStartWith("Ann (key ");
        told[1].Data["changes"]!.AsArray().Select(change => change!["field"]!.ToString()).ShouldBe(["amount", "owner"]);
        told[1].Data["changes"]![0]!.ToJsonString().ShouldBe("""{"field":"amount","from":150000.5,"to":180000}""");
        told[1].Data["changes"]![1]!["to"]!["email"]!.ToString().ShouldBe("bo@acme.example");
        told.Select(one => (one.Data["from"]?.ToString(), one.Data["to"]!.ToString())).ShouldBe([(null, "open"), ("open", "open"), ("open", "open"), ("open", "lost"), ("lost", "open"), ("open", "won")]);

        var messages = (await api.World.QueryAsync<(string Type, short Kind, string Content)>("SELECT type, target_kind, content FROM message WHERE workspace_id = @Id ORDER BY place"))
            .Where(message => message.Type.StartsWith("deal.", StringComparison.Ordinal)).ToList();
        messages.Where(message => message.Kind == 2).Select(message => message.Type).ShouldBe([DealNews.Opened, DealNews.Changed, DealNews.Changed, DealNews.Lost, DealNews.Changed, DealNews.Won]);
        var won = JsonNode.Parse(messages.Last(message => message.Kind == 2).Content)!;
        (won["lead"]!["id"]!.ToString(), won["lead"]!["stage"]!.ToString(), won["event"]!["to"]!.ToString(), won["event"]!["amount"]!.GetValue<decimal>()).ShouldBe((lead.ToString(), "Customer", "won", 180_000m));
        JsonNode.Parse(messages.Single(message => message.Kind == 1).Content)!["text"]!.ToString().ShouldStartWith("Jo Miller, Acme: the deal “Filler” is won, 180,000 EUR (Ann (key ");

        async Task StageShouldBe(Stage stage) => (await api.World.EmailAsync("jo@acme.example"))!.Score.Stage.ShouldBe(stage);
    }

    [Theory]
    [EachDatabase]
    public async Task Deals_are_listed_newest_first_page_by_page_and_by_what_is_asked_for(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var (jo, ann) = await WorldAsync(api);
        await api.World.SendAsync(new { type = "identify", userId = "u2", traits = new { email = "kim@beta.example" } });
        var kim = await api.LeadAsync("kim@beta.example");
        await api.World.ImportAsync(ImportKind.Deals, """
            Deal ID,Email,Deal Name,Stage,Create Date
            D1,jo@acme.example,old,Closed lost,2025-01-02T08:00:00Z
            D2,kim@beta.example,undated,Open,
            """);
        var names = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            api.World.Now += Duration.FromMinutes(1);
            (await api.PostAsync($"/api/leads/{(i % 2 == 0 ? jo : kim)}/deals", new { name = $"n{i}", owner = i == 3 ? "bo@acme.example" : ann })).Ok();
            names.Insert(0, $"n{i}");
        }

        (await NamesAsync("/api/deals")).ShouldBe([.. names, "old", "undated"]);
        (await NamesAsync("/api/deals?state=lost")).ShouldBe(["old"]);
        (await NamesAsync("/api/deals?state=OPEN")).ShouldBe([.. names, "undated"]);
        (await NamesAsync($"/api/deals?lead={jo}")).ShouldBe(["n4", "n2", "n0", "old"]);
        (await NamesAsync($"/api/deals?lead={kim}&state=open&owner=bo@acme.example")).ShouldBe(["n3"]);
        (await NamesAsync("/api/deals?owner=nobody")).ShouldBe(["old", "undated"]);
        var account = (await api.GetAsync($"/api/leads/{jo}")).Ok()["account"]!["id"];
        (await NamesAsync($"/api/deals?account={account}")).ShouldBe(["n4", "n2", "n0", "old"]);
        (await NamesAsync($"/api/deals?lead={Guid.Empty}")).ShouldBeEmpty();
        (await api.GetAsync("/api/deals?state=maybe")).Problem(400).ShouldBe("`state` is one of `open`, `won`, `lost`.");
        (await api.GetAsync("/api/deals?owner=x@y.example")).Problem(400);

        async Task<List<string>> NamesAsync(string path) => (await api.AllAsync(path, 2)).ConvertAll(deal => deal["name"]!.ToString());
    }

    [Theory]
    [EachDatabase]
    public async Task What_an_import_says_of_a_later_time_holds_and_of_an_earlier_one_does_not(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await WorldAsync(api);
        await api.World.ImportAsync(ImportKind.Deals, "Deal ID,Email,Amount,Stage\nD1,jo@acme.example,5 EUR,Proposal\n");
        var id = (await api.GetAsync("/api/deals")).Ok()["items"]![0]!["id"];
        api.World.Now += Duration.FromHours(1);
        (await api.PostAsync($"/api/deals/{id}/win", new { })).Ok()["said"]!.ToString().ShouldBe("2026-03-31T13:00:00Z");

        await api.World.ImportAsOfAsync(ImportKind.Deals, "Deal ID,Email,Amount,Stage\nD1,jo@acme.example,6 EUR,Proposal\n", api.World.Now - Duration.FromMinutes(30));
        (await api.GetAsync($"/api/deals/{id}")).Ok()["state"]!.ToString().ShouldBe("won");
        api.World.Now += Duration.FromHours(1);
        await api.World.ImportAsync(ImportKind.Deals, "Deal ID,Email,Amount,Stage\nD1,jo@acme.example,7 EUR,Proposal\n");

        var shown = (await api.GetAsync($"/api/deals/{id}")).Ok();
        (shown["state"]!.ToString(), shown["amount"]!.GetValue<decimal>()).ShouldBe(("open", 7m));
        (await api.World.EmailAsync("jo@acme.example"))!.Score.Stage.ShouldBe(Stage.Opportunity);
    }

    [Fact]
    public async Task What_cannot_be_said_of_a_deal_is_told_with_what_to_do()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var (lead, _) = await WorldAsync(api);
        await api.World.SendAsync(new { type = "page", anonymousId = "a1" });
        var visitor = (await api.World.VisitorAsync("a1"))!.Id;
        var open = $"/api/leads/{lead}/deals";

        (await api.PostAsync(open, new { amount = 5 })).Problem(400).ShouldStartWith("`currency` says");
        (await api.PostAsync(open, new { amount = 5.001, currency = "EUR" })).Problem(400).ShouldStartWith("`amount` is");
        (await api.PostAsync(open, new { amount = -5, currency = "EUR" })).Problem(400).ShouldStartWith("`amount` is");
        (await api.PostAsync(open, new { amount = 5, currency = "XYZ" })).Problem(400).ShouldStartWith("`currency` is");
        (await api.PostAsync(open, new { name = new string('x', 201) })).Problem(400).ShouldStartWith("`name` is");
        (await api.PostAsync(open, new { owner = "x@y.example" })).Problem(400).ShouldStartWith("`owner` is");
        (await api.PostAsync(open, new { @as = "x@y.example" })).Problem(400).ShouldStartWith("`as` is");
        (await api.PostAsync(open, new { worth = 5 })).Problem(400);
        (await api.PostAsync($"/api/leads/{Guid.Empty}/deals", new { })).Problem(404);
        (await api.PostAsync($"/api/leads/{visitor}/deals", new { })).Problem(409).ShouldStartWith("Nothing is known of this visitor");
        var deal = $"/api/deals/{(await api.PostAsync(open, new { })).Ok()["id"]}";
        (await api.PatchAsync(deal, new { })).Problem(400).ShouldStartWith("Say what to change");
        (await api.PatchAsync(deal, new { amount = 3 })).Problem(409).ShouldStartWith("Nobody has said which currency");
        (await api.PostAsync($"{deal}/lose", new { reason = " " })).Problem(400).ShouldStartWith("`reason` says why");
        (await api.PostAsync($"{deal}/lose", new { })).Problem(400);
        (await api.PostAsync($"{deal}/lose", new { reason = "x", competitor = "" })).Problem(400).ShouldStartWith("`competitor` is");
        (await api.GetAsync($"/api/deals/{Guid.Empty}")).Problem(404).ShouldBe($"There is no deal {Guid.Empty}.");
        (await api.PostAsync($"/api/deals/{Guid.Empty}/win", new { })).Problem(404);
        (await api.PatchAsync(deal, new { name = "x" }, ("Authorization", $"Bearer {await api.KeyAsync("read")}"))).Problem(403);
        (await api.World.ScalarAsync<int>("SELECT COUNT(*) FROM deal WHERE workspace_id = @Id")).ShouldBe(1);
    }

    [Theory]
    [EachDatabase]
    public async Task A_deal_of_an_account_alone_is_won_and_told_without_a_lead(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await new TargetStore(api.World.Db, api.World).AddAsync(api.World.Id, TargetKind.Webhook, "CRM", "https://crm.example", ["*"], WebhookSecret.New(), Cancel);
        await api.World.ImportAsync(ImportKind.Deals, "Deal ID,Account,Stage\nD1,Acme,Proposal\n");
        var listed = (await api.GetAsync("/api/deals")).Ok()["items"]![0]!;
        (listed["lead"], listed["account"]!["name"]!.ToString()).ShouldBe((null, "acme"));

        (await api.PostAsync($"/api/deals/{listed["id"]}/win", new { })).Ok()["state"]!.ToString().ShouldBe("won");

        var (type, content) = (await api.World.QueryAsync<(string, string)>("SELECT type, content FROM message WHERE workspace_id = @Id")).ShouldHaveSingleItem();
        (type, JsonNode.Parse(content)!["lead"]).ShouldBe((DealNews.Won, null));
    }

    [Theory]
    [EachDatabase]
    public async Task Nobody_wins_several_deals_by_moving_a_lead(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var (lead, _) = await WorldAsync(api);
        var one = (await api.PostAsync($"/api/leads/{lead}/deals", new { name = "one" })).Ok()["id"];
        var two = (await api.PostAsync($"/api/leads/{lead}/deals", new { name = "two" })).Ok()["id"];

        (await api.PostAsync($"/api/leads/{lead}/move", new { stage = "Customer", reason = "They signed" })).Problem(409).ShouldBe(
            $"The lead has 2 open deals. Say which of them is won, and the lead is a customer: GET /api/deals?lead={lead}&state=open lists them, POST /api/deals/{{id}}/win wins one.");
        (await api.GetAsync("/api/deals?state=open")).Ok()["items"]!.AsArray().Count.ShouldBe(2);

        (await api.PostAsync($"/api/deals/{two}/lose", new { reason = "Not this year" })).Ok();
        (await api.PostAsync($"/api/leads/{lead}/move", new { stage = "Customer", reason = "They signed" })).Ok()["stage"]!.ToString().ShouldBe("Customer");
        (await api.GetAsync($"/api/deals/{one}")).Ok()["state"]!.ToString().ShouldBe("won");
    }

    [Theory]
    [EachDatabase]
    public async Task Every_list_of_deals_is_read_by_an_index(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateAsync(dialect);
        await using var connection = await database.Db.OpenReadAsync(Cancel);
        foreach (var query in (DealQuery[])[new(null, null, false, null, null, 50, null), new(DealState.Open, null, false, null, null, 50, new Server.Api.Place(1, Guid.Empty)), new(null, Guid.Empty, false, null, null, 50, null), new(null, null, true, null, null, 50, null), new(null, null, false, null, Guid.Empty, 50, null), new(DealState.Open, null, false, null, Guid.Empty, 50, new Server.Api.Place(1, Guid.Empty))])
        {
            if (dialect == Dialect.Sqlite)
            {
                var plan = string.Join('\n', connection.Query<(int, int, int, string Detail)>(
                    "EXPLAIN QUERY PLAN " + DealList.Sql(query), new { workspaceId = Guid.Empty, state = 2, owner = Guid.Empty, account = Guid.Empty, at = 0L, id = Guid.Empty, rows = 51 }).Select(step => step.Detail));
                plan.ShouldContain(query.Account is null ? "INDEX deal_opened" : "INDEX deal_account");
                plan.ShouldNotContain("TEMP B-TREE");
            }
        }
    }

    private static async Task<(Guid Lead, string Ann)> WorldAsync(TestApi api)
    {
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", name = "Jo Miller", company = "Acme" } });
        var ann = (await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "ae" })).Ok()["id"]!.ToString();
        await api.PostAsync("/api/people", new { email = "bo@acme.example", name = "Bo", role = "ae" });
        return (await api.LeadAsync("jo@acme.example"), ann);
    }

    private static (string?, decimal?, string?, string?, string?, string?) Shown(JsonNode deal) => (
        deal["name"]?.ToString(), deal["amount"]?.GetValue<decimal>(), deal["currency"]?.ToString(), deal["state"]?.ToString(), deal["stage"]?.ToString(), deal["owner"]?["name"]?.ToString());
}
