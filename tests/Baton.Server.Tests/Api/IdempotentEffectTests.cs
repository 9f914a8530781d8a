using System.Text;
using Baton.Server.Api;
using Baton.Server.Keys;
using Baton.Server.Playbooks;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Baton.Server.Tests.Api;

/// <summary>What a call with an <c>Idempotency-Key</c> changes is changed once, whatever happens to the nodes.</summary>
public class IdempotentEffectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase]
    public async Task A_call_whose_node_dies_before_its_answer_is_kept_is_not_carried_out_again(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var dead = new Node(world);
        var done = new TaskCompletionSource();
        _ = dead.CallAsync(async _ =>
        {
            await dead.AddDraftAsync();
            done.SetResult();
            await Task.Delay(Timeout.Infinite, Cancel);
        });
        await done.Task;
        using var other = new Node(world);

        (await other.CallAsync(_ => other.AddDraftAsync())).Detail.ShouldContain("is being carried out");
        world.Now += IdempotentCalls.Longest + Duration.FromSeconds(1);
        var answer = await other.CallAsync(_ => other.AddDraftAsync());

        (answer.Status, answer.Detail).ShouldBe(
            (409, "This call was carried out, and the server failed before its answer was kept. Look at what it changed; it is not carried out again."));
        (await DraftsAsync(world)).ShouldBe(1);
    }

    [Theory]
    [EachDatabase]
    public async Task A_call_whose_node_dies_before_it_changes_anything_is_carried_out_by_the_next_and_by_it_alone(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var slow = new Node(world);
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var late = slow.CallAsync(async _ =>
        {
            begun.SetResult();
            await goOn.Task;
            await slow.AddDraftAsync();
        });
        await begun.Task;
        world.Now += IdempotentCalls.Longest + Duration.FromSeconds(1);
        using var other = new Node(world);

        (await other.CallAsync(_ => other.AddDraftAsync())).Status.ShouldBe(200);

        // It was not dead after all.
        goOn.SetResult();
        var answer = await late;
        (answer.Status, answer.Detail).ShouldBe((409, "The call with this `Idempotency-Key` is being carried out. Send it again in a second for its answer."));
        (await slow.CallAsync(_ => slow.AddDraftAsync())).Status.ShouldBe(200);
        (await DraftsAsync(world)).ShouldBe(1);
    }

    [Theory]
    [EachDatabase]
    public async Task A_failure_after_the_change_does_not_let_it_be_made_again_and_one_before_does(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var node = new Node(world);

        await Should.ThrowAsync<InvalidDataException>(() => node.CallAsync(_ => throw new InvalidDataException()));
        await Should.ThrowAsync<InvalidDataException>(() => node.CallAsync(async _ =>
        {
            await node.AddDraftAsync();
            throw new InvalidDataException();
        }));
        world.Now += IdempotentCalls.Longest + Duration.FromSeconds(1);

        (await node.CallAsync(_ => node.AddDraftAsync())).Detail.ShouldStartWith("This call was carried out");
        (await DraftsAsync(world)).ShouldBe(1);
    }

    [Theory]
    [EachDatabase]
    public async Task Of_the_same_call_at_several_nodes_at_once_one_is_carried_out(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var one = new Node(world);
        using var other = new Node(world);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => (n % 2 == 0 ? one : other).CallAsync(_ => (n % 2 == 0 ? one : other).AddDraftAsync())));

        answers.ShouldContain(answer => answer.Status == 200);
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Detail.Contains("is being carried out"));
        (await DraftsAsync(world)).ShouldBe(1);
    }

    /// <summary>Beside the one that the world begins with.</summary>
    private static async Task<long> DraftsAsync(TestWorkspace world) => await world.ScalarAsync<long>("SELECT COUNT(*) FROM playbook WHERE workspace_id = @Id AND published_at IS NULL");

    /// <summary>One of several servers at the same database.</summary>
    private sealed class Node : IDisposable
    {
        private readonly KeyInfo _key;
        private readonly IdempotentCalls _calls;
        private readonly PlaybookStore _playbooks;
        private readonly Guid _workspace;
        private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

        public Node(TestWorkspace world)
        {
            var database = new CallDatabase(world.Db);
            _workspace = world.Id;
            _key = new KeyInfo(world.Id, world.Id, "test", "", [], world.Now, By: null, Revoked: null, Used: null);
            (_calls, _playbooks) = (new IdempotentCalls(database, world), new PlaybookStore(database, world));
        }

        public Task AddDraftAsync() => _playbooks.AddAsync(_workspace, TestWorkspace.Playbook, "test", Cancel);

        public async Task<(int Status, string Detail)> CallAsync(RequestDelegate handler)
        {
            using var body = new MemoryStream();
            var http = new DefaultHttpContext { RequestServices = _services, Request = { Method = "POST", Path = "/api/playbooks" }, Response = { Body = body } };
            http.Request.Headers[IdempotentCalls.Header] = "once";
            await _calls.RunAsync(http, _key, handler);
            return (http.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()) is { Length: > 0 } text ? System.Text.Json.Nodes.JsonNode.Parse(text)!["detail"]!.ToString() : "");
        }

        public void Dispose() => _services.Dispose();
    }
}
