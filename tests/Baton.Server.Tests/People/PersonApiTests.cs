using Baton.Server.People;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.People;

public class PersonApiTests
{
    [Theory]
    [EachDatabase]
    public async Task Somebody_is_let_in_changed_and_leaves(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var added = await api.PostAsync("/api/people", new { email = " Ann@Acme.example", name = "Ann Lee ", role = "sdr" });
        var (id, password) = (added.Ok()["id"]!.ToString(), added.Json["password"]!.ToString());
        var path = $"/api/people/{id}";

        (added.Json["email"]!.ToString(), added.Json["name"]!.ToString(), added.Json["active"]!.GetValue<bool>()).ShouldBe(("ann@acme.example", "Ann Lee", true));
        await PasswordShouldBe(password);
        (await api.GetAsync("/api/people")).Text.ShouldNotContain(password);
        var shown = await api.GetAsync(path);
        var changed = await api.PatchAsync(path, new { role = "ae" }, ("If-Match", shown.ETag));
        (changed.Ok()["role"]!.ToString(), changed.Json["name"]!.ToString()).ShouldBe(("ae", "Ann Lee"));
        (await api.PatchAsync(path, new { name = "Other" }, ("If-Match", shown.ETag))).Problem(412);
        var renewed = (await api.PostAsync($"{path}/password")).Ok()["password"]!.ToString();
        renewed.ShouldNotBe(password);
        await PasswordShouldBe(renewed);

        await api.PostAsync("/api/teams", new { name = "Inside", zone = "UTC", hours = "24x7", manager = id });
        (await api.PatchAsync(path, new { active = false })).Problem(409).ShouldBe("Ann Lee manages Inside. Give the team another manager first, so that somebody is told of what is missed.");
        var team = (await api.GetAsync("/api/teams")).Ok()["items"]![0]!["id"];
        (await api.SendAsync(HttpMethod.Put, $"/api/teams/{team}", new { name = "Inside", zone = "UTC", hours = "24x7" })).Ok();
        (await api.PatchAsync(path, new { active = false })).Ok()["deactivated"].ShouldNotBeNull();
        (await api.GetAsync("/api/people")).Ok()["items"]!.AsArray().Single()!["active"]!.GetValue<bool>().ShouldBeFalse();
        (await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "sdr" })).Problem(409).ShouldContain("let in again");
        (await api.PatchAsync(path, new { active = true })).Ok()["active"]!.GetValue<bool>().ShouldBeTrue();

        async Task PasswordShouldBe(string expected)
        {
            var (person, hash) = (await new PeopleStore(api.World.Db, api.World).FindAsync(api.World.Id, "ann@acme.example", default)).ShouldNotBeNull();
            Password.Matches(person, hash, expected).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task What_is_wrong_with_somebody_is_told_at_once()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var ann = (await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "sdr" })).Ok()["id"];
        await api.PostAsync("/api/people", new { email = "bo@acme.example", name = "Bo", role = "ae" });

        (await api.PostAsync("/api/people", new { email = "ann", name = " ", role = "boss" })).Problem(400).ShouldBe(
            "`ann` is no e-mail address. Write it as ann@example.com. `name` is a text of 1 to 200 characters on one line. "
            + "`role` is one of `admin`, `manager`, `marketing`, `sales`, `sdr`, `ae`, `reader`.");
        (await api.PostAsync("/api/people", new { email = "jörg@acme.example", name = "Jörg", role = "sdr" })).Problem(400).ShouldBe(
            "`jörg@acme.example` has letters before the @ that many mail servers do not take. Write it with letters from a to z there, such as joerg@example.com.");
        (await api.PostAsync("/api/people", new { email = (string?)null, name = (string?)null, role = (string?)null })).Problem(400);
        (await api.PatchAsync($"/api/people/{ann}", new { })).Problem(400).ShouldStartWith("Say what to change");
        (await api.PatchAsync($"/api/people/{ann}", new { email = "BO@acme.example" })).Problem(409).ShouldContain("bo@acme.example");
        (await api.PatchAsync($"/api/people/{Guid.Empty}", new { name = "x" })).Problem(404);
        (await api.GetAsync($"/api/people/{Guid.Empty}")).Problem(404);
        (await api.PostAsync($"/api/people/{Guid.Empty}/password")).Problem(404);
    }

    [Theory]
    [EachDatabase]
    public async Task Absences_are_noted_ended_and_taken_away(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var ann = (await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "sdr" })).Ok()["id"];
        var path = $"/api/people/{ann}/absences";

        var absence = (await api.PostAsync(path, new { from = "2026-07-06T07:00:00Z", reason = "Cold" })).Ok();
        (await api.PostAsync(path, new { from = "2026-07-06T07:00:00Z", to = "2026-07-06T07:00:00Z" })).Problem(400).ShouldContain("after `from`");
        (await api.PostAsync(path, new { from = "2026-07-06T07:00:00Z", reason = " " })).Problem(400).ShouldContain("`reason`");
        (await api.PatchAsync($"{path}/{absence["id"]}", new { to = "2026-07-01T07:00:00Z" })).Problem(400).ShouldContain("deleted");
        (await api.PatchAsync($"{path}/{absence["id"]}", new { to = "2026-07-13T07:00:00Z" })).Ok()["to"]!.ToString().ShouldBe("2026-07-13T07:00:00Z");
        (await api.PatchAsync($"{path}/{ann}", new { to = "2026-07-13T07:00:00Z" })).Problem(404);

        (await api.GetAsync(path)).Ok()["items"]!.AsArray().Single()!["reason"]!.ToString().ShouldBe("Cold");
        (await api.SendAsync(HttpMethod.Delete, $"{path}/{absence["id"]}", null)).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await api.SendAsync(HttpMethod.Delete, $"{path}/{absence["id"]}", null)).Problem(404);
        (await api.GetAsync(path)).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await api.GetAsync($"/api/people/{Guid.Empty}/absences")).Problem(404);
    }
}
