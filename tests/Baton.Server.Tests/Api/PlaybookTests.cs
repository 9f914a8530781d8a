using Baton.Server.Keys;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Api;

public class PlaybookTests
{
    [Theory]
    [EachDatabase]
    public async Task Drafts_that_come_at_the_same_moment_are_versions_one_after_the_other(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => api.PostAsync("/api/playbooks", TestWorkspace.Playbook)));

        answers.Select(answer => answer.Ok()["version"]!.GetValue<int>()).Order().ShouldBe(Enumerable.Range(2, 12));
    }

    [Theory]
    [EachDatabase]
    public async Task A_playbook_is_checked_drafted_signed_by_both_teams_published_and_scored_by(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        await api.World.SendAsync(new { type = "identify", userId = "u1", traits = new { email = "jo@acme.example", title = "Manager" } });
        var yaml = TestWorkspace.Playbook.Replace("points: 15", "points: 25", StringComparison.Ordinal);
        var marketing = ("Authorization", "Bearer " + await api.KeyAsync(Scopes.SignMarketing));

        (await api.PostAsync("/api/playbooks/check", yaml)).Ok()["valid"]!.GetValue<bool>().ShouldBeTrue();
        var added = await api.PostAsync("/api/playbooks", yaml);
        added.Ok()["version"]!.GetValue<int>().ShouldBe(2);
        added.Headers.Location!.ToString().ShouldBe("/api/playbooks/2");
        var unsigned = await api.PostAsync("/api/playbooks/2/publish");
        unsigned.Problem(409).ShouldContain("marketing and sales have not signed");
        unsigned.Json["missing"]!.AsArray().Count.ShouldBe(2);
        (await api.PostAsync("/api/playbooks/2/sign-offs", new { team = "sales" }, marketing)).Problem(403).ShouldContain("sign:sales");
        (await api.PostAsync("/api/playbooks/2/sign-offs", new { team = "marketing" }, marketing)).Ok();
        (await api.PostAsync("/api/playbooks/2/publish")).Json["missing"]![0]!.ToString().ShouldBe("sales");
        (await api.GetAsync("/api/playbooks/2/progress")).Problem(404);
        var draft = await api.GetAsync("/api/playbooks/2");
        ((int)(await api.GetAsync("/api/playbooks/2", ("If-None-Match", draft.ETag))).Status).ShouldBe(304);
        (await api.PostAsync("/api/playbooks/2/sign-offs", new { team = "sales" })).Ok()["signOffs"]!.AsArray().Count.ShouldBe(2);
        (await api.PostAsync("/api/playbooks/2/publish")).Ok()["holds"]!.GetValue<bool>().ShouldBeTrue();
        (await api.GetAsync("/api/playbooks/2", ("If-None-Match", draft.ETag))).Ok()["yaml"]!.ToString().ShouldBe(yaml);

        await api.World.WakeAsync();
        var progress = (await api.GetAsync("/api/playbooks/2/progress")).Ok();
        progress["done"]!.GetValue<long>().ShouldBe(progress["total"]!.GetValue<long>());
        progress["finished"].ShouldNotBeNull();
        (await api.GetAsync("/api/leads?userId=u1")).Ok()["items"]![0]!["score"]!["total"]!.GetValue<int>().ShouldBe(25);
        (await api.GetAsync("/api/playbooks")).Ok()["items"]!.AsArray().Select(version => version!["holds"]!.GetValue<bool>()).ShouldBe([true, false]);
        (await api.GetAsync("/api/playbooks/2/yaml")).Text.ShouldBe(yaml);
        (await api.GetAsync("/api/playbooks/1/diff/2")).Ok()["changes"]!.AsArray().Single()!["words"]!.ToString().ShouldBe("The fit rule “Manager” changed: +15 becomes +25.");
        (await api.GetAsync("/api/playbooks/1/diff/9")).Problem(404).ShouldContain("version 9");
        (await api.GetAsync("/api/playbooks/9")).Problem(404);
        (await api.PostAsync("/api/playbooks/9/publish")).Problem(404);
        (await api.PostAsync("/api/playbooks/9/sign-offs", new { team = "sales" })).Problem(404);
        (await api.PostAsync("/api/playbooks/1/publish")).Problem(409).ShouldContain("new draft");
    }

    [Theory]
    [EachDatabase]
    public async Task A_check_names_teams_that_are_not_there_as_publishing_does(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var yaml = Tasks.TaskApiTests.Playbook;

        (await MissingAsync()).ShouldBe(["Inside"]);
        (await api.PostAsync("/api/playbooks", yaml)).Ok();
        (await api.GetAsync("/api/playbooks/2")).Ok()["missingTeams"]!.AsArray().Select(team => $"{team}").ShouldBe(["Inside"]);
        (await api.PostAsync("/api/teams", new { name = "Inside", zone = "UTC", hours = "24x7" })).Ok();
        (await MissingAsync()).ShouldBeEmpty();
        (await api.PostAsync("/api/playbooks/check", "name: [")).Ok()["missingTeams"]!.AsArray().ShouldBeEmpty();

        async Task<IEnumerable<string>> MissingAsync() =>
            [.. (await api.PostAsync("/api/playbooks/check", yaml)).Ok()["missingTeams"]!.AsArray().Select(team => $"{team}")];
    }

    [Fact]
    public async Task Every_mistake_of_a_playbook_has_its_place()
    {
        await using var api = await TestApi.StartAsync(Dialect.Sqlite);
        const string Yaml = "name: X\nfit:\n  rules:\n    - { name: A, pointz: 1, when: { titel: x } }\n";

        var check = (await api.PostAsync("/api/playbooks/check", Yaml)).Ok();
        check["valid"]!.GetValue<bool>().ShouldBeFalse();
        check["mistakes"]!.AsArray().ShouldAllBe(mistake => mistake!["line"]!.GetValue<int>() == 4 && mistake["column"]!.GetValue<int>() > 1);
        var refused = await api.PostAsync("/api/playbooks", Yaml);
        refused.Problem(422).ShouldContain("line 4");
        refused.Json["mistakes"]!.AsArray().Count.ShouldBe(check["mistakes"]!.AsArray().Count);
        (await api.PostAsync("/api/playbooks/check", "")).Ok()["valid"]!.GetValue<bool>().ShouldBeFalse();
        (await api.PostAsync("/api/playbooks", TestWorkspace.Playbook + "#\0")).Status.ShouldNotBe(System.Net.HttpStatusCode.InternalServerError);
        (await api.PostAsync("/api/playbooks/1/sign-offs", new { team = "finance" })).Problem(400);
    }
}
