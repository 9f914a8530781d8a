using Baton.Server.Delivery;
using Baton.Server.Storage;
using Baton.Server.Tests.Intake;
using Baton.Server.Tests.Storage;
using Dapper;

namespace Baton.Server.Tests.Delivery;

/// <summary>Servers, as processes of their own, that are killed while they send.</summary>
public class KilledSenderTests
{
    private const int Messages = 400;
    private const int Leads = 40;
    private const int Kills = 3;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Nothing_is_lost_and_each_lead_is_told_in_order(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var mails = await Receiver.StartAsync("mail-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url);
        await receiver.TellAsync(new { wait = 20 });
        var leads = Enumerable.Range(0, Leads).Select(_ => Guid.CreateVersion7()).ToList();
        var messages = Enumerable.Range(0, Messages).Select(i => Message.New(
            world.World.Now,
            "lead.sql",
            leads[i % Leads],
            i % 2 == i / Leads % 2 ? new WebhookContent(webhook.Id, "{}") : new EmailContent("ann@acme.example", "Hello", "Hello", "<p>Hello</p>"))).ToArray();
        await world.AddAsync(messages);
        (string, string)[] settings =
        [
            ("BATON_DELIVER_TO", "127.0.0.0/8"), ("BATON_SMTP_HOST", "127.0.0.1"), ("BATON_SMTP_PORT", $"{mails.Port}"), ("BATON_SMTP_TLS", "none"), ("BATON_MAIL_FROM", "noreply@baton.example"),
        ];

        var random = new Random(1);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = (await receiver.SeenAsync()).Count;
            using var server = LiveServer.Start(world.World.Database.Location, settings: settings);
            for (var waits = 0; (await receiver.SeenAsync()).Count == before && waits < 200; waits++)
            {
                await Task.Delay(10, Cancel);
            }

            await Task.Delay(random.Next(5, 60), Cancel);
            server.Kill();
        }

        // What was on its way is anybody's again in a minute, which the test does not wait for.
        await world.World.Db.WriteAsync(
            transaction => transaction.Connection!.Execute(
                "UPDATE message SET due_at = queued_at WHERE workspace_id = @Id AND holder IS NOT NULL", new { world.World.Id }, transaction),
            Cancel);
        (await receiver.TakenAsync()).Select(seen => (string?)seen["id"]).Distinct().Count().ShouldBeLessThan(Messages / 2, "Not all was sent before the last one was killed.");
        using var last = LiveServer.Start(world.World.Database.Location, settings: settings);
        for (var waits = 0; await world.World.ScalarAsync<int>("SELECT COUNT(*) FROM message WHERE workspace_id = @Id AND state <> 1") > 0; waits++)
        {
            if (waits == 600)
            {
                last.Kill();
                (await last.Output + string.Join('\n', await world.World.QueryAsync<string>(
                    "SELECT 'state ' || state || ', target ' || target_kind || ', problem ' || COALESCE(problem, '-') || ': ' || COUNT(*) FROM message WHERE workspace_id = @Id GROUP BY state, target_kind, problem"))).ShouldBeEmpty();
            }

            await Task.Delay(50, Cancel);
        }

        var arrived = (await receiver.TakenAsync()).Select(seen => Guid.Parse((string)seen["id"]!)).ToList();
        var mailed = (await mails.TakenAsync()).Select(seen => Guid.Parse(((string)seen["id"]!).TrimStart('<').Split('@')[0])).ToList();
        arrived.Concat(mailed).Distinct().Count().ShouldBe(Messages);
        foreach (var lead in leads)
        {
            var own = messages.Where(message => message.LeadId == lead).Select(message => message.Id).ToList();
            arrived.Distinct().Where(own.Contains).ShouldBe(own.Where(arrived.Contains));
            mailed.Distinct().Where(own.Contains).ShouldBe(own.Where(mailed.Contains));
        }
    }
}
