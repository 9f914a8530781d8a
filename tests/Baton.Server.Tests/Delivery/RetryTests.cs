using System.Collections.Concurrent;
using Baton.Server.Delivery;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using Dapper;
using NodaTime;

namespace Baton.Server.Tests.Delivery;

/// <summary>Targets that fail, for a while or for good.</summary>
public class RetryTests
{
    private const int Leads = 10;
    private const int OfLead = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task All_arrives_in_the_order_of_each_lead_once_a_target_that_was_down_for_an_hour_is_back(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        var leads = Enumerable.Range(0, Leads).Select(_ => Guid.CreateVersion7()).ToList();
        var sent = leads.ToDictionary(lead => lead, _ => new List<string>());

        await receiver.TellAsync(new { mode = "break" });
        for (var i = 0; i < OfLead; i++)
        {
            foreach (var lead in leads)
            {
                sent[lead].Add((await world.TellAsync(webhook, lead)).Id.ToString());
            }

            await world.PassAsync(Duration.FromMinutes(20), Duration.FromSeconds(10));
        }

        // What an hour of silence costs: what was on its way when it began, and a probe now and then. By the schedule alone each message would be tried four times.
        (await receiver.SeenAsync()).Count.ShouldBeLessThan((Leads * OfLead) + 15);
        await receiver.TellAsync(new { mode = "answer" });
        await world.PassAsync(Duration.FromMinutes(40), Duration.FromSeconds(10));

        var arrived = (await receiver.TakenAsync()).Select(seen => (string)seen["id"]!).ToList();
        arrived.Count.ShouldBe(Leads * OfLead);
        foreach (var lead in leads)
        {
            arrived.Where(sent[lead].Contains).ShouldBe(sent[lead]);
        }

        (await world.CircuitAsync(webhook.Id)).ShouldBeNull();
        (await world.World.ScalarAsync<int>("SELECT MAX(attempts) FROM message WHERE workspace_id = @Id")).ShouldBeLessThanOrEqualTo(3);
    }

    [Theory, EachDatabase]
    public async Task A_message_that_is_never_taken_is_tried_as_often_as_the_schedule_says_and_dead_until_it_is_sent_again(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        await receiver.TellAsync(new { poison = "bad" });
        var lead = Guid.CreateVersion7();
        var bad = await world.TellAsync(webhook, lead, data: "\"bad\"");
        var next = await world.TellAsync(webhook, lead);
        var other = await world.TellAsync(webhook, Guid.CreateVersion7());
        var began = world.World.Now;

        await world.Node.WorkAsync(world.World.Id);
        (await receiver.TakenAsync()).Select(seen => (string?)seen["id"]).ShouldBe([other.Id.ToString()], "Another lead's does not wait.");
        await world.PassAsync(Duration.FromSeconds(100), Duration.FromSeconds(1));
        await world.PassAsync(Duration.FromHours(100), Duration.FromMinutes(4));

        var times = (await receiver.SeenAsync()).Where(seen => (int)seen["status"]! == 400).Select(seen => Instant.FromUnixTimeSeconds(long.Parse((string)seen["timestamp"]!, null)) - began).ToList();
        times.Count.ShouldBe(10);
        var waits = times.Zip(times.Skip(1), (one, two) => (two - one).TotalSeconds).ToList();
        foreach (var (wait, least) in waits.Zip((double[])[5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]))
        {
            wait.ShouldBeInRange(least - 2, (least * 1.2) + 241);
        }

        var dead = await world.MessageAsync(bad.Id);
        ((MessageState)dead.State, dead.Attempts, dead.Problem).ShouldBe((MessageState.Dead, 10, "It answered 400."));
        ((MessageState)(await world.MessageAsync(next.Id)).State).ShouldBe(MessageState.Sent, "The next one goes when the one before is given up.");

        await receiver.TellAsync(new { poison = "none of it" });
        (await world.Messages.ResendDeadAsync(world.World.Id, webhook.Id, Cancel)).ShouldBe(1);
        await world.Node.WorkAsync(world.World.Id);
        (await receiver.TakenAsync())[^1]["id"]!.ToString().ShouldBe(bad.Id.ToString());
        ((MessageState)(await world.MessageAsync(bad.Id)).State).ShouldBe(MessageState.Sent);
    }

    [Theory, EachDatabase]
    public async Task A_target_that_never_comes_back_has_its_messages_given_up_after_as_long_as_the_schedule_takes(Dialect dialect)
    {
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync("http://127.0.0.1:9");
        var messages = new List<Message>();
        for (var i = 0; i < 30; i++)
        {
            messages.Add(await world.TellAsync(webhook, Guid.CreateVersion7()));
        }

        await world.PassAsync(Duration.FromHours(70), Duration.FromMinutes(16));
        (await world.World.ScalarAsync<int>("SELECT COUNT(*) FROM message WHERE workspace_id = @Id AND state = 0")).ShouldBe(30);
        await world.PassAsync(Duration.FromHours(8), Duration.FromMinutes(16));

        (await world.World.ScalarAsync<int>("SELECT COUNT(*) FROM message WHERE workspace_id = @Id AND state = 2")).ShouldBe(30);
        (await world.MessageAsync(messages[^1].Id)).Problem.ShouldBe("Nobody listens there: the connection was refused.");
        (await world.CircuitAsync(webhook.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_target_that_asks_for_time_is_left_alone_for_that_long()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        var webhook = await world.WebhookAsync(receiver.Url);
        await receiver.TellAsync(new { status = 429, headers = new Dictionary<string, string> { ["Retry-After"] = "600" } });
        var first = await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);
        await receiver.TellAsync(new { status = 200 });
        await world.TellAsync(webhook);

        await world.PassAsync(Duration.FromSeconds(590), Duration.FromSeconds(10));
        (await receiver.SeenAsync()).Count.ShouldBe(1);
        await world.PassAsync(Duration.FromSeconds(20), Duration.FromSeconds(10));

        (await receiver.SeenAsync()).Count.ShouldBe(3);
        (await world.MessageAsync(first.Id)).Attempts.ShouldBe(1, "Being asked for time is no failed attempt.");
        await receiver.TellAsync(new { status = 503, headers = new Dictionary<string, string> { ["Retry-After"] = "9999999" } });
        var late = await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);
        await receiver.TellAsync(new { status = 200 });
        await world.PassAsync(Duration.FromMinutes(61), Duration.FromMinutes(1));
        ((MessageState)(await world.MessageAsync(late.Id)).State).ShouldBe(MessageState.Sent, "Nobody may ask for more than an hour.");
    }

    [Fact]
    public async Task A_target_that_asks_for_no_time_at_all_is_not_called_without_end()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        var webhook = await world.WebhookAsync(receiver.Url);
        await receiver.TellAsync(new { status = 429, headers = new Dictionary<string, string> { ["Retry-After"] = "0" } });

        var message = await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);
        await world.PassAsync(Duration.FromSeconds(20), Duration.FromSeconds(1));
        (await receiver.SeenAsync()).Count.ShouldBe(5);
        await world.PassAsync(Duration.FromHours(80), Duration.FromHours(1));

        ((MessageState)(await world.MessageAsync(message.Id)).State).ShouldBe(MessageState.Dead);
    }

    [Theory, EachDatabase]
    public async Task A_webhook_that_is_gone_is_disabled_and_can_be_enabled_again(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        await receiver.TellAsync(new { status = 410 });
        var lead = Guid.CreateVersion7();
        await world.TellAsync(webhook, lead);
        await world.TellAsync(webhook, lead);

        await world.Node.WorkAsync(world.World.Id);

        var disabled = await world.TargetAsync(webhook.Id);
        (disabled.Disabled is not null, disabled.DisabledBecause).ShouldBe((true, "It answered 410: it is gone for good."));
        (await receiver.SeenAsync()).Count.ShouldBe(1);
        (await world.World.ScalarAsync<int>("SELECT COUNT(*) FROM message WHERE workspace_id = @Id AND state = 2")).ShouldBe(2);
        await receiver.TellAsync(new { status = 200 });
        await world.Targets.ChangeAsync(world.World.Id, TargetKind.Webhook, webhook.Id, new TargetChange(null, null, null, IsEnabled: true, null), Cancel);
        await world.Messages.ResendDeadAsync(world.World.Id, webhook.Id, Cancel);
        await world.Node.WorkAsync(world.World.Id);
        (await receiver.TakenAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_leads_nowhere()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        var webhook = await world.WebhookAsync(receiver.Url + "/from");
        await receiver.TellAsync(new { status = 307, headers = new Dictionary<string, string> { ["Location"] = receiver.Url + "/to" } });

        var message = await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);

        (await receiver.SeenAsync()).Select(seen => (string?)seen["path"]).ShouldBe(["/from"]);
        (await world.MessageAsync(message.Id)).Problem.ShouldBe("It answered 307: redirects are not followed. Name the address that it leads to.");
    }

    [Fact]
    public async Task Who_does_not_answer_is_not_waited_for_longer_than_15_seconds()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        var webhook = await world.WebhookAsync(receiver.Url);
        await receiver.TellAsync(new { mode = "hang" });

        var message = await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);

        (await world.MessageAsync(message.Id)).Problem.ShouldBe("There was no answer within 15 seconds.");
    }

    [Theory, EachDatabase]
    public async Task Several_nodes_share_what_is_to_be_sent_and_keep_the_order(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        var leads = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToList();
        var sent = new ConcurrentDictionary<Guid, List<string>>();
        var messages = Enumerable.Range(0, 200).Select(i => Message.New(world.World.Now, "lead.sql", leads[i % 20], new WebhookContent(webhook.Id, "{}"))).ToArray();
        await world.AddAsync(messages);
        using var other = world.AnotherNode();
        using var third = world.AnotherNode();

        await Task.WhenAll(((DeliveryNode[])[world.Node, other, third]).Select(node => Task.Run(async () =>
        {
            while (await world.World.ScalarAsync<int>("SELECT COUNT(*) FROM message WHERE workspace_id = @Id AND state = 0") > 0)
            {
                await node.WorkAsync(world.World.Id);
            }
        })));

        var arrived = (await receiver.TakenAsync()).Select(seen => Guid.Parse((string)seen["id"]!)).ToList();
        arrived.Count.ShouldBe(200);
        foreach (var lead in leads)
        {
            var own = messages.Where(message => message.LeadId == lead).Select(message => message.Id).ToList();
            arrived.Where(own.Contains).ShouldBe(own);
        }
    }

    [Theory, EachDatabase]
    public async Task What_a_node_was_sending_when_it_died_is_sent_by_others_after_its_lease(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        var lead = Guid.CreateVersion7();
        var first = await world.TellAsync(webhook, lead);
        var second = await world.TellAsync(webhook, lead);
        var lost = (await world.Node.Due.ClaimAsync(world.World.Id, webhook.Id, 10, Cancel)).ShouldHaveSingleItem();
        lost.Id.ShouldBe(first.Id);

        await world.PassAsync(Duration.FromSeconds(59), Duration.FromSeconds(1));
        (await receiver.SeenAsync()).ShouldBeEmpty();
        await world.PassAsync(Duration.FromSeconds(2), Duration.FromSeconds(1));

        (await receiver.TakenAsync()).Select(seen => (string?)seen["id"]).ShouldBe([first.Id.ToString(), second.Id.ToString()]);

        // The dead one was only slow, and what it has to say comes too late.
        await world.Node.Due.SettleAsync(world.World.Id, lost, new Attempt(new Outcome.Failed("late", IsOfTarget: true), Answer: null, Duration.Zero), Cancel);
        ((MessageState)(await world.MessageAsync(first.Id)).State).ShouldBe(MessageState.Sent);
    }

    [Theory, EachDatabase]
    public async Task A_probe_is_one_message_of_one_node(Dialect dialect)
    {
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var (webhook, circuit) = await HeldBackAsync(world);
        circuit.Failures.ShouldBe(Schedule.FailuresToHold);
        (await world.Node.Due.FindTargetsAsync(world.World.Id, hasMail: false, Cancel)).ShouldBeEmpty();
        world.World.Now = circuit.HeldUntil;
        (await world.Node.Due.FindTargetsAsync(world.World.Id, hasMail: false, Cancel)).ShouldBe([webhook.Id]);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Node.Due.ClaimAsync(world.World.Id, webhook.Id, 10, Cancel)));
        claimed.SelectMany(some => some).ShouldHaveSingleItem().IsProbe.ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task What_is_held_back_stays_so_where_a_change_says_nothing_new(Dialect dialect)
    {
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var (webhook, circuit) = await HeldBackAsync(world);
        var lines = await LinesAsync();

        (await ChangeAsync(url: webhook.Url, enabled: true)).ShouldBeTrue();
        (await world.CircuitAsync(webhook.Id)).ShouldBe(circuit);
        (await LinesAsync()).ShouldBe(lines);

        (await ChangeAsync(url: webhook.Url + "/new", enabled: null)).ShouldBeTrue();
        (await world.CircuitAsync(webhook.Id)).ShouldBeNull("Nothing is known of the new address.");
        (await LinesAsync()).ShouldBe(lines + 1);

        Task<bool> ChangeAsync(string? url, bool? enabled) =>
            world.Targets.ChangeAsync(world.World.Id, TargetKind.Webhook, webhook.Id, new TargetChange(Name: null, url, Types: null, enabled, Secret: null), Cancel);

        Task<long> LinesAsync() => world.World.ScalarAsync<long>("SELECT COUNT(*) FROM audit WHERE workspace_id = @Id");
    }

    [Fact]
    public async Task Targets_that_do_not_answer_leave_room_for_those_that_do_and_for_mail()
    {
        await using var silent = await Receiver.StartAsync("webhook-receiver.mjs");
        await silent.TellAsync(new { mode = "silent" });
        await using var good = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var server = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(
            Dialect.Sqlite, new ServerOptions { DeliverTo = "127.0.0.0/8", SmtpHost = "127.0.0.1", SmtpPort = server.Port, SmtpTls = "none", MailFrom = "baton@baton.example" });
        for (var i = 0; i < TargetStore.Most - 1; i++)
        {
            var webhook = await world.WebhookAsync($"{silent.Url}/{i}");
            for (var message = 0; message < 5; message++)
            {
                await world.TellAsync(webhook);
            }
        }

        var reached = await world.WebhookAsync(good.Url);
        for (var message = 0; message < 20; message++)
        {
            await world.TellAsync(reached);
            await world.AddAsync(Message.New(world.World.Now, "x", null, new MailPage("Hello").To("ann@acme.example")));
        }

        // Nobody waits for who is silent: that takes 15 seconds, and this none.
        for (var turn = 0; turn < 400 && ((await good.TakenAsync()).Count < 20 || (await server.TakenAsync()).Count < 20); turn++)
        {
            await world.Node.Courier.WorkAsync(world.World.Id, Cancel);
            await Task.Delay(20, Cancel);
        }

        ((await good.TakenAsync()).Count, (await server.TakenAsync()).Count).ShouldBe((20, 20));
        (await silent.SeenAsync()).Count.ShouldBeLessThan(TargetStore.Most, "Each is tried with one.");
    }

    [Theory, EachDatabase]
    public async Task What_went_to_a_target_that_is_gone_is_not_sent_again(Dialect dialect)
    {
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync("https://crm.acme.example/hook");
        var message = await world.TellAsync(webhook);
        (await world.Targets.DeleteAsync(world.World.Id, TargetKind.Webhook, webhook.Id, Cancel)).ShouldBeTrue();

        (await world.Messages.ResendAsync(world.World.Id, message.Id, Cancel)).ShouldBeFalse();
        (await world.Messages.ResendDeadAsync(world.World.Id, null, Cancel)).ShouldBe(0);
        ((MessageState)(await world.MessageAsync(message.Id)).State).ShouldBe(MessageState.Dead);
    }

    [Theory, EachDatabase]
    public async Task Messages_that_were_taken_are_sent_again_since_a_time_with_the_same_ids(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        await world.TellAsync(webhook);
        world.World.Now += Duration.FromMinutes(1);
        var since = world.World.Now;
        var again = await world.TellAsync(webhook);
        await world.Node.Trial.RunAsync(world.World.Id, await world.TargetAsync(webhook.Id), Cancel);
        await world.Node.WorkAsync(world.World.Id);
        (await receiver.TakenAsync()).Count.ShouldBe(3);

        (await world.Messages.ReplayAsync(world.World.Id, webhook.Id, since, Cancel)).ShouldBe(1);
        (await world.Messages.CountAsync(world.World.Id, webhook.Id, Cancel)).ShouldBe(new MessageCount(Waiting: 1, Dead: 0, LastTry.Worked));
        await world.Node.WorkAsync(world.World.Id);

        (await receiver.TakenAsync())[^1]["id"]!.ToString().ShouldBe(again.Id.ToString());
        (await receiver.TakenAsync()).Count.ShouldBe(4);
    }

    [Theory, EachDatabase]
    public async Task Old_messages_are_deleted_and_what_is_still_to_be_sent_stays(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);
        await world.AddAsync(Message.New(world.World.Now, "lead.sql", null, new EmailContent("ann@acme.example", "Hello", "Hello", "<p>Hello</p>")));
        world.World.Now += Duration.FromDays(91);
        await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);

        (await world.Messages.DeleteAsync(world.World.Id, 90, Cancel)).ShouldBe(1);
        (await world.Messages.DeleteAsync(world.World.Id, 90, Cancel)).ShouldBe(0);
        (await world.World.QueryAsync<short>("SELECT state FROM message WHERE workspace_id = @Id ORDER BY message_id")).ShouldBe([(short)0, (short)1]);
    }

    [Theory, EachDatabase]
    public async Task What_is_looked_for_is_found_by_an_index_among_very_many_that_were_sent(Dialect dialect)
    {
        const int Sent = 300_000;
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync("https://hooks.acme.example");
        await world.World.Db.WriteAsync(
            transaction => transaction.Connection!.Execute(
                $"""
                INSERT INTO message (workspace_id, message_id, lead_id, type, created_at, target_kind, target_id, address, content, place, state, queued_at, due_at, attempts)
                {(dialect == Dialect.Postgres
                    ? $"SELECT @Id, gen_random_uuid(), gen_random_uuid(), 'lead.sql', n, 2, @target, '', '', n, 1, n, n, 1 FROM generate_series(1, {Sent}) AS n"
                    : $"WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {Sent}) SELECT @Id, randomblob(16), randomblob(16), 'lead.sql', n, 2, @target, '', '', n, 1, n, n, 1 FROM number")}
                """,
                new { world.World.Id, target = webhook.Id },
                transaction,
                commandTimeout: 0),
            Cancel);
        await world.TellAsync(webhook, Guid.CreateVersion7());
        await world.World.Db.WriteAsync(transaction => transaction.Connection!.Execute("ANALYZE;", commandType: System.Data.CommandType.Text, transaction: transaction), Cancel);
        var before = Guid.CreateVersion7();
        string[] statements =
        [
            DueMessages.FindSql,
            DueMessages.ClaimSql,
            .. ((MessageQuery[])
            [
                new(null, null, null, null, 50, before), new(MessageState.Dead, null, null, null, 50, null), new(MessageState.Pending, null, null, null, 50, before),
                new(null, Guid.Empty, null, null, 50, before), new(null, null, null, Guid.Empty, 50, null), new(MessageState.Dead, null, null, Guid.Empty, 50, before),
            ]).Select(MessageTable.ListSql),
        ];

        await using var connection = await world.World.Db.OpenReadAsync(Cancel);
        foreach (var statement in statements)
        {
            var parameters = new
            {
                workspaceId = world.World.Id,
                mail = Target.MailServer,
                targetId = webhook.Id,
                now = world.World.Now.ToUnixTimeMilliseconds(),
                most = 16,
                Limit = 50,
                Before = before,
                LeadId = before,
                TargetId = webhook.Id,
            };
            var plan = dialect == Dialect.Sqlite
                ? string.Join('\n', connection.Query($"EXPLAIN QUERY PLAN {statement}", parameters).Select(row => (string)row.detail))
                : string.Join('\n', connection.Query<string>($"EXPLAIN {statement}", parameters));
            plan.ShouldNotMatch(@"SCAN (message|m|e)\b", plan);
            plan.ShouldNotContain("Seq Scan on message", customMessage: $"{statement}\n{plan}");
            plan.ShouldContain("message_", customMessage: plan);
        }
    }

    /// <summary>A webhook that has failed so often that nothing is sent to it for a while.</summary>
    private static async Task<(Target Webhook, Circuit Circuit)> HeldBackAsync(DeliveryWorld world)
    {
        var webhook = await world.WebhookAsync("http://127.0.0.1:9");
        for (var i = 0; i < 20; i++)
        {
            await world.TellAsync(webhook, Guid.CreateVersion7());
        }

        await world.Node.WorkAsync(world.World.Id);
        return (webhook, (await world.CircuitAsync(webhook.Id)).ShouldNotBeNull());
    }
}
