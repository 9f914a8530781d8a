using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Baton.Server.Workspaces;

namespace Baton.Server.Tests.Api;

public class AccessTests
{
    private static readonly string[] Reads = ["/api/leads", "/api/accounts", "/api/events", "/api/events/rejected", "/api/playbooks", "/api/workspace", "/api/keys", "/api/people", "/api/teams"];

    [Theory]
    [EachDatabase]
    public async Task Nobody_comes_in_without_a_key_that_works(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var revoked = await api.KeyAsync(Scopes.Read);
        var id = (await api.GetAsync("/api/keys")).Ok()["items"]!.AsArray().Single(key => key!["name"]!.ToString() == Scopes.Read)!["id"]!.ToString();
        (await api.SendAsync(HttpMethod.Delete, $"/api/keys/{id}", null)).Status.ShouldBe(System.Net.HttpStatusCode.NoContent);

        foreach (var path in Reads)
        {
            foreach (var header in (string[])["", "Bearer x", "Bearer baton_x", $"Bearer {revoked}", "Basic !!", "nonsense"])
            {
                var answer = await api.GetAsync(path, ("Authorization", header));
                answer.Problem(401).ShouldContain("baton key create --scope");
                answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
            }
        }
    }

    [Theory]
    [EachDatabase]
    public async Task A_key_may_do_what_its_scopes_say_and_the_answer_names_the_one_that_is_missing(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var write = ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Write));
        var read = ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Read));
        var basic = ("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(read.Item2["Bearer ".Length..] + ":")));

        foreach (var path in Reads)
        {
            (await api.GetAsync(path, write)).Problem(403).ShouldContain("does not have the scope");
        }

        (await api.GetAsync("/api/leads", read)).Ok();
        (await api.GetAsync("/api/leads", basic)).Ok();
        var refused = await api.PatchAsync($"/api/leads/{Guid.CreateVersion7()}", new { attributes = new { title = "x" } }, read);
        refused.Problem(403).ShouldContain("`baton key create --scope edit`");
        refused.Json["scope"]!.ToString().ShouldBe("edit");
        refused.Headers.WwwAuthenticate.ToString().ShouldContain("insufficient_scope");
        (await api.GetAsync("/api/keys", read)).Json["scope"]!.ToString().ShouldBe("admin");
    }

    [Theory]
    [EachDatabase]
    public async Task A_key_sees_its_own_workspace_only(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example" } });
        var lead = await api.LeadAsync("jo@acme.example");
        var other = (await new WorkspaceStore(api.World.Db, api.World).AddAsync("Other", TestContext.Current.CancellationToken)).Id;
        var (key, _) = await new KeyStore(api.World.Db, api.World).AddAsync(other, "other", Scopes.All, TestContext.Current.CancellationToken);
        var stranger = ("Authorization", "Bearer " + key.Text);

        (await api.GetAsync("/api/leads", stranger)).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await api.GetAsync("/api/leads?email=jo@acme.example", stranger)).Ok()["items"]!.AsArray().ShouldBeEmpty();
        (await api.GetAsync("/api/events", stranger)).Ok()["items"]!.AsArray().ShouldBeEmpty();
        foreach (var path in (string[])["", "/timeline", "/explanation"])
        {
            (await api.GetAsync($"/api/leads/{lead}{path}", stranger)).Problem(404);
        }

        (await api.PatchAsync($"/api/leads/{lead}", new { attributes = new { title = "Thief" } }, stranger)).Problem(404);
        (await api.PostAsync($"/api/leads/{lead}/merge", new { with = lead }, stranger)).Problem(404);
        (await api.GetAsync("/api/playbooks/1", stranger)).Problem(404);
        (await api.GetAsync($"/api/leads/{lead}")).Ok();
    }

    [Fact]
    public async Task A_key_that_asks_too_much_is_told_when_to_come_again()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--ApiPerSecond=1", "--ApiBurst=3");
        for (var i = 0; i < 3; i++)
        {
            (await api.GetAsync("/api/workspace")).Ok();
        }

        var answer = await api.GetAsync("/api/workspace");
        answer.Problem(429).ShouldContain("Come again in");
        answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThanOrEqualTo(1);
        (await api.GetAsync("/api/workspace", ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Read)))).Ok();
    }

    [Fact]
    public async Task Of_many_calls_of_a_key_at_once_some_wait_some_are_refused_and_none_fails()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        await api.World.SendAsync([.. Enumerable.Range(0, 1_500).Select(i => (object)new { type = "identify", userId = $"u{i}", traits = new { email = $"p{i}@acme.example" } })]);
        var other = ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Read));

        var searches = Enumerable.Range(0, 120).Select(_ => api.GetAsync("/api/leads?q=nobody")).ToList();
        (await api.GetAsync("/api/workspace", other)).Ok();
        var answers = await Task.WhenAll(searches);

        answers.ShouldAllBe(answer => (int)answer.Status == 200 || (int)answer.Status == 429);
        answers.Count(answer => (int)answer.Status == 200).ShouldBeGreaterThanOrEqualTo(50);
        answers.Where(answer => (int)answer.Status == 429).ShouldAllBe(answer => answer.Text.Contains("wait for an answer"));
    }

    [Fact]
    public async Task An_address_that_guesses_keys_is_slowed_down_and_those_with_keys_are_not()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--FailuresPerSecond=1");
        var answers = new List<Answer>();
        for (var i = 0; i < 40; i++)
        {
            answers.Add(await api.GetAsync("/api/workspace", ("Authorization", $"Bearer baton_{i}")));
        }

        answers[0].Problem(401);
        answers.Last().Problem(429);
        (await api.GetAsync("/api/workspace")).Ok();
        (await api.PostAsync("/v1/track", """{"type":"track","event":"Hi","userId":"u1"}""", ("Authorization", "Bearer baton_1"))).Problem(429).ShouldContain("Come again");
    }

    [Fact]
    public async Task Requests_with_events_are_limited_where_the_operator_says_so()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite, "--IntakePerSecond=1");
        var write = ("Authorization", "Bearer " + await api.KeyAsync(Scopes.Write));
        var answers = new List<Answer>();
        for (var i = 0; i < 12; i++)
        {
            answers.Add(await api.PostAsync("/v1/track", new { userId = "u", @event = "x" }, write));
        }

        answers[0].Ok();
        answers.Last().Problem(429);
    }

    [Fact]
    public async Task Keys_are_made_listed_and_revoked_and_their_text_is_shown_once()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        var made = (await api.PostAsync("/api/keys", new { name = "crm", scopes = new[] { "read" } }, ("Idempotency-Key", "k1"))).Ok();
        var key = ("Authorization", "Bearer " + made["key"]);

        (await api.GetAsync("/api/leads", key)).Ok();
        (await api.GetAsync("/api/keys")).Text.ShouldNotContain(made["key"]!.ToString());
        (await api.PostAsync("/api/keys", new { name = "crm", scopes = new[] { "read" } }, ("Idempotency-Key", "k1"))).Problem(409).ShouldContain("not kept");
        (await api.World.ScalarAsync<int>("SELECT COUNT(*) FROM idempotent_call WHERE workspace_id = @Id AND body IS NOT NULL")).ShouldBe(0);
        (await api.SendAsync(HttpMethod.Delete, $"/api/keys/{made["id"]}", null)).Text.ShouldBeEmpty();
        (await api.GetAsync("/api/leads", key)).Problem(401).ShouldContain("revoked");
        (await api.SendAsync(HttpMethod.Delete, $"/api/keys/{made["id"]}", null)).Problem(404);
        (await api.PostAsync("/api/keys", new { name = "crm", scopes = new[] { "all" } })).Problem(400).ShouldContain("`sign:sales`");
    }

    [Fact]
    public async Task A_workspace_is_shown_and_renamed()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        (await api.GetAsync("/api/workspace")).Ok()["name"]!.ToString().ShouldBe("Acme");
        (await api.PatchAsync("/api/workspace", new { name = " Acme GmbH " })).Ok()["name"]!.ToString().ShouldBe("Acme GmbH");
        (await api.PatchAsync("/api/workspace", new { name = " " })).Problem(400);
    }
}
