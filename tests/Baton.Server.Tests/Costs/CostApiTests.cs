using System.Net;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Costs;

public class CostApiTests
{
    [Theory]
    [EachDatabase]
    public async Task A_cost_is_noted_changed_and_taken_away(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "marketing" });
        var added = await api.PostAsync("/api/costs", new { team = "marketing", campaign = " Spring fair ", from = "2026-03-01", to = "2026-03-31", amount = 12_000.5, currency = "eur", note = "Stand", @as = "ann@acme.example" });
        var path = $"/api/costs/{added.Ok()["id"]}";
        added.Json.AsObject().Where(member => member.Key is not ("id" or "by")).Select(member => member.Value!.ToString())
            .ShouldBe(["marketing", "Spring fair", "2026-03-01", "2026-03-31", "12000.5", "EUR", "Stand", "2026-03-31T12:00:00Z"]);
        added.Json["by"]!.ToString().ShouldStartWith("Ann (key ");

        var shown = await api.GetAsync(path);
        shown.ETag.ShouldBe(added.ETag);
        (await api.GetAsync(path, ("If-None-Match", shown.ETag))).Status.ShouldBe(HttpStatusCode.NotModified);
        var other = new { team = "sales", from = "2026-03-01", to = "2026-03-01", amount = 5, currency = "USD" };
        var replaced = await api.SendAsync(HttpMethod.Put, path, other, ("If-Match", shown.ETag));
        (replaced.Ok()["campaign"], replaced.Json["note"], replaced.Json["amount"]!.ToString()).ShouldBe((null, null, "5"));
        (await api.SendAsync(HttpMethod.Put, path, other, ("If-Match", shown.ETag))).Problem(412);
        (await api.SendAsync(HttpMethod.Delete, path, null, ("If-Match", shown.ETag))).Problem(412);
        (await api.SendAsync(HttpMethod.Delete, path, null, ("If-Match", replaced.ETag))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, path, null)).Problem(404);
        (await api.SendAsync(HttpMethod.Put, path, other)).Problem(404);
        (await api.GetAsync(path)).Problem(404).ShouldStartWith("There is no cost ");
    }

    [Theory]
    [EachDatabase]
    public async Task Costs_are_listed_by_team_campaign_and_days(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        foreach (var (note, team, campaign, from, to) in ((string, string, string?, string, string)[])
            [("jan", "marketing", "A", "2026-01-01", "2026-01-31"), ("year", "sales", null, "2026-01-01", "2026-12-31"), ("mar", "marketing", "A", "2026-03-01", "2026-03-31"), ("day", "marketing", "B", "2026-03-31", "2026-03-31")])
        {
            (await api.PostAsync("/api/costs", new { team, campaign, from, to, amount = 1, currency = "EUR", note })).Ok();
        }

        (await NotesAsync("")).ShouldBe(["day", "mar", "jan", "year"], ignoreOrder: true);
        (await NotesAsync("")).Take(2).ShouldBe(["day", "mar"]);
        (await NotesAsync("?team=sales")).ShouldBe(["year"]);
        (await NotesAsync("?campaign=A")).ShouldBe(["mar", "jan"]);
        (await NotesAsync("?from=2026-03-31&to=2026-03-31")).ShouldBe(["day", "mar", "year"]);
        (await NotesAsync("?from=2026-01-31&to=2026-02-28")).ShouldBe(["jan", "year"], ignoreOrder: true);
        (await NotesAsync("?from=2027-01-01")).ShouldBeEmpty();
        (await NotesAsync("?to=2025-12-31")).ShouldBeEmpty();

        async Task<List<string>> NotesAsync(string query) => (await api.AllAsync("/api/costs" + query, 2)).ConvertAll(cost => cost["note"]!.ToString());
    }

    [Theory]
    [InlineData("it", "2026-03-01", "2026-03-31", 1, "EUR", "`team` is")]
    [InlineData("sales", "2026-03-31", "2026-03-01", 1, "EUR", "`from` and `to` are")]
    [InlineData("sales", "2026-02-30", "2026-03-01", 1, "EUR", "`from` and `to` are")]
    [InlineData("sales", "1026-02-20", "2026-03-01", 1, "EUR", "`from` and `to` are")]
    [InlineData("sales", "1969-12-31", "1970-03-01", 1, "EUR", "`from` and `to` are")]
    [InlineData("sales", "2026-03-01", "2026-03-01", -1, "EUR", "`amount` is a number from 0 to 10,000,000,000,000 with two decimal places at the most, such as 180000 or 99.5.")]
    [InlineData("sales", "2026-03-01", "2026-03-01", 1e14, "EUR", "`amount` is a number from 0 to 10,000,000,000,000 with")]
    [InlineData("sales", "2026-03-01", "2026-03-01", 1.001, "EUR", "`amount` is")]
    [InlineData("sales", "2026-03-01", "2026-03-01", 1, "EURO", "`currency` is")]
    public async Task What_is_wrong_with_a_cost_is_told(string team, string from, string to, double amount, string currency, string problem)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        (await api.PostAsync("/api/costs", new { team, from, to, amount, currency })).Problem(400).ShouldStartWith(problem);
    }

    [Fact]
    public async Task Filters_that_are_none_are_told()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        (await api.GetAsync("/api/costs?team=it")).Problem(400).ShouldStartWith("`team` is");
        (await api.GetAsync("/api/costs?to=1.3.2026")).Problem(400).ShouldStartWith("`to` is a day");
        (await api.GetAsync("/api/costs?from=2026-03-02&to=2026-03-01")).Problem(400).ShouldBe("`from` is after `to`, and no day is in between. Swap them.");
        (await api.PostAsync("/api/costs", new { team = "sales", campaign = " ", from = "2026-03-01", to = "2026-03-01", amount = 1, currency = "EUR" })).Problem(400).ShouldBe("`campaign` is a text of 1 to 200 characters on one line, or left out.");
    }
}
