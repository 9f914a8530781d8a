using System.Text;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;

namespace Baton.Server.Tests.Hosting;

public class BadRequestTests
{
    [Theory]
    [InlineData("costs", """{ "team": "sales", "from": "2026-03-01", "to": "2026-03-01", "amount": "x", "currency": "EUR" }""", "at `amount`: a number such as `99.5` is expected")]
    [InlineData("costs", """{ "team": 5, "from": "2026-03-01", "to": "2026-03-01", "amount": 1, "currency": "EUR" }""", "at `team`: a text is expected")]
    [InlineData("costs", "[]", "be: an object is expected")]
    [InlineData("leads/{lead}/deals", """{ "amount": true }""", "at `amount`: a number such as `99.5` is expected")]
    [InlineData("leads/{lead}/deals", """{ "name": ["x"] }""", "at `name`: a text is expected")]
    [InlineData("leads/{lead}/answers", """{ "answers": { "budget": 200000 }, "source": "call" }""", "at `answers.budget`: a text is expected")]
    [InlineData("leads/{lead}/answers", """{ "answers": "x", "source": "call" }""", "at `answers`: an object is expected")]
    [InlineData("leads/{lead}/contacts", """{ "kind": "call", "outcome": "reached", "automatic": "no" }""", "at `automatic`: true or false is expected")]
    [InlineData("leads/{lead}/merge", """{ "with": "x" }""", "at `with`: an id such as `0198c7d2-5f3a-7c1e-9a53-6d7b1f6f2c11` is expected")]
    [InlineData("leads/{lead}/tasks", """{ "title": "Call", "due": {} }""", "at `due`: a time such as `2026-03-31T12:00:00Z` or `2026-03-31T14:00:00+02:00` is expected")]
    [InlineData("webhooks", """{ "name": "a", "url": "https://a.example", "types": "lead.*" }""", "at `types`: a list is expected")]
    [InlineData("teams", """{ "name": "A", "zone": "UTC", "hours": "24x7", "members": [5] }""", "at `members[0]`: an object is expected")]
    [InlineData("teams", """{ "name": "A", "zone": "UTC", "hours": "24x7", "members": [{ "person": "a", "weight": 1.5 }] }""", "at `members[0].weight`: a whole number is expected")]
    public async Task A_value_of_another_type_is_told_with_the_type_that_is_wanted(string path, string body, string words)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        var lead = $"{await api.LeadAsync("jo@acme.example")}";

        (await api.PostAsync($"/api/{path.Replace("{lead}", lead, StringComparison.Ordinal)}", new StringContent(body, Encoding.UTF8, "application/json"))).Problem(400)
            .ShouldEndWith($"{words}. /api/docs shows what it takes.");
    }
}
