using System.Text.Json.Nodes;
using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Teams;

public class TeamApiTests
{
    [Theory]
    [EachDatabase]
    public async Task A_team_is_added_shown_replaced_and_deleted(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var ann = (await api.PostAsync("/api/people", new { email = "Ann@Acme.example", name = "Ann Lee", role = "sdr" })).Ok();
        await api.PostAsync("/api/people", new { email = "bo@acme.example", name = "Bo Berg", role = "manager" });

        var added = await api.PostAsync("/api/teams", Inside("Inside sales", new { person = "ann@acme.example", weight = 2, capacity = 12, hours = "mon-thu 9-13" }));

        var team = added.Ok();
        ((int)added.Status).ShouldBe(201);
        (team["zone"]!.ToString(), team["hours"]!.ToString(), team["manager"]!["name"]!.ToString()).ShouldBe(("Europe/Berlin", "Mon-Fri 09:00-12:30, 13:00-17:00", "Bo Berg"));
        team["holidays"]!.AsArray().Select(day => day!.ToString()).ShouldBe(["2026-12-25", "2027-01-01"]);
        var member = team["members"]!.AsArray().Single()!;
        (member["person"]!.ToString(), member["weight"]!.GetValue<int>(), member["capacity"]!.GetValue<int>(), member["hours"]!.ToString(), member["zone"])
            .ShouldBe((ann["id"]!.ToString(), 2, 12, "Mon-Thu 09:00-13:00", null));

        var path = $"/api/teams/{team["id"]}";
        var shown = await api.GetAsync(path);
        (await api.GetAsync(path, ("If-None-Match", shown.ETag))).Status.ShouldBe(System.Net.HttpStatusCode.NotModified);
        var replaced = await api.SendAsync(HttpMethod.Put, path, Inside("Inside", new { person = ann["id"]!.ToString() }), ("If-Match", shown.ETag));
        (replaced.Ok()["name"]!.ToString(), replaced.Json["members"]![0]!["capacity"]).ShouldBe(("Inside", null));
        (await api.SendAsync(HttpMethod.Put, path, Inside("Other"), ("If-Match", shown.ETag))).Problem(412).ShouldContain("Read it again");
        (await api.SendAsync(HttpMethod.Delete, path, null, ("If-Match", shown.ETag))).Problem(412);
        (await api.PostAsync("/api/teams", Inside(" INSIDE "))).Problem(409).ShouldContain("“INSIDE”");
        (await api.GetAsync("/api/teams")).Ok()["items"]!.AsArray().Count.ShouldBe(1);
        (await api.SendAsync(HttpMethod.Delete, path, null)).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await api.GetAsync(path)).Problem(404);
        (await api.SendAsync(HttpMethod.Put, path, Inside("Inside"))).Problem(404);
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once_with_its_place_and_what_to_do()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var refused = await api.PostAsync("/api/teams", new
        {
            name = " ",
            zone = "Berlin",
            hours = "Mno-Fri 9-17",
            holidays = new[] { "2026-12-25", "25.12.2026", "2026-02-30" },
            members = new object[] { new { person = "", weight = 0, capacity = -1, zone = "Europe/Pariss", hours = "" } },
        });

        refused.Problem(422).ShouldBe("`name`: A team’s name is a text of 1 to 100 characters on one line. `mistakes` has 9 more.");
        refused.Json["mistakes"]!.AsArray().Select(mistake => $"{mistake!["at"]}: {mistake["message"]}").ShouldBe([
            "name: A team’s name is a text of 1 to 100 characters on one line.",
            "zone: `Berlin` is no time zone; did you mean `Europe/Berlin`?",
            "hours: `Mno` is no day; did you mean `Mon`?",
            "holidays[1]: `25.12.2026` is no date of a calendar; write year, month and day, such as `2026-12-25`.",
            "holidays[2]: `2026-02-30` is no date of a calendar; write year, month and day, such as `2026-12-25`.",
            "members[0].person: Say who: their address or id.",
            "members[0].weight: A weight is from 1 to 100, and 0 is not.",
            "members[0].capacity: A capacity is from 0 to 10,000, and -1 is not. Leave it out for no limit.",
            "members[0].zone: `Europe/Pariss` is no time zone; did you mean `Europe/Paris`?",
            "members[0].hours: There are no working hours; write them such as `Mon-Fri 09:00-12:30, 13:00-17:00`, or `24x7`.",
        ]);
        (await api.PostAsync("/api/teams", Inside("Inside"))).Problem(422).ShouldStartWith("`manager`: Nobody here has the address bo@acme.example.");
        (await api.PostAsync("/api/teams", new { name = (string?)null, zone = (string?)null, hours = (string?)null, members = new object?[] { null } })).Problem(422);
        (await api.PostAsync("/api/teams", new { name = "x" })).Problem(400).ShouldContain("`zone`, `hours`");
        (await api.PostAsync("/api/teams", new { name = "x", zone = "UTC", hours = "24x7", menbers = 1 })).Problem(400).ShouldContain("there is no member `menbers`");
    }

    [Fact]
    public async Task Who_may_read_may_not_change()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var read = ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Read));

        (await api.GetAsync("/api/teams", read)).Ok();
        (await api.PostAsync("/api/teams", Inside("Inside"), read)).Json["scope"]!.ToString().ShouldBe("admin");
        (await api.PostAsync("/api/people", new { email = "a@acme.example", name = "A", role = "sdr" }, read)).Problem(403);
    }

    private static JsonObject Inside(string name, params object[] members) => new()
    {
        ["name"] = name,
        ["zone"] = "europe/berlin",
        ["hours"] = "Mon-Fri 9-12:30, 13-17",
        ["holidays"] = new JsonArray("2027-01-01", "2026-12-25"),
        ["manager"] = "BO@acme.example",
        ["members"] = System.Text.Json.JsonSerializer.SerializeToNode(members),
    };
}
