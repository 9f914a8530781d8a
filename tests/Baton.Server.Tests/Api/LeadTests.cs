using System.Text.Json.Nodes;
using Baton.Server.Leads;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Api;

public class LeadTests
{
    [Theory]
    [EachDatabase]
    public async Task A_lead_is_shown_with_all_that_is_known_and_where_from(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(
            new { type = "identify", userId = "u1", messageId = "first", traits = new { email = "jo@acme.example", title = "Plant Manager", employees = 120 } },
            new { type = "group", userId = "u1", groupId = "acme", traits = new { name = "Acme", industry = "Steel" } },
            new { type = "track", userId = "u1", @event = "Quote Requested" });
        var id = await api.LeadAsync("jo@acme.example");

        var lead = (await api.GetAsync($"/api/leads/{id}")).Ok();

        lead["id"]!.ToString().ShouldBe(id.ToString());
        lead["mergedInto"].ShouldBeNull();
        lead["score"]!["total"]!.GetValue<int>().ShouldBe(60);
        lead["score"]!["grade"]!.ToString().ShouldBe("A1");
        lead["stage"]!.ToString().ShouldBe("SQL");
        lead["account"]!["name"]!.ToString().ShouldBe("Acme");
        lead["standing"]!["next"].ShouldBeNull();
        lead["nextChange"]!.ToString().ShouldBe("2026-04-30T00:00:00Z");
        lead["attributes"]!["title"]!["value"]!.ToString().ShouldBe("Plant Manager");
        lead["attributes"]!["title"]!["since"]!.ToString().ShouldBe("2026-03-31T12:00:00Z");
        lead["attributes"]!["title"]!["event"]!.ToString().ShouldBe(Baton.Server.Intake.MessageId.ToEventId("first").ToString());
        lead["identities"]!.AsArray().Select(identity => identity!["kind"]!.ToString()).Order().ShouldBe(["email", "userId"]);
        lead["parts"]!.AsArray().Count.ShouldBe(1);
        (await api.GetAsync($"/api/leads/{api.World.Id}")).Problem(404);
    }

    [Theory]
    [EachDatabase]
    public async Task An_edit_by_hand_is_kept_as_an_event_and_scored_and_a_replay_gives_the_same(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", title = "Manager", phone = "+43 1 234 5678" } });
        var id = await api.LeadAsync("jo@acme.example");
        var before = await api.GetAsync($"/api/leads/{id}");
        ((int)(await api.GetAsync($"/api/leads/{id}", ("If-None-Match", before.ETag))).Status).ShouldBe(304);

        // What the lead does is no reason to refuse what somebody says of it.
        api.World.Now += Duration.FromMinutes(1);
        await api.World.SendAsync(new { type = "track", userId = "u1", @event = "Email Link Clicked" });
        (await api.GetAsync($"/api/leads/{id}", ("If-None-Match", before.ETag))).Ok();
        var edited = await api.PatchAsync($"/api/leads/{id}", new { attributes = new Dictionary<string, object?> { ["employees"] = 120, ["title"] = null } }, ("If-Match", before.ETag));

        edited.Ok()["score"]!["total"]!.GetValue<int>().ShouldBe(12);
        edited.Json["attributes"]!["employees"]!["value"]!.ToString().ShouldBe("120");
        edited.Json["attributes"]!["title"].ShouldBeNull();
        edited.ETag.ShouldNotBe(before.ETag);
        (await api.GetAsync($"/api/leads/{id}", ("If-None-Match", before.ETag))).Ok();
        (await api.GetAsync($"/api/leads/{id}")).ETag.ShouldBe(edited.ETag);
        (await api.PatchAsync($"/api/leads/{id}", new { attributes = new { title = "Clerk" } }, ("If-Match", before.ETag))).Problem(412).ShouldContain("Read it again");
        (await api.PatchAsync($"/api/leads/{id}", new { attributes = new { title = "Clerk" } }, ("If-Match", "*"))).Ok();
        (await api.GetAsync($"/api/leads/{id}/timeline?kind=edit")).Ok()["items"]!.AsArray().Count.ShouldBe(2);
        (await api.World.ReplayAsync()).ShouldAllBe(lead => lead.Stored == lead.Replayed);
    }

    [Theory]
    [EachDatabase]
    public async Task An_address_set_by_hand_is_the_leads_from_now_on_unless_it_is_anothers(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(new { type = "page", anonymousId = "a1" }, new { type = "identify", userId = "u2", traits = new { email = "kim@acme.example" } });
        var visitor = (await api.World.VisitorAsync("a1"))!.Id;
        var kim = await api.LeadAsync("kim@acme.example");

        var taken = await api.PatchAsync($"/api/leads/{visitor}", new { attributes = new { email = "Kim@acme.example" } });
        taken.Problem(409).ShouldContain($"/api/leads/{visitor}/merge");
        taken.Json["lead"]!.ToString().ShouldBe(kim.ToString());
        var known = (await api.PatchAsync($"/api/leads/{visitor}", new { attributes = new { email = "jo@acme.example" } })).Ok();

        known["known"]!.GetValue<bool>().ShouldBeTrue();
        known["stage"]!.ToString().ShouldBe("Lead");
        known["account"]!["name"]!.ToString().ShouldBe("acme.example");
        (await api.LeadAsync("jo@acme.example")).ShouldBe(visitor);
    }

    [Theory]
    [EachDatabase]
    public async Task Leads_are_merged_and_taken_apart_and_the_old_id_still_leads_to_the_lead(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(
            new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", title = "Manager" } },
            new { type = "track", userId = "u2", @event = "Quote Requested" });
        var (one, two) = (await api.LeadAsync("jo@acme.example"), (await api.World.UserAsync("u2"))!.Id);

        var merged = (await api.PostAsync($"/api/leads/{one}/merge", new { with = two })).Ok();
        merged["score"]!["total"]!.GetValue<int>().ShouldBe(45);
        var (lead, part) = merged["parts"]![0]!["id"]!.ToString() == one.ToString() ? (one, two) : (two, one);
        (await api.PostAsync($"/api/leads/{one}/merge", new { with = two })).Ok();
        (await api.PostAsync($"/api/leads/{one}/merge", new { with = one })).Problem(400).ShouldBe("`with` is this lead itself. Give the id of the other lead that is the same person.");
        var byPart = (await api.GetAsync($"/api/leads/{part}")).Ok();
        byPart["id"]!.ToString().ShouldBe(lead.ToString());
        byPart["mergedInto"]!.ToString().ShouldBe(lead.ToString());
        (await api.AllAsync($"/api/leads/{part}/timeline", 1)).Count.ShouldBeGreaterThan(2);
        (await api.GetAsync("/api/leads")).Ok()["items"]!.AsArray().Count.ShouldBe(1);

        (await api.PostAsync($"/api/leads/{lead}/unmerge", new { part = lead })).Problem(409);
        (await api.PostAsync($"/api/leads/{lead}/unmerge", new { part })).Ok()["parts"]!.AsArray().Count.ShouldBe(1);
        (await api.GetAsync("/api/leads")).Ok()["items"]!.AsArray().Count.ShouldBe(2);
        (await api.PostAsync($"/api/leads/{lead}/merge", new { with = part })).Problem(409).ShouldContain("taken these two apart");
        (await api.PostAsync($"/api/leads/{lead}/merge", new { with = api.World.Id })).Problem(404).ShouldContain(api.World.Id.ToString());
        (await api.World.ReplayAsync()).ShouldAllBe(found => found.Stored == found.Replayed);
    }

    [Theory]
    [EachDatabase]
    public async Task An_event_is_said_to_be_a_machines_and_a_persons_again(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(
            new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } }, new { type = "track", userId = "u1", @event = "Quote Requested", messageId = "quote" });
        var id = await api.LeadAsync("jo@acme.example");
        var quote = Baton.Server.Intake.MessageId.ToEventId("quote");

        (await api.PostAsync($"/api/leads/{id}/events/{quote}/mark", new { machine = true })).Ok()["score"]!["total"]!.GetValue<int>().ShouldBe(0);
        var item = (await api.GetAsync($"/api/leads/{id}/timeline?name=quote requested")).Ok()["items"]![0]!;
        item["machine"]!.GetValue<bool>().ShouldBeTrue();
        item["mark"]!.ToString().ShouldBe("said to be a machine");
        item["data"]!["event"]!.ToString().ShouldBe("Quote Requested");
        (await api.PostAsync($"/api/leads/{id}/events/{quote}/mark", new { machine = true })).Ok();
        (await api.PostAsync($"/api/leads/{id}/events/{quote}/mark", new { machine = false })).Ok()["score"]!["total"]!.GetValue<int>().ShouldBe(30);

        (await api.World.ActivitiesAsync(id)).Count(kind => kind == ActivityKinds.MarkChanged).ShouldBe(2);
        (await api.GetAsync($"/api/leads/{id}/timeline?kind=event.mark_changed")).Ok()["items"]!.AsArray().Count.ShouldBe(2);
        (await api.PostAsync($"/api/leads/{id}/events/{id}/mark", new { machine = true })).Problem(404);
        (await api.GetAsync($"/api/leads/{id}/timeline?kind=x")).Problem(400).ShouldContain("`stage.changed`");
        (await api.World.ReplayAsync()).ShouldAllBe(lead => lead.Stored == lead.Replayed);
    }

    [Theory]
    [EachDatabase]
    public async Task The_lines_of_an_explanation_add_up_now_and_as_of_any_time(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var start = api.World.Now;
        for (var day = 0; day < 40; day += 5)
        {
            api.World.Now = start + Duration.FromDays(day);
            await api.World.SendAsync(
                new { type = "page", userId = "u1", properties = new { path = "/pricing" } },
                new { type = "track", userId = "u1", @event = "Quote Requested" },
                new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", title = day == 20 ? "Manager" : "Clerk" } },
                new { type = "group", userId = "u1", groupId = "acme", traits = new { industry = day > 10 ? "steel" : "paper" } });
        }

        await api.World.WakeAsync();
        var id = await api.LeadAsync("jo@acme.example");
        var now = (await api.GetAsync($"/api/leads/{id}/explanation")).Ok();
        SumOf(now).ShouldBe(now["score"]!["total"]!.GetValue<decimal>());
        now["score"]!.ToJsonString().ShouldBe((await api.GetAsync($"/api/leads/{id}")).Ok()["score"]!.ToJsonString());
        now["notHeld"]!.AsArray().Select(rule => rule!["rule"]!.ToString()).ShouldContain("Manager");

        for (var day = -1; day < 60; day++)
        {
            var asOf = start + Duration.FromDays(day);
            var then = (await api.GetAsync($"/api/leads/{id}/explanation?asOf={asOf}")).Ok();
            SumOf(then).ShouldBe(then["score"]!["total"]!.GetValue<decimal>());
            then["lines"]!.AsArray().Any(line => line!["text"]!.ToString() == "Manager").ShouldBe(day is >= 20 and < 25);
            then["lines"]!.AsArray().Any(line => line!["text"]!.ToString() == "Steel").ShouldBe(day >= 15);
        }

        var replayed = (await api.GetAsync($"/api/leads/{id}/explanation?asOf={api.World.Now}")).Ok();
        replayed["lines"]!.ToJsonString().ShouldBe(now["lines"]!.ToJsonString());
        (await api.GetAsync($"/api/leads/{id}/explanation?asOf=yesterday")).Problem(400).ShouldContain("2026-03-31");

        static decimal SumOf(JsonNode explanation) => explanation["lines"]!.AsArray().Sum(line => line!["points"]!.GetValue<decimal>());
    }

    [Theory]
    [EachDatabase]
    public async Task A_timeline_has_every_event_and_activity_once_newest_first(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        for (var i = 0; i < 12; i++)
        {
            api.World.Now += i % 3 == 0 ? Duration.FromSeconds(1) : Duration.Zero;
            await api.World.SendAsync(new { type = "track", userId = "u1", @event = "Quote Requested" }, new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        }

        var id = await api.LeadAsync("jo@acme.example");
        var all = await api.AllAsync($"/api/leads/{id}/timeline", 200);
        var paged = await api.AllAsync($"/api/leads/{id}/timeline", 5);

        paged.Select(item => item.ToJsonString()).ShouldBe(all.Select(item => item.ToJsonString()));
        all.Count(item => item["type"]!.ToString() == "event").ShouldBe(24);
        all.Count(item => item["type"]!.ToString() == "activity").ShouldBeGreaterThan(0);
        all.Select(item => item["at"]!.ToString()).ShouldBe(all.Select(item => item["at"]!.ToString()).OrderDescending(StringComparer.Ordinal));
        (await api.AllAsync($"/api/leads/{id}/timeline?kind=identify", 5)).Count.ShouldBe(12);
        (await api.AllAsync($"/api/leads/{id}/timeline?kind=track&name=x", 5)).ShouldBeEmpty();
        (await api.AllAsync("/api/events", 7)).Count.ShouldBe(24);
    }

    [Fact]
    public async Task Calls_that_could_not_be_used_are_listed_with_the_reason()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var write = ("Authorization", "Bearer " + await api.KeyAsync("write"));
        for (var i = 0; i < 3; i++)
        {
            await api.PostAsync("/v1/batch", new { batch = new object[] { new { type = "track", userId = "u1" } } }, write);
        }

        var rejected = await api.AllAsync("/api/events/rejected", 2);
        rejected.Count.ShouldBe(3);
        rejected[0]["reason"]!.ToString().ShouldBe("is a `track` call without `event`");
        JsonNode.Parse(rejected[0]["payload"]!.ToString())!["userId"]!.ToString().ShouldBe("u1");
    }

    [Theory]
    [InlineData("""{"attributes":{}}""", "from 1 to 100")]
    [InlineData("""{}""", "`attributes`")]
    [InlineData("""{"attribute":{"a":1}}""", "no member `attribute`")]
    [InlineData("""{"attributes":{"a":[1]}}""", "`a` takes")]
    [InlineData("""{"attributes":{"a":"\ud800"}}""", "`a` has to be a text")]
    [InlineData("""{"attributes":{"":"x"}}""", "name of an attribute")]
    [InlineData("""{"attributes":{"account.industry":"x"}}""", "`group` calls")]
    [InlineData("""{"attributes":{"title":"x","Job Title":"y"}}""", "are one attribute")]
    [InlineData("""{"attributes":""", "The body is not as it should be")]
    [InlineData("""{"attributes":null}""", "from 1 to 100")]
    [InlineData("""null""", "body")]
    [InlineData("""[]""", "The body is not as it should be")]
    [InlineData("", "body")]
    public async Task A_body_that_makes_no_sense_is_a_problem_and_never_a_failure(string body, string says)
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        var id = await api.LeadAsync("jo@acme.example");

        (await api.PatchAsync($"/api/leads/{id}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).Problem(400).ShouldContain(says);
        (await api.PatchAsync($"/api/leads/{id}", new StringContent(body, System.Text.Encoding.UTF8, "text/html"))).Problem(415);
        (await api.PatchAsync($"/api/leads/{id}", new StringContent(new string(' ', 2 << 20), System.Text.Encoding.UTF8, "application/json"), ("Expect", "100-continue"))).Problem(413);
    }
}
