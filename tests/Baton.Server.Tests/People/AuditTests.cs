using System.Net;
using System.Text.RegularExpressions;
using Baton.Server.Api;
using Baton.Server.Delivery;
using Baton.Server.Keys;
using Baton.Server.People;
using Baton.Server.People.SignIn;
using Baton.Server.Storage;
using Baton.Server.Tests.Api;
using Baton.Server.Tests.Delivery;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Shell;
using Baton.Server.Tests.Storage;
using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;

namespace Baton.Server.Tests.People;

/// <summary>What is set up is told in the audit log, whoever did it and by whichever way.</summary>
public class AuditTests
{
    private static readonly string[] Administrative = [Scopes.Admin, Scopes.Playbook, Scopes.SignMarketing, Scopes.SignSales];

    [Theory, EachDatabase]
    public async Task Every_administrative_route_of_the_API_leaves_one_line(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var api = await TestApi.StartAsync(dialect, "--DeliverTo=127.0.0.0/8");
        await PauseDeliveryAsync(api);
        var (person, team, absence, key, webhook, slack, message, version) = ("", "", "", "", "", "", "", "");
        var calls = new (string Route, Func<Task<Answer>> Call)[]
        {
            ("POST api/people", async () => Note(await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "sdr" }), "id", ref person)),
            ("PATCH api/people/{id:guid}", () => api.PatchAsync($"/api/people/{person}", new { name = "Ann Lee" })),
            ("POST api/people/{id:guid}/password", () => api.PostAsync($"/api/people/{person}/password")),
            ("POST api/people/{id:guid}/absences", async () => Note(await api.PostAsync($"/api/people/{person}/absences", new { from = "2026-03-01T00:00:00Z", reason = "private" }), "id", ref absence)),
            ("PATCH api/people/{id:guid}/absences/{absenceId:guid}", () => api.PatchAsync($"/api/people/{person}/absences/{absence}", new { to = "2026-03-05T00:00:00Z" })),
            ("DELETE api/people/{id:guid}/absences/{absenceId:guid}", () => api.SendAsync(HttpMethod.Delete, $"/api/people/{person}/absences/{absence}", null)),
            ("POST api/people/{id:guid}/calendar", () => api.PostAsync($"/api/people/{person}/calendar")),
            ("DELETE api/people/{id:guid}/calendar", () => api.SendAsync(HttpMethod.Delete, $"/api/people/{person}/calendar", null)),
            ("POST api/teams", async () => Note(await api.PostAsync("/api/teams", new { name = "Desk", zone = "UTC", hours = "24x7" }), "id", ref team)),
            ("PUT api/teams/{id:guid}", () => api.SendAsync(HttpMethod.Put, $"/api/teams/{team}", new { name = "Desk", zone = "UTC", hours = "Mon-Fri 09:00-17:00" })),
            ("DELETE api/teams/{id:guid}", () => api.SendAsync(HttpMethod.Delete, $"/api/teams/{team}", null)),
            ("POST api/keys", async () => Note(await api.PostAsync("/api/keys", new { name = "site", scopes = new[] { "write" } }), "id", ref key)),
            ("DELETE api/keys/{id:guid}", () => api.SendAsync(HttpMethod.Delete, $"/api/keys/{key}", null)),
            ("PATCH api/workspace", () => api.PatchAsync("/api/workspace", new { name = "Acme Works" })),
            ("POST api/webhooks", async () => Note(await api.PostAsync("/api/webhooks", new { name = "CRM", url = receiver.Url, types = new[] { "*" } }), "id", ref webhook)),
            ("PATCH api/webhooks/{id:guid}", () => api.PatchAsync($"/api/webhooks/{webhook}", new { name = "The CRM" })),
            ("POST api/webhooks/{id:guid}/rotate", () => api.PostAsync($"/api/webhooks/{webhook}/rotate")),
            ("POST api/webhooks/{id:guid}/test", async () => Note(await api.PostAsync($"/api/webhooks/{webhook}/test"), "message", ref message)),
            ("POST api/webhooks/{id:guid}/replay", () => api.PostAsync($"/api/webhooks/{webhook}/replay", new { since = "2026-03-01T00:00:00Z" })),
            ("POST api/messages/{id:guid}/resend", () => api.PostAsync($"/api/messages/{message}/resend")),
            ("POST api/messages/resend", () => api.PostAsync("/api/messages/resend", new { target = (string?)null })),
            ("DELETE api/webhooks/{id:guid}", () => api.SendAsync(HttpMethod.Delete, $"/api/webhooks/{webhook}", null)),
            ("POST api/slack", async () => Note(await api.PostAsync("/api/slack", new { name = "#leads", url = receiver.Url + "/services/T0/secret", types = new[] { "*" } }), "id", ref slack)),
            ("PATCH api/slack/{id:guid}", () => api.PatchAsync($"/api/slack/{slack}", new { url = receiver.Url + "/services/T0/secret", signingSecret = "secretsecretsecret" })),
            ("POST api/slack/{id:guid}/test", () => api.PostAsync($"/api/slack/{slack}/test")),
            ("DELETE api/slack/{id:guid}", () => api.SendAsync(HttpMethod.Delete, $"/api/slack/{slack}", null)),
            ("POST api/playbooks", async () => Note(await api.PostAsync("/api/playbooks", ApiExamples.Playbook), "version", ref version)),
            ("POST api/playbooks/{version:int}/sign-offs", async () =>
            {
                (await api.PostAsync($"/api/playbooks/{version}/sign-offs", new { team = "marketing" })).Ok();
                return await api.PostAsync($"/api/playbooks/{version}/sign-offs", new { team = "sales" });
            }),
            ("POST api/playbooks/{version:int}/publish", () => api.PostAsync($"/api/playbooks/{version}/publish")),
        };

        calls.Select(call => call.Route).Order().ShouldBe(Routes(api).Order(), "Each administrative route is tried here.");
        foreach (var (route, call) in calls)
        {
            api.World.Now += Duration.FromMilliseconds(1);
            if (route is "POST api/messages/resend" or "POST api/messages/{id:guid}/resend" or "POST api/webhooks/{id:guid}/replay")
            {
                // What was tried is left out of that.
                await DoAsync(api, "UPDATE message SET state = 2, holder = NULL, type = 'lead.sql' WHERE workspace_id = @Id");
            }

            (await RefusedWithoutLogAsync(api, call)).ShouldBeTrue($"{route} does nothing that cannot be noted.");
            var before = (await LinesAsync(api)).Count;
            var answer = await call();
            ((int)answer.Status).ShouldBeInRange(200, 299, $"{route}: {answer.Text}");
            var lines = await LinesAsync(api);
            (lines.Count - before).ShouldBe(route.EndsWith("sign-offs", StringComparison.Ordinal) ? 2 : 1, route);
            lines[^1].Actor.ShouldStartWith("key read");
            lines[^1].Act.ShouldMatch("^[a-z]+\\.[a-z_]+$");
            lines[^1].Subject.ShouldNotBe(route == "POST api/messages/resend" ? "-" : "", route);
        }

        var told = string.Join('\n', (await LinesAsync(api)).Select(line => line.ToString()));
        told.ShouldContain("2026-03-05T00:00:00Z");
        foreach (var secret in (string[])["services/T0", "secretsecret", "private", "whsec_"])
        {
            told.ShouldNotContain(secret);
        }
    }

    [Theory, EachDatabase]
    public async Task What_is_refused_or_only_repeated_leaves_none(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        (await api.PostAsync("/api/keys", new { name = "", scopes = new[] { "write" } })).Problem(400);
        (await api.PostAsync("/api/people", new { email = "ann", name = "Ann", role = "sdr" })).Problem(400);
        (await api.SendAsync(HttpMethod.Delete, $"/api/webhooks/{Guid.CreateVersion7()}", null)).Problem(404);
        (await api.GetAsync("/api/teams")).Ok();
        (await LinesAsync(api)).ShouldBeEmpty();

        foreach (var _ in (int[])[1, 2])
        {
            (await api.PatchAsync("/api/workspace", new { name = "Acme Works" }, ("Idempotency-Key", "once"))).Ok();
        }

        (await LinesAsync(api)).ShouldHaveSingleItem().Act.ShouldBe("workspace.renamed");

        // What is so already is done without a word.
        var person = (await api.PostAsync("/api/people", new { email = "ann@acme.example", name = "Ann", role = "sdr" })).Ok()["id"]!.ToString();
        var away = (await api.PostAsync($"/api/people/{person}/absences", new { from = "2026-03-01T00:00:00Z", to = "2026-03-05T00:00:00Z" })).Ok()["id"]!.ToString();
        var team = (await api.PostAsync("/api/teams", new { name = "Desk", zone = "UTC", hours = "24x7" })).Ok()["id"]!.ToString();
        var webhook = (await api.PostAsync("/api/webhooks", new { name = "CRM", url = "https://93.184.216.34/in", types = new[] { "*" } })).Ok()["id"]!.ToString();
        var version = (await api.PostAsync("/api/playbooks", ApiExamples.Playbook)).Ok()["version"]!.ToString();
        foreach (var side in (string[])["marketing", "sales"])
        {
            (await api.PostAsync($"/api/playbooks/{version}/sign-offs", new { team = side })).Ok();
        }

        (await api.PostAsync($"/api/playbooks/{version}/publish")).Ok();
        var before = (await LinesAsync(api)).Count;
        before.ShouldBe(9);
        (await api.PostAsync($"/api/playbooks/{version}/publish")).Ok();
        (await api.PostAsync($"/api/playbooks/{version}/sign-offs", new { team = "sales" })).Ok();
        (await api.PatchAsync("/api/workspace", new { name = "Acme Works" })).Ok();
        (await api.PatchAsync($"/api/people/{person}", new { name = "Ann", active = true })).Ok();
        (await api.PatchAsync($"/api/people/{person}/absences/{away}", new { to = "2026-03-05T00:00:00Z" })).Ok();
        (await api.PatchAsync($"/api/people/{person}/absences/{away}", new { to = "2026-02-05T00:00:00Z" })).Problem(400);
        (await api.SendAsync(HttpMethod.Put, $"/api/teams/{team}", new { name = "Desk", zone = "UTC", hours = "24x7" })).Ok();
        (await api.PatchAsync($"/api/webhooks/{webhook}", new { name = "CRM", enabled = true, types = new[] { "*" } })).Ok();
        (await api.PostAsync($"/api/webhooks/{webhook}/replay", new { since = "2026-03-01T00:00:00Z" })).Ok();
        (await api.PostAsync("/api/messages/resend", new { target = (string?)null })).Ok();
        (await LinesAsync(api)).Count.ShouldBe(before);
    }

    [Theory, EachDatabase]
    public async Task What_is_done_in_pages_leaves_one_line_and_is_not_done_where_it_cannot(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await PauseDeliveryAsync(api);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        using var sam = await TestBrowser.SignInAsync(api, Roles.Sdr, "Sam");
        var acts = new (string Act, TestBrowser Who, string Path, (string, string)[] Fields)[]
        {
            ("person.invited", rita, "/settings/people", [("email", "bo@acme.example"), ("name", "Bo"), ("role", Roles.Sdr)]),
            ("person.invited_again", rita, $"/settings/people/{sam.Person!.Id}/invitation", []),
            ("person.signed_out", rita, $"/settings/people/{sam.Person.Id}/sign-out", []),
            ("person.password_changed", rita, "/me/password", [("current", TestBrowser.Password), ("password", "another meadow lantern"), ("again", "another meadow lantern")]),
            ("retention.changed", rita, "/settings/retention", [("days", "200")]),
            ("playbook.drafted", rita, "/playbook", [("yaml", TestWorkspace.Playbook), ("act", "save")]),
            ("key.made", rita, "/settings/keys", [("name", "site"), ("scopes", "write")]),
            ("playbook.signed", rita, "/playbook/2/sign/marketing", []),
        };
        foreach (var (act, who, path, fields) in acts)
        {
            api.World.Now += Duration.FromMilliseconds(1);
            (await RefusedWithoutLogAsync(api, async () => new Answer((await who.PostAsync(path, fields)).Status, "", null, null!))).ShouldBeTrue(act);
            var before = (await LinesAsync(api)).Count;
            (await who.PostAsync(path, fields)).Ok();
            var lines = await LinesAsync(api);
            (lines.Count - before).ShouldBe(1, act);
            (lines[^1].Act, lines[^1].Actor).ShouldBe((act, "Rita <rita@acme.example>"));
        }
    }

    [Theory, EachDatabase]
    public async Task The_page_finds_acts_by_who_did_them_what_they_were_and_when(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        (await api.PatchAsync("/api/workspace", new { name = "By a program" })).Ok();
        (await rita.PostAsync("/settings/people", ("email", "sam@acme.example"), ("name", "<script>alert(1)</script>"), ("role", Roles.Sdr))).Ok();

        (await rita.GetAsync("/settings/audit")).Words.ShouldContain("By a program");
        var hers = await rita.GetAsync($"/settings/audit?who={rita.Person!.Id}");
        hers.Words.ShouldContain("sam@acme.example");
        hers.Words.ShouldNotContain("By a program");
        hers.Text.ShouldNotContain("<script>alert");
        var programs = await rita.GetAsync($"/settings/audit?who={Uri.EscapeDataString("key " + string.Join(' ', Scopes.All.Except([Scopes.Write])))}");
        programs.Words.ShouldContain("By a program");
        programs.Words.ShouldNotContain("sam@acme.example");
        (await rita.GetAsync("/settings/audit?what=person&since=2020-01-01")).Words.ShouldContain("sam@acme.example");
        (await rita.GetAsync("/settings/audit?what=team")).Words.ShouldContain("Nothing like that was done.");
        (await rita.GetAsync("/settings/audit?since=2199-01-01")).Words.ShouldContain("Nothing like that was done.");
        (await rita.GetAsync("/settings/audit?what=nonsense&since=nonsense")).Words.ShouldContain("By a program");
    }

    [Theory, EachDatabase]
    public async Task The_page_goes_on_where_it_ended(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        using var rita = await TestBrowser.SignInAsync(api, Roles.Admin, "Rita");
        var log = api.Services.GetRequiredService<AuditLog>();
        foreach (var number in Enumerable.Range(1, 130))
        {
            api.World.Now += Duration.FromMilliseconds(1);
            await log.AddAsync(api.World.Id, new AuditedAct(new Auditor("key crm", null, null), number % 2 == 0 ? "team.changed" : "key.made", $"Number {number}."), TestContext.Current.CancellationToken);
        }

        var first = await rita.GetAsync("/settings/audit?who=key%20crm");
        first.Words.ShouldContain("Number 130.");
        first.Words.ShouldNotContain("Number 30.");
        var next = WebUtility.HtmlDecode(Regex.Match(first.Text, "href=\"(?<next>/settings/audit\\?[^\"]*before=[^\"]*)\"", RegexOptions.NonBacktracking).Groups["next"].Value);
        next.ShouldContain("who=key%20crm");
        (await rita.GetAsync(next)).Words.ShouldContain("Number 30.");
    }

    /// <summary>Keeps the courier from moving messages while the test looks whether anything has.</summary>
    private static Task PauseDeliveryAsync(TestApi api) =>
        api.Services.GetServices<IHostedService>().OfType<DeliveryLoop>().Single().StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Asks for something while there is nothing to note it in.</summary>
    /// <returns>True where it fails and nothing is changed.</returns>
    private static async Task<bool> RefusedWithoutLogAsync(TestApi api, Func<Task<Answer>> call)
    {
        var before = await EverythingAsync(api);
        await DoAsync(api, "ALTER TABLE audit RENAME TO audit_gone");
        try
        {
            return (int)(await call()).Status >= 500 && await EverythingAsync(api) == before;
        }
        catch (ShouldAssertException)
        {
            return await EverythingAsync(api) == before;
        }
        finally
        {
            await DoAsync(api, "ALTER TABLE audit_gone RENAME TO audit");
        }
    }

    /// <summary>What is set up, as one text.</summary>
    private static async Task<string> EverythingAsync(TestApi api)
    {
        var all = new List<string>();
        foreach (var what in (string[])
        [
            "name, days_to_keep_events, playbook FROM workspace",
            "email, name, role, password_hash, stamp, has_totp, recovery_codes, deactivated_at FROM person",
            "absence_id, to_at FROM absence",
            "person_id, hash FROM calendar",
            "team_id, revision FROM team",
            "team_id, person_id FROM team_member",
            "key_id, revoked_at FROM api_key",
            "target_id, name, url, types, secret, disabled_at FROM target",
            "target_id, failures, held_until FROM circuit",
            "message_id, state, attempts, queued_at, due_at FROM message",
            "version, published_at FROM playbook",
            "version, team FROM playbook_sign_off",
            "session_id FROM session",
        ])
        {
            var rows = await api.World.QueryAsync<dynamic>($"SELECT {what} WHERE workspace_id = @Id");
            all.AddRange(rows.Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value))).Order(StringComparer.Ordinal));
        }

        return string.Join('\n', all);
    }

    private static Task DoAsync(TestApi api, string sql) =>
        api.World.Db.WriteAsync(transaction => transaction.Connection!.Execute(sql, new { api.World.Id }, transaction), TestContext.Current.CancellationToken);

    private static async Task<IReadOnlyList<(string Actor, string Act, string Subject, string Detail)>> LinesAsync(TestApi api) =>
        [.. await api.World.QueryAsync<(string, string, string, string)>($"SELECT actor, act, subject, detail FROM audit WHERE workspace_id = @Id AND actor <> '{TestActs.Actor}' ORDER BY audit_id")];

    private static IEnumerable<string> Routes(TestApi api) => api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(route => route.Metadata.GetMetadata<NeedsScope>() is { } needed && needed.AnyOf.Intersect(Administrative).Any() && !needed.AnyOf.Contains(Scopes.Read))
        .Select(route => $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single()} {route.RoutePattern.RawText!.Trim('/')}")
        .Where(route => !route.StartsWith("GET ", StringComparison.Ordinal));

    private static Answer Note(Answer answer, string member, ref string value)
    {
        value = answer.Ok()[member]!.ToString();
        return answer;
    }
}
