using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Api;

public class IdempotencyTests
{
    private static readonly (string, string) Once = ("Idempotency-Key", "once");

    [Theory]
    [EachDatabase]
    public async Task The_same_call_with_the_same_key_is_carried_out_once_and_answered_alike(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var first = await api.PostAsync("/api/playbooks", TestWorkspace.Playbook, Once);
        var again = await api.PostAsync("/api/playbooks", TestWorkspace.Playbook, Once);

        first.Ok();
        again.Status.ShouldBe(first.Status);
        again.Text.ShouldBe(first.Text);
        again.Type.ShouldBe(first.Type);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        again.Headers.Contains("Idempotent-Replayed").ShouldBeTrue();
        first.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        (await api.GetAsync("/api/playbooks")).Ok()["items"]!.AsArray().Count.ShouldBe(2);

        (await api.PostAsync("/api/playbooks", TestWorkspace.Playbook + "\n# other", Once)).Problem(422).ShouldContain("Idempotency-Key");
        (await api.PostAsync("/api/playbooks/check", TestWorkspace.Playbook, Once)).Problem(422);
        var other = ("Authorization", "Bearer " + await api.KeyAsync("playbook"));
        (await api.PostAsync("/api/playbooks", TestWorkspace.Playbook, Once, other)).Ok()["version"]!.GetValue<int>().ShouldBe(3);
        (await api.PostAsync("/api/playbooks", TestWorkspace.Playbook, ("Idempotency-Key", new string('x', 300)))).Problem(400);
    }

    [Theory]
    [EachDatabase]
    public async Task An_answer_is_kept_for_a_day_and_problems_are_answers_too(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        (await api.PostAsync("/api/playbooks", "x: 1", Once)).Problem(422);
        (await api.PostAsync("/api/playbooks", "x: 1", Once)).Headers.Contains("Idempotent-Replayed").ShouldBeTrue();

        api.World.Now += Duration.FromHours(23);
        (await api.PostAsync("/api/playbooks", "x: 1", Once)).Headers.Contains("Idempotent-Replayed").ShouldBeTrue();
        api.World.Now += Duration.FromHours(2);
        (await api.PostAsync("/api/playbooks", TestWorkspace.Playbook, Once)).Ok();
        (await api.World.ScalarAsync<long>("SELECT COUNT(*) FROM idempotent_call WHERE workspace_id = @Id")).ShouldBe(1);
    }

    [Theory]
    [EachDatabase]
    public async Task Of_calls_at_the_same_time_one_is_carried_out(Dialect dialect)
    {
        await using var api = await TestApi.StartAsync(dialect);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsync("/api/playbooks", TestWorkspace.Playbook, Once)));

        answers.ShouldAllBe(answer => (int)answer.Status == 201 || (int)answer.Status == 409);
        answers.Where(answer => (int)answer.Status == 201).ShouldNotBeEmpty();
        answers.Where(answer => (int)answer.Status == 409).ShouldAllBe(answer => answer.Text.Contains("being carried out"));
        (await api.GetAsync("/api/playbooks")).Ok()["items"]!.AsArray().Count.ShouldBe(2);
    }
}
