using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Server.Delivery;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Delivery;

/// <summary>Webhooks as their receivers get them, checked by the library that receivers use.</summary>
public class WebhookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_signature_is_that_of_Standard_Webhooks() =>
        WebhookSecret.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8)
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Theory, EachDatabase]
    public async Task A_message_arrives_signed_with_its_id_type_and_time(Dialect dialect)
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        var webhook = await world.WebhookAsync(receiver.Url + "/hook?a=b");
        await receiver.TellAsync(new { secrets = new[] { webhook.Secret, WebhookSecret.New() } });

        var message = await world.TellAsync(webhook, Guid.CreateVersion7(), data: """{"name":"Jo – Müller 🚀"}""");
        await world.Node.WorkAsync(world.World.Id);

        var seen = (await receiver.SeenAsync()).ShouldHaveSingleItem();
        ((string?)seen["path"], (string?)seen["id"], (string?)seen["type"]).ShouldBe(("/hook?a=b", message.Id.ToString(), "application/json"));
        seen["verified"]!.AsArray().Select(one => (bool)one!).ShouldBe([true, false]);
        var body = JsonNode.Parse((string)seen["body"]!)!;
        body.AsObject().Select(member => member.Key).ShouldBe(["type", "timestamp", "data"]);
        ((string?)body["type"], (string?)body["data"]!["name"]).ShouldBe(("lead.sql", "Jo – Müller 🚀"));
        Instant.FromDateTimeOffset(body["timestamp"]!.GetValue<DateTimeOffset>()).ShouldBe(message.Created);
        var kept = await world.MessageAsync(message.Id);
        ((MessageState)kept.State, kept.Attempts, kept.Problem).ShouldBe((MessageState.Sent, 1, null));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_verify_for_a_day()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        var webhook = await world.WebhookAsync(receiver.Url);
        var secret = await world.Targets.RotateAsync(world.World.Id, webhook.Id, Cancel);
        await receiver.TellAsync(new { secrets = new[] { webhook.Secret, secret } });

        await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);
        world.World.Now += Duration.FromHours(24);
        await world.TellAsync(webhook);
        await world.Node.WorkAsync(world.World.Id);

        (await receiver.SeenAsync()).Select(seen => seen["verified"]!.ToJsonString()).ShouldBe(["[true,true]", "[false,true]"]);
    }

    [Fact]
    public async Task What_is_larger_than_20_KB_is_announced_in_less()
    {
        await using var receiver = await Receiver.StartAsync("webhook-receiver.mjs");
        await using var world = await DeliveryWorld.CreateAsync(Dialect.Sqlite);
        var webhook = await world.WebhookAsync(receiver.Url);
        await receiver.TellAsync(new { secrets = new[] { webhook.Secret } });

        var message = await world.TellAsync(webhook, data: JsonSerializer.Serialize(new { text = new string('ä', 10_000) }));
        await world.Node.WorkAsync(world.World.Id);

        var seen = (await receiver.SeenAsync()).ShouldHaveSingleItem();
        seen["verified"]!.ToJsonString().ShouldBe("[true]");
        Encoding.UTF8.GetByteCount((string)seen["body"]!).ShouldBeLessThan(WebhookSender.MostBytes);
        var data = JsonNode.Parse((string)seen["body"]!)!["data"]!;
        ((bool)data["shortened"]!, (string?)data["message"]).ShouldBe((true, $"/api/messages/{message.Id}"));
        (await world.Messages.FindAsync(world.World.Id, message.Id, Cancel))!.Value.Content.Length.ShouldBeGreaterThan(10_000);
    }

    [Theory, EachDatabase]
    public async Task Targets_are_told_what_they_have_asked_for_from_the_next_transaction_on(Dialect dialect)
    {
        await using var world = await DeliveryWorld.CreateAsync(dialect);
        (await ToldAsync("lead.sql")).ShouldBeEmpty();
        var all = await world.WebhookAsync("https://a.example", "*");
        var leads = await world.WebhookAsync("https://b.example", "lead.*", "task.done");
        var one = await world.WebhookAsync("https://c.example", "lead.sql");

        (await ToldAsync("lead.sql")).ShouldBe([all.Id, leads.Id, one.Id], ignoreOrder: true);
        (await ToldAsync("lead.sql.again")).ShouldBe([all.Id, leads.Id], ignoreOrder: true);
        (await ToldAsync("leader.new")).ShouldBe([all.Id]);
        (await ToldAsync("task.done")).ShouldBe([all.Id, leads.Id], ignoreOrder: true);
        await world.Targets.ChangeAsync(world.World.Id, TargetKind.Webhook, all.Id, new TargetChange(null, null, null, IsEnabled: false, null), Cancel);
        await world.Targets.DeleteAsync(world.World.Id, TargetKind.Webhook, one.Id, Cancel);
        (await ToldAsync("lead.sql")).ShouldBe([leads.Id]);

        Task<IReadOnlyList<Guid>> ToldAsync(string type) =>
            world.World.Db.WriteAsync<IReadOnlyList<Guid>>(transaction => [.. Targets.Of(transaction, world.World.Id).Webhooks(type)], Cancel);
    }
}
